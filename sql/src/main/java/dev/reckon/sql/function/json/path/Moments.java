package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.format.datetime.DateTimeInput;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Dates and times in a path: read in ISO forms, compared, written.
final class Moments {
    private static final int NO_MODIFIER = -1;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final long NANOS_PER_MICRO = 1000;

    private static final String DATE = "(\\d{1,4}-\\d{1,2}-\\d{1,2})";
    private static final String TIME = "(\\d{1,2}:\\d{1,2}:\\d{1,2}(?:\\.\\d{1,6})?)";
    private static final String ZONE = "(?: *([+-]\\d{1,2})(?::(\\d{1,2}))?)?";
    private static final Pattern ISO =
            Pattern.compile(
                    " *(?:" + DATE + "(?:(?: +|T)" + TIME + ZONE + ")?|" + TIME + ZONE + ")");

    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final DateTimeFormatter TIMESTAMP =
            new java.time.format.DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
                    .toFormatter(java.util.Locale.ROOT);

    private Moments() {}

    static String typeName(DataType type) {
        return switch (type.name()) {
            case "time" -> "time without time zone";
            case "timetz" -> "time with time zone";
            case "timestamp" -> "timestamp without time zone";
            case "timestamptz" -> "timestamp with time zone";
            default -> type.name();
        };
    }

    /// Reads one of the ISO forms; empty when the text has none.
    ///
    /// @throws DatabaseException 22007, 22008 when a field is out of range
    static Optional<PathItem.Moment> read(String text, Environment environment) {
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean dated = matcher.group(1) != null;
        boolean timed = matcher.group(dated ? 2 : 5) != null;
        if (!timed) {
            return Optional.of(
                    new PathItem.Moment(
                            DataType.DATE,
                            new Value.Int(DateTimeInput.date(matcher.group(1), environment)),
                            0));
        }
        OptionalInt zone = zone(matcher, dated ? 3 : 6);
        if (!dated) {
            long micros = DateTimeInput.time(matcher.group(5), NO_MODIFIER, environment);
            return Optional.of(
                    zone.isEmpty()
                            ? new PathItem.Moment(DataType.TIME, new Value.Int(micros), 0)
                            : new PathItem.Moment(
                                    DataType.TIMETZ,
                                    new Value.TimeTz(micros, -zone.getAsInt()),
                                    0));
        }
        long local =
                DateTimeInput.timestamp(
                        matcher.group(1) + " " + matcher.group(2), NO_MODIFIER, environment);
        return Optional.of(
                zone.isEmpty()
                        ? new PathItem.Moment(DataType.TIMESTAMP, new Value.Int(local), 0)
                        : new PathItem.Moment(
                                DataType.TIMESTAMPTZ,
                                new Value.Int(local - zone.getAsInt() * Calendar.MICROS_PER_SECOND),
                                zone.getAsInt()));
    }

    private static OptionalInt zone(Matcher matcher, int group) {
        String hours = matcher.group(group);
        if (hours == null) {
            return OptionalInt.empty();
        }
        String minutes = matcher.group(group + 1);
        int seconds =
                Math.abs(Integer.parseInt(hours)) * SECONDS_PER_HOUR
                        + (minutes == null ? 0 : Integer.parseInt(minutes) * SECONDS_PER_MINUTE);
        return OptionalInt.of(hours.startsWith("-") ? -seconds : seconds);
    }

    /// Compares; empty when one is a date and the other a time of day.
    ///
    /// @param zoned whether the session's zone may be used
    /// @throws DatabaseException 0A000 when it would have to be
    static OptionalInt compare(
            PathItem.Moment left, PathItem.Moment right, boolean zoned, Environment environment) {
        if (isTimeOfDay(left) != isTimeOfDay(right)) {
            return OptionalInt.empty();
        }
        boolean mixed = hasZone(left) != hasZone(right);
        if (mixed && !zoned) {
            PathItem.Moment plain = hasZone(left) ? right : left;
            PathItem.Moment other = hasZone(left) ? left : right;
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot convert value from "
                                    + plain.type().name()
                                    + " to "
                                    + other.type().name()
                                    + " without time zone usage")
                    .withHint("Use *_tz() function for time zone support.");
        }
        if (isTimeOfDay(left)) {
            if (!mixed && !hasZone(left)) {
                return OptionalInt.of(Long.compare(number(left), number(right)));
            }
            Value.TimeTz leftTime = timeTz(left, environment);
            Value.TimeTz rightTime = timeTz(right, environment);
            int order = Long.compare(utc(leftTime), utc(rightTime));
            return OptionalInt.of(
                    order != 0
                            ? order
                            : Integer.compare(
                                    leftTime.zoneOffsetSeconds(), rightTime.zoneOffsetSeconds()));
        }
        return OptionalInt.of(
                Long.compare(
                        timestamp(left, mixed, environment), timestamp(right, mixed, environment)));
    }

    private static boolean isTimeOfDay(PathItem.Moment moment) {
        return moment.type().equals(DataType.TIME) || moment.type().equals(DataType.TIMETZ);
    }

    private static boolean hasZone(PathItem.Moment moment) {
        return moment.type().equals(DataType.TIMETZ) || moment.type().equals(DataType.TIMESTAMPTZ);
    }

    private static long number(PathItem.Moment moment) {
        return moment.value() instanceof Value.Int(long number) ? number : 0;
    }

    private static Value.TimeTz timeTz(PathItem.Moment moment, Environment environment) {
        return moment.value() instanceof Value.TimeTz time
                ? time
                : new Value.TimeTz(
                        number(moment),
                        -environment.timeZone().offsetAt(environment.transactionTimestamp()));
    }

    private static long utc(Value.TimeTz time) {
        return time.micros() + time.zoneOffsetSeconds() * Calendar.MICROS_PER_SECOND;
    }

    private static long timestamp(PathItem.Moment moment, boolean toUtc, Environment environment) {
        long micros =
                moment.type().equals(DataType.DATE)
                        ? number(moment) * Calendar.MICROS_PER_DAY
                        : number(moment);
        return toUtc && !hasZone(moment) ? Zones.toUtc(micros, environment.timeZone()) : micros;
    }

    /// Returns the ISO form that JSON has.
    static String text(PathItem.Moment moment) {
        long number = number(moment);
        return switch (moment.type().name()) {
            case "date" -> EPOCH.plusDays(number).toLocalDate().toString();
            case "time" -> time(number);
            case "timetz" -> {
                var time = (Value.TimeTz) moment.value();
                yield time(time.micros()) + offset(-time.zoneOffsetSeconds());
            }
            case "timestamp" -> timestamp(number);
            default ->
                    timestamp(number + moment.zoneSeconds() * Calendar.MICROS_PER_SECOND)
                            + offset(moment.zoneSeconds());
        };
    }

    private static String timestamp(long micros) {
        return TIMESTAMP.format(
                EPOCH.plusSeconds(Math.floorDiv(micros, Calendar.MICROS_PER_SECOND))
                        .plusNanos(
                                Math.floorMod(micros, Calendar.MICROS_PER_SECOND)
                                        * NANOS_PER_MICRO));
    }

    private static String time(long micros) {
        return micros == Calendar.MICROS_PER_DAY
                ? "24:00:00"
                : timestamp(micros).substring("2000-01-01T".length());
    }

    private static String offset(int seconds) {
        return seconds == 0 ? "+00:00" : ZoneOffset.ofTotalSeconds(seconds).getId();
    }
}
