package dev.reckon.sql.format;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.type.Value;
import java.util.Locale;

/// Writes dates and times in the style that DateStyle says; the ISO style without an object for
/// each value.
final class DateTimeText {
    private static final int FRACTION_DIGITS = 6;
    private static final String[] DAY_NAMES = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    private static final String[] MONTH_NAMES = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private DateTimeText() {}

    /// The styles of DateStyle.
    private enum Style {
        ISO,
        SQL,
        POSTGRES,
        GERMAN
    }

    private static Style style(String setting) {
        String lower = setting.toLowerCase(Locale.ROOT);
        if (lower.startsWith("iso")) {
            return Style.ISO;
        }
        return lower.startsWith("sql")
                ? Style.SQL
                : lower.startsWith("german") ? Style.GERMAN : Style.POSTGRES;
    }

    private static boolean isDayFirst(String setting) {
        return setting.toUpperCase(Locale.ROOT).endsWith("DMY");
    }

    /// Writes a date.
    ///
    /// @param date days since 2000-01-01
    static void writeDate(long date, Environment environment, ByteSink sink) {
        writeDate(date, environment.setting("datestyle"), sink);
    }

    /// Writes a date.
    ///
    /// @param setting of DateStyle
    static void writeDate(long date, String setting, ByteSink sink) {
        if (date == Calendar.DATE_INFINITY || date == Calendar.DATE_MINUS_INFINITY) {
            sink.writeText(date == Calendar.DATE_INFINITY ? "infinity" : "-infinity");
            return;
        }
        Style style = style(setting);
        long civil = Calendar.civil(date);
        writeDay(civil, style, isDayFirst(setting), sink);
        writeEra(civil, sink);
    }

    private static void writeDay(long civil, Style style, boolean dayFirst, ByteSink sink) {
        int year = Calendar.year(civil);
        int shownYear = year > 0 ? year : 1 - year;
        int month = Calendar.month(civil);
        int day = Calendar.day(civil);
        switch (style) {
            case ISO -> {
                writeYear(shownYear, sink);
                sink.writeByte('-');
                writeTwo(month, sink);
                sink.writeByte('-');
                writeTwo(day, sink);
            }
            case SQL, POSTGRES -> {
                int separator = style == Style.SQL ? '/' : '-';
                writeTwo(dayFirst ? day : month, sink);
                sink.writeByte(separator);
                writeTwo(dayFirst ? month : day, sink);
                sink.writeByte(separator);
                writeYear(shownYear, sink);
            }
            case GERMAN -> {
                writeTwo(day, sink);
                sink.writeByte('.');
                writeTwo(month, sink);
                sink.writeByte('.');
                writeYear(shownYear, sink);
            }
        }
    }

    private static void writeEra(long civil, ByteSink sink) {
        if (Calendar.year(civil) <= 0) {
            sink.writeText(" BC");
        }
    }

    /// Writes a timestamp without zone.
    ///
    /// @param timestamp microseconds since 2000-01-01 00:00
    static void writeTimestamp(long timestamp, Environment environment, ByteSink sink) {
        writeTimestamp(timestamp, environment.setting("datestyle"), sink);
    }

    /// Writes a timestamp without zone.
    ///
    /// @param setting of DateStyle
    static void writeTimestamp(long timestamp, String setting, ByteSink sink) {
        if (!Calendar.isFinite(timestamp)) {
            sink.writeText(timestamp == Calendar.INFINITY ? "infinity" : "-infinity");
            return;
        }
        write(timestamp, setting, NoZone.NONE, 0, sink);
    }

    /// Writes a timestamp with zone, in the session's zone.
    ///
    /// @param timestamp microseconds since 2000-01-01 00:00 UTC
    static void writeTimestampTz(long timestamp, Environment environment, ByteSink sink) {
        writeTimestampTz(timestamp, environment.timeZone(), environment.setting("datestyle"), sink);
    }

    /// Writes a timestamp with zone.
    ///
    /// @param setting of DateStyle
    static void writeTimestampTz(long timestamp, Zone zone, String setting, ByteSink sink) {
        if (!Calendar.isFinite(timestamp)) {
            sink.writeText(timestamp == Calendar.INFINITY ? "infinity" : "-infinity");
            return;
        }
        int offset = zone.offsetAt(timestamp);
        write(
                timestamp + offset * Calendar.MICROS_PER_SECOND,
                setting,
                new InZone(zone, timestamp),
                offset,
                sink);
    }

    private sealed interface ZoneSuffix permits NoZone, InZone {}

