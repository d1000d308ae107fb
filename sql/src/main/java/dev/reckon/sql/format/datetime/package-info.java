/// Dates, times, zones and intervals as text, and the calendar behind them.
///
/// In: text in all the forms that PostgreSQL reads. Out: days and microseconds since 2000-01-01,
/// and text in the styles of DateStyle and IntervalStyle.
@NullMarked
package dev.reckon.sql.format.datetime;

import org.jspecify.annotations.NullMarked;
