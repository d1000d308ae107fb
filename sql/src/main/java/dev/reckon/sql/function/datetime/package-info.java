/// Arithmetic with dates, times and intervals, and the functions of the chapter "Date/Time
/// Functions and Operators".
///
/// In: days and microseconds since 2000-01-01, intervals. Out: the same, or numbers and texts.
@NullMarked
package dev.reckon.sql.function.datetime;

import org.jspecify.annotations.NullMarked;