    private enum NoZone implements ZoneSuffix {
        NONE
    }

    private record InZone(Zone zone, long timestamp) implements ZoneSuffix {}

    private static void write(
            long local, String setting, ZoneSuffix suffix, int offset, ByteSink sink) {
        Style style = style(setting);
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY);
        long micros = local - days * Calendar.MICROS_PER_DAY;
        long civil = Calendar.civil(days);
        if (style == Style.POSTGRES) {
            writePostgresStyle(days, civil, micros, isDayFirst(setting), sink);
        } else {
            writeDay(civil, style, isDayFirst(setting), sink);
            sink.writeByte(' ');
            writeTimeOfDay(micros, sink);
        }
        if (suffix instanceof InZone(Zone zone, long timestamp)) {
            if (style == Style.ISO) {
                writeOffset(offset, sink);
            } else {
                String name = zone.abbreviationAt(timestamp);
                if (name.isEmpty()) {
                    if (style == Style.POSTGRES) {
                        sink.writeByte(' ');
                    }
                    writeOffset(offset, sink);
                } else {
                    sink.writeText(" " + name);
                }
            }
        }
        writeEra(civil, sink);
    }

    private static void writePostgresStyle(
            long days, long civil, long micros, boolean dayFirst, ByteSink sink) {
        sink.writeText(DAY_NAMES[Calendar.dayOfWeek(days)]);
        sink.writeByte(' ');
        String month = MONTH_NAMES[Calendar.month(civil) - 1];
        if (dayFirst) {
            writeTwo(Calendar.day(civil), sink);
            sink.writeText(" " + month);
        } else {
            sink.writeText(month + " ");
            writeTwo(Calendar.day(civil), sink);
        }
        sink.writeByte(' ');
        writeTimeOfDay(micros, sink);
        sink.writeByte(' ');
        int year = Calendar.year(civil);
        writeYear(year > 0 ? year : 1 - year, sink);
    }

    /// Writes a time of day in microseconds since midnight; 24:00:00 is one.
    static void writeTimeOfDay(long micros, ByteSink sink) {
        long seconds = micros / Calendar.MICROS_PER_SECOND;
        writeTwo((int) (seconds / 3600), sink);
        sink.writeByte(':');
        writeTwo((int) (seconds / 60 % 60), sink);
        sink.writeByte(':');
        writeTwo((int) (seconds % 60), sink);
        writeFraction((int) (micros % Calendar.MICROS_PER_SECOND), sink);
    }

    /// Writes the fraction of a second, if any, without trailing zeros.
    static void writeFraction(int micros, ByteSink sink) {
        if (micros == 0) {
            return;
        }
        byte[] bytes = sink.reserve(FRACTION_DIGITS + 1);
        int start = sink.length();
        bytes[start] = '.';
        int rest = micros;
        for (int i = FRACTION_DIGITS; i >= 1; i--) {
            bytes[start + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int digits = FRACTION_DIGITS;
        while (bytes[start + digits] == '0') {
            digits--;
        }
        sink.advance(digits + 1);
    }

    /// Writes a time with zone.
    static void writeTimeTz(Value.TimeTz time, ByteSink sink) {
        writeTimeOfDay(time.micros(), sink);
        writeOffset(-time.zoneOffsetSeconds(), sink);
    }

    /// Writes an offset from UTC in seconds, east positive: `+02`, `-03:30`.
    static void writeOffset(int offset, ByteSink sink) {
        int seconds = Math.abs(offset);
        sink.writeByte(offset < 0 ? '-' : '+');
        int hours = seconds / 3600;
        if (hours < 100) {
            writeTwo(hours, sink);
        } else {
            sink.writeText(Integer.toString(hours));
        }
        if (seconds % 3600 != 0) {
            sink.writeByte(':');
            writeTwo(seconds / 60 % 60, sink);
            if (seconds % 60 != 0) {
                sink.writeByte(':');
                writeTwo(seconds % 60, sink);
            }
        }
    }

    static void writeTwo(int number, ByteSink sink) {
        byte[] bytes = sink.reserve(2);
        int start = sink.length();
        bytes[start] = (byte) ('0' + number / 10);
        bytes[start + 1] = (byte) ('0' + number % 10);
        sink.advance(2);
    }

    private static void writeYear(int year, ByteSink sink) {
        if (year <= 9999) {
            writeTwo(year / 100, sink);
            writeTwo(year % 100, sink);
        } else {
            sink.writeText(Integer.toString(year));
        }
    }
}
