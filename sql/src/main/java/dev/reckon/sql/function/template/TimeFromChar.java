package dev.reckon.sql.function.template;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.FixedZone;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.function.template.TimePattern.Piece;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;

/// to_date and to_timestamp: makes a date or a time of what [TimeTextReader] reads.
final class TimeFromChar {
    private TimeFromChar() {}

    /// Returns a date: days since 2000-01-01.
    ///
    /// @throws DatabaseException 0A000, 22007, 22008
    static long date(String text, String template) {
        return Calendar.checkDate(read(text, template).moment().days());
    }

    /// Returns a timestamp with zone, by default in the session's.
    ///
    /// @throws DatabaseException 0A000, 22007, 22008
    static long timestamp(String text, String template, Zone session) {
        TimeFields fields = read(text, template);
        TimeFields.Moment moment = fields.moment();
        if (moment.days() < Calendar.DATE_MIN
                || moment.days() > Calendar.TIMESTAMP_END / Calendar.MICROS_PER_DAY) {
            throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
        }
        long local = moment.days() * Calendar.MICROS_PER_DAY + moment.micros();
        Zone zone = fields.hasZone() ? new FixedZone(fields.zoneSeconds(), "") : session;
        return Calendar.roundMicros(
                Zones.toUtc(Calendar.checkTimestamp(local), zone), precision(fields));
    }

    private static TimeFields read(String text, String template) {
        return new TimeTextReader(text, TimePattern.parse(template), false).read();
    }

    /// Returns the modifier that rounds to the digits that the template has, or -1.
    private static int precision(TimeFields fields) {
        return fields.precision() == 0 ? -1 : fields.precision();
    }

    /// What a text has by a template of the SQL standard.
    ///
    /// @param dated whether the template has a date
    /// @param timed whether it has a time of day
    /// @param zoned whether it has an offset from UTC
    /// @param days since 2000-01-01
    /// @param micros since midnight
    /// @param zoneSeconds east of UTC
    record Moment(
            boolean dated, boolean timed, boolean zoned, long days, long micros, int zoneSeconds) {}

    /// Reads a text that must fit a template to the last character.
    ///
    /// @throws DatabaseException 22007, 22008, 0A000
    static Moment moment(String text, String template) {
        List<Piece> pieces = TimePattern.parse(template);
        boolean dated = false;
        boolean timed = false;
        boolean zoned = false;
        for (Piece piece : Cancellation.each(pieces)) {
            switch (piece.pattern()) {
                case "" -> {}
                case "TZH", "TZM" -> zoned = true;
                case "TZ", "OF" -> {}
                default -> {
                    if (isTimeOfDay(piece.pattern())) {
                        timed = true;
                    } else {
                        dated = true;
                    }
                }
            }
        }
        if (!dated && !timed) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    zoned
                            ? "datetime format is zoned but not timed"
                            : "datetime format is not dated and not timed");
        }
        if (zoned && !timed) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT, "datetime format is zoned but not timed");
        }
        TimeFields fields = new TimeTextReader(text, pieces, true).read();
        if (zoned && !fields.hasZone()) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "missing time zone in input string for type "
                            + (dated ? "timestamptz" : "timetz"));
        }
        TimeFields.Moment moment = fields.moment();
        return new Moment(
                dated,
                timed,
                zoned,
                dated ? Calendar.checkDate(moment.days()) : 0,
                Calendar.roundMicros(moment.micros(), precision(fields)),
                fields.hasZone() ? fields.zoneSeconds() : 0);
    }

    private static boolean isTimeOfDay(String pattern) {
        return switch (pattern) {
            case "A.M.",
                    "P.M.",
                    "AM",
                    "PM",
                    "HH",
                    "HH12",
                    "HH24",
                    "MI",
                    "SS",
                    "SSSS",
                    "SSSSS",
                    "MS",
                    "US" ->
                    true;
            default -> pattern.startsWith("FF");
        };
    }

    /// Checks that a template has no other text than separators and what is quoted.
    ///
    /// @throws DatabaseException 22007
    static void requireStandard(String template) {
        for (Piece piece : Cancellation.each(TimePattern.parse(template))) {
            if (piece.pattern().isEmpty()) {
                requireSeparator(piece);
            }
        }
    }

    private static void requireSeparator(Piece piece) {
        if (!piece.quoted() && !"-./,':; ".contains(piece.literal())) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "invalid datetime format separator: \"" + piece.literal() + "\"");
        }
    }
}
