package dev.reckon.sql.format.datetime;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;

/// Reads dates, times and timestamps as PostgreSQL's input functions do. The plain ISO forms take a
/// short way.
public final class DateTimeInput {
    private static final long NOT_PLAIN = Long.MIN_VALUE + 1;
    private static final int ISO_DATE_LENGTH = 10;
    private static final int ISO_SECONDS_LENGTH = 19;

    private DateTimeInput() {}

    /// Reads a date: days since 2000-01-01.
    public static long date(String text, Environment environment) {
        if (text.length() == ISO_DATE_LENGTH) {
            long days = isoDate(text);
            if (days != NOT_PLAIN) {
                return days;
            }
        }
        ParsedDateTime parsed = DateTimeParser.parse(text, "date", environment, false);
        return switch (parsed.special()) {
            case NOW ->
                    Math.floorDiv(
                            Zones.toLocal(
                                    environment.transactionTimestamp(), environment.timeZone()),
                            Calendar.MICROS_PER_DAY);
            case EPOCH -> -Calendar.UNIX_EPOCH_DAYS;
            case INFINITY -> Calendar.DATE_INFINITY;
            case MINUS_INFINITY -> Calendar.DATE_MINUS_INFINITY;
            case NONE -> {
                if (parsed.days() < Calendar.DATE_MIN || parsed.days() >= Calendar.DATE_END) {
                    throw outOfRange("date", text);
                }
                yield parsed.days();
            }
        };
    }

    /// Reads a timestamp without zone; a zone in the text is ignored.
    public static long timestamp(String text, int modifier, Environment environment) {
        long plain = isoTimestamp(text);
        if (plain != NOT_PLAIN) {
            return Calendar.roundMicros(plain, modifier);
        }
        ParsedDateTime parsed = DateTimeParser.parse(text, "timestamp", environment, false);
        long result =
                switch (parsed.special()) {
                    case NOW ->
                            Zones.toLocal(
                                    environment.transactionTimestamp(), environment.timeZone());
                    case EPOCH -> -Calendar.UNIX_EPOCH_SECONDS * Calendar.MICROS_PER_SECOND;
                    case INFINITY -> Calendar.INFINITY;
                    case MINUS_INFINITY -> Calendar.MINUS_INFINITY;
                    case NONE -> local(parsed, text);
                };
        return Calendar.roundMicros(result, modifier);
    }

    /// Reads a timestamp with zone; without one in the text it is in the session's.
    public static long timestampTz(String text, int modifier, Environment environment) {
        ParsedDateTime parsed =
                DateTimeParser.parse(text, "timestamp with time zone", environment, false);
        long result =
                switch (parsed.special()) {
                    case NOW -> environment.transactionTimestamp();
                    case EPOCH -> -Calendar.UNIX_EPOCH_SECONDS * Calendar.MICROS_PER_SECOND;
                    case INFINITY -> Calendar.INFINITY;
                    case MINUS_INFINITY -> Calendar.MINUS_INFINITY;
                    case NONE -> {
                        long local = local(parsed, text);
                        Zone zone = parsed.zone().orElse(environment.timeZone());
                        long utc = local - zone.offsetAtLocal(local) * Calendar.MICROS_PER_SECOND;
                        if (utc < Calendar.TIMESTAMP_MIN || utc >= Calendar.TIMESTAMP_END) {
                            throw outOfRange("timestamp", text);
                        }
                        yield utc;
                    }
                };
        return Calendar.roundMicros(result, modifier);
    }

    private static long local(ParsedDateTime parsed, String text) {
        if (!parsed.hasDate()
                || parsed.days() < Calendar.DATE_MIN
                || parsed.days() > Calendar.TIMESTAMP_END / Calendar.MICROS_PER_DAY) {
            throw outOfRange("timestamp", text);
        }
        long local = parsed.days() * Calendar.MICROS_PER_DAY + parsed.micros();
        if (local < Calendar.TIMESTAMP_MIN || local >= Calendar.TIMESTAMP_END) {
            throw outOfRange("timestamp", text);
        }
        return local;
    }

    private static DatabaseException outOfRange(String type, String text) {
        return new DatabaseException(
                SqlState.DATETIME_FIELD_OVERFLOW, type + " out of range: \"" + text + "\"");
    }

