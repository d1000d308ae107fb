/// The calendar, and time zones: by name, by a fixed offset, and by POSIX rules.
@NullMarked
package dev.reckon.sql.format.calendar;

import org.jspecify.annotations.NullMarked;