    /// Reads a time of day: microseconds since midnight.
    public static long time(String text, int modifier, Environment environment) {
        ParsedDateTime parsed = DateTimeParser.parse(text, "time", environment, true);
        long micros =
                parsed.special() == ParsedDateTime.Special.NOW
                        ? Math.floorMod(
                                Zones.toLocal(
                                        environment.transactionTimestamp(), environment.timeZone()),
                                Calendar.MICROS_PER_DAY)
                        : timeOfDay(parsed, "time", text);
        return Calendar.roundMicros(micros, modifier);
    }

    private static long timeOfDay(ParsedDateTime parsed, String type, String text) {
        // Without a date nobody knows what the offset of a region is.
        boolean isVague =
                !parsed.hasDate() && parsed.zone().filter(zone -> !zone.isFixed()).isPresent();
        if (!parsed.hasTime() || isVague || parsed.special() != ParsedDateTime.Special.NONE) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "invalid input syntax for type " + type + ": \"" + text + "\"");
        }
        return parsed.micros();
    }

    /// Reads a time of day with a zone; without one in the text it has the session's offset.
    public static Value.TimeTz timeTz(String text, int modifier, Environment environment) {
        ParsedDateTime parsed =
                DateTimeParser.parse(text, "time with time zone", environment, true);
        Zone zone = parsed.zone().orElse(environment.timeZone());
        if (parsed.special() == ParsedDateTime.Special.NOW) {
            return timeTzOf(environment.transactionTimestamp(), zone, modifier);
        }
        long micros = timeOfDay(parsed, "time with time zone", text);
        long day =
                parsed.hasDate()
                        ? parsed.days()
                        : Math.floorDiv(
                                Zones.toLocal(environment.transactionTimestamp(), zone),
                                Calendar.MICROS_PER_DAY);
        int offset = zone.offsetAtLocal(day * Calendar.MICROS_PER_DAY + micros);
        return new Value.TimeTz(Calendar.roundMicros(micros, modifier), -offset);
    }

    /// Returns the time of day in a zone of a point in time.
    ///
    /// @param timestamp microseconds since 2000-01-01 00:00 UTC
    public static Value.TimeTz timeTzOf(long timestamp, Zone zone, int modifier) {
        int offset = zone.offsetAt(timestamp);
        long micros =
                Math.floorMod(
                        timestamp + offset * Calendar.MICROS_PER_SECOND, Calendar.MICROS_PER_DAY);
        return new Value.TimeTz(Calendar.roundMicros(micros, modifier), -offset);
    }

    /// Reads `YYYY-MM-DD` at the beginning of a text.
    private static long isoDate(String text) {
        if (text.charAt(4) != '-' || text.charAt(7) != '-') {
            return NOT_PLAIN;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (year < 1 || month < 1 || month > 12 || day < 1) {
            return NOT_PLAIN;
        }
        return day > Calendar.daysInMonth(year, month)
                ? NOT_PLAIN
                : Calendar.days(year, month, day);
    }

    /// Reads `YYYY-MM-DD HH:MM:SS` with up to six digits of a fraction, or the date alone.
    private static long isoTimestamp(String text) {
        int length = text.length();
        if (length != ISO_DATE_LENGTH && (length < ISO_SECONDS_LENGTH || length > 26)) {
            return NOT_PLAIN;
        }
        long days = isoDate(text);
        if (days == NOT_PLAIN || length == ISO_DATE_LENGTH) {
            return days == NOT_PLAIN ? days : days * Calendar.MICROS_PER_DAY;
        }
        if ((text.charAt(10) != ' ' && text.charAt(10) != 'T')
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return NOT_PLAIN;
        }
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, ISO_SECONDS_LENGTH);
        int fraction = 0;
        if (length > ISO_SECONDS_LENGTH) {
            if (text.charAt(ISO_SECONDS_LENGTH) != '.' || length == ISO_SECONDS_LENGTH + 1) {
                return NOT_PLAIN;
            }
            fraction = digits(text, ISO_SECONDS_LENGTH + 1, length);
            if (fraction < 0) {
                return NOT_PLAIN;
            }
            for (int i = length; i < 26; i++) {
                fraction *= 10;
            }
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NOT_PLAIN;
        }
        return days * Calendar.MICROS_PER_DAY
                + hour * Calendar.MICROS_PER_HOUR
                + minute * Calendar.MICROS_PER_MINUTE
                + second * Calendar.MICROS_PER_SECOND
                + fraction;
    }

    private static int digits(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
