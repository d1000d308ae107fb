package dev.reckon.sql.function.datetime;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.function.number.Decimals;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The fields of extract, date_part and date_trunc.
enum TimeField {
    MICROSECONDS(
            "microseconds",
            "microsecond",
            "microsecon",
            "usec",
            "usecs",
            "us",
            "usecond",
            "useconds"),
    MILLISECONDS(
            "milliseconds",
            "millisecond",
            "millisecon",
            "msec",
            "msecs",
            "ms",
            "msecond",
            "mseconds"),
    SECOND("second", "seconds", "sec", "secs", "s"),
    MINUTE("minute", "minutes", "min", "mins", "m"),
    HOUR("hour", "hours", "hr", "hrs", "h"),
    DAY("day", "days", "d"),
    WEEK("week", "weeks", "w"),
    MONTH("month", "months", "mon", "mons"),
    QUARTER("quarter", "qtr"),
    YEAR("year", "years", "yr", "yrs", "y"),
    DECADE("decade", "decades", "dec", "decs"),
    CENTURY("century", "centuries", "c", "cent"),
    MILLENNIUM("millennium", "millennia", "mil", "mils"),
    DOW("dow"),
    ISODOW("isodow"),
    DOY("doy"),
    ISOYEAR("isoyear"),
    JULIAN("julian", "jd", "j"),
    EPOCH("epoch"),
    TIMEZONE("timezone"),
    TIMEZONE_HOUR("timezone_hour", "timezone_h"),
    TIMEZONE_MINUTE("timezone_minute", "timezone_m");

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> names;

    TimeField(String... names) {
        this.names = List.of(names);
    }

    /// Finds a field by name.
    ///
    /// @throws DatabaseException 22023
    static TimeField of(String name, DataType type) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (TimeField field : values()) {
            if (field.names.contains(lower)) {
                return field;
            }
        }
        throw notRecognized(name, type);
    }

    private static DatabaseException notRecognized(String name, DataType type) {
        return new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE,
                "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized for type " + type);
    }

    private static DatabaseException notSupported(String name, DataType type) {
        return new DatabaseException(
                SqlState.FEATURE_NOT_SUPPORTED,
                "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not supported for type " + type);
    }

    /// Returns a field of a local time, NULL when it is infinite and the field cycles.
    ///
    /// @param local microseconds since 2000-01-01 00:00 local time
    /// @param zone the zone and the point in time, for a timestamp with zone
    static Value extract(
            String name, long local, DataType type, Optional<Zone> zone, long timestamp) {
        TimeField field = of(name, type);
        if (type.equals(DataType.DATE)) {
            switch (field) {
                case MICROSECONDS,
                        MILLISECONDS,
                        SECOND,
                        MINUTE,
                        HOUR,
                        TIMEZONE,
                        TIMEZONE_HOUR,
                        TIMEZONE_MINUTE ->
                        throw notSupported(name, type);
                default -> {}
            }
        }
        if (!Calendar.isFinite(local)) {
            return infinite(field, local > 0);
        }
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY);
        long micros = local - days * Calendar.MICROS_PER_DAY;
        return switch (field) {
            case MICROSECONDS -> whole(micros % Calendar.MICROS_PER_MINUTE);
            case MILLISECONDS -> scaled(micros % Calendar.MICROS_PER_MINUTE, 3);
            case SECOND -> scaled(micros % Calendar.MICROS_PER_MINUTE, 6);
            case MINUTE -> whole(micros / Calendar.MICROS_PER_MINUTE % 60);
            case HOUR -> whole(micros / Calendar.MICROS_PER_HOUR);
            case JULIAN -> julian(days + Calendar.JULIAN_EPOCH, micros, type);
            case EPOCH -> {
                long base = type.equals(DataType.TIMESTAMPTZ) ? timestamp : local;
                long seconds = Calendar.UNIX_EPOCH_SECONDS;
                yield type.equals(DataType.DATE)
                        ? whole(days * 86_400L + seconds)
                        : scaled(base + seconds * Calendar.MICROS_PER_SECOND, 6, base);
            }
            case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> {
                if (zone.isEmpty()) {
                    throw notSupported(name, type);
                }
                int offset = zone.get().offsetAt(timestamp);
                yield whole(
                        field == TIMEZONE
                                ? offset
                                : field == TIMEZONE_HOUR ? offset / 3600 : offset / 60 % 60);
            }
            default -> whole(dateField(field, days));
        };
    }

    private static Value julian(long day, long micros, DataType type) {
        if (type.equals(DataType.DATE)) {
            return whole(day);
        }
        return Decimals.add(
                new Value.Numeric(BigDecimal.valueOf(day)),
                Decimals.divide(
                        new Value.Numeric(BigDecimal.valueOf(micros)),
                        new Value.Numeric(BigDecimal.valueOf(Calendar.MICROS_PER_DAY))));
    }

    /// Returns whether the field of a finite date or timestamp without zone follows from its day,
    /// as a whole number: then [#dateField] computes it.
    boolean isOfDays() {
        return switch (this) {
            case DAY,
                    WEEK,
                    MONTH,
                    QUARTER,
                    YEAR,
                    DECADE,
                    CENTURY,
                    MILLENNIUM,
                    DOW,
                    ISODOW,
                    DOY,
                    ISOYEAR ->
                    true;
            case MICROSECONDS,
                    MILLISECONDS,
                    SECOND,
                    MINUTE,
                    HOUR,
                    JULIAN,
                    EPOCH,
                    TIMEZONE,
                    TIMEZONE_HOUR,
                    TIMEZONE_MINUTE ->
                    false;
        };
    }

    /// Computes a field that [#isOfDays].
    ///
    /// @param days since 2000-01-01
    static long dateField(TimeField field, long days) {
        long civil = Calendar.civil(days);
        int year = Calendar.year(civil);
        return switch (field) {
            case DAY -> Calendar.day(civil);
            case WEEK -> Calendar.isoWeek(days);
            case MONTH -> Calendar.month(civil);
            case QUARTER -> (Calendar.month(civil) - 1) / 3 + 1;
            case YEAR -> year > 0 ? year : year - 1;
            case DECADE -> Math.floorDiv(year, 10);
            case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
            case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
            case DOW -> Calendar.dayOfWeek(days);
            case ISODOW -> Calendar.dayOfWeek(days) == 0 ? 7 : Calendar.dayOfWeek(days);
            case DOY -> Calendar.dayOfYear(days);
            case ISOYEAR -> {
                int isoYear = Calendar.isoYear(days);
                yield isoYear > 0 ? isoYear : isoYear - 1;
            }
            default -> throw new IllegalArgumentException(field.toString());
        };
    }

    private static Value infinite(TimeField field, boolean positive) {
        return switch (field) {
            case YEAR, DECADE, CENTURY, MILLENNIUM, ISOYEAR, JULIAN, EPOCH ->
                    positive
                            ? Value.SpecialNumeric.POSITIVE_INFINITY
                            : Value.SpecialNumeric.NEGATIVE_INFINITY;
            default -> Value.Null.NULL;
        };
    }

    private static Value whole(long number) {
        return new Value.Numeric(BigDecimal.valueOf(number));
    }

    private static Value scaled(long unscaled, int scale) {
        return new Value.Numeric(BigDecimal.valueOf(unscaled, scale));
    }

    /// Guards an epoch that leaves 64 bits.
    private static Value scaled(long sum, int scale, long base) {
        return base > 0 && sum < 0
                ? new Value.Numeric(
                        BigDecimal.valueOf(base, scale)
                                .add(BigDecimal.valueOf(Calendar.UNIX_EPOCH_SECONDS)))
                : scaled(sum, scale);
    }

    /// Returns a field of an interval.
    static Value extract(String name, Value.Interval interval) {
        TimeField field = of(name, DataType.INTERVAL);
        long micros = interval.micros();
        int years = interval.months() / 12;
        int months = interval.months() % 12;
        return switch (field) {
            case MICROSECONDS -> whole(micros % Calendar.MICROS_PER_MINUTE);
            case MILLISECONDS -> scaled(micros % Calendar.MICROS_PER_MINUTE, 3);
            case SECOND -> scaled(micros % Calendar.MICROS_PER_MINUTE, 6);
            case MINUTE -> whole(micros / Calendar.MICROS_PER_MINUTE % 60);
            case HOUR -> whole(micros / Calendar.MICROS_PER_HOUR);
            case DAY -> whole(interval.days());
            case MONTH -> whole(months);
            case QUARTER -> whole(months / 3 + 1);
            case YEAR -> whole(years);
            case DECADE -> whole(years / 10);
            case CENTURY -> whole(years / 100);
            case MILLENNIUM -> whole(years / 1000);
            case EPOCH ->
                    new Value.Numeric(
                            BigDecimal.valueOf(
                                            years * 1461L * 86_400 / 4
                                                    + months * 30L * 86_400
                                                    + interval.days() * 86_400L)
                                    .add(BigDecimal.valueOf(micros, 6)));
            default -> throw notSupported(name, DataType.INTERVAL);
        };
    }

    /// Returns a field of a time of day.
    ///
    /// @param zone seconds west of UTC, for a time with zone
    static Value extract(String name, long micros, Optional<Integer> zone) {
        DataType type = zone.isPresent() ? DataType.TIMETZ : DataType.TIME;
        TimeField field = of(name, type);
        return switch (field) {
            case MICROSECONDS -> whole(micros % Calendar.MICROS_PER_MINUTE);
            case MILLISECONDS -> scaled(micros % Calendar.MICROS_PER_MINUTE, 3);
            case SECOND -> scaled(micros % Calendar.MICROS_PER_MINUTE, 6);
            case MINUTE -> whole(micros / Calendar.MICROS_PER_MINUTE % 60);
            case HOUR -> whole(micros / Calendar.MICROS_PER_HOUR);
            case EPOCH -> scaled(micros + zone.orElse(0) * Calendar.MICROS_PER_SECOND, 6);
            case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> {
                int offset = -zone.orElseThrow(() -> notSupported(name, type));
                yield whole(
                        field == TIMEZONE
                                ? offset
                                : field == TIMEZONE_HOUR ? offset / 3600 : offset / 60 % 60);
            }
            default -> throw notSupported(name, type);
        };
    }

    /// Cuts a local time down to a field.
    static long truncate(String name, long local, DataType type) {
        if (!Calendar.isFinite(local)) {
            return local;
        }
        TimeField field = of(name, type);
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY);
        long civil = Calendar.civil(days);
        int year = Calendar.year(civil);
        long start =
                switch (field) {
                    case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> Long.MIN_VALUE;
                    case DAY -> days;
                    case WEEK -> days - Math.floorMod(Calendar.dayOfWeek(days) - 1L, 7L);
                    case MONTH -> Calendar.days(year, Calendar.month(civil), 1);
                    case QUARTER -> Calendar.days(year, (Calendar.month(civil) - 1) / 3 * 3 + 1, 1);
                    case YEAR -> Calendar.days(year, 1, 1);
                    case DECADE -> Calendar.days(Math.floorDiv(year, 10) * 10L, 1, 1);
                    case CENTURY ->
                            Calendar.days(
                                    year > 0
                                            ? (year + 99) / 100 * 100L - 99
                                            : -((99 - (year - 1)) / 100 * 100L) + 1,
                                    1,
                                    1);
                    case MILLENNIUM ->
                            Calendar.days(
                                    year > 0
                                            ? (year + 999) / 1000 * 1000L - 999
                                            : -((999 - (year - 1)) / 1000 * 1000L) + 1,
                                    1,
                                    1);
                    case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw notSupported(name, type);
                    default -> throw notRecognized(name, type);
                };
        return start == Long.MIN_VALUE
                ? local - Math.floorMod(local, unitMicros(field))
                : start * Calendar.MICROS_PER_DAY;
    }

    private static long unitMicros(TimeField field) {
        return switch (field) {
            case MILLISECONDS -> 1000;
            case SECOND -> Calendar.MICROS_PER_SECOND;
            case MINUTE -> Calendar.MICROS_PER_MINUTE;
            case HOUR -> Calendar.MICROS_PER_HOUR;
            default -> 1;
        };
    }

    /// Cuts an interval down to a field.
    static Value truncate(String name, Value.Interval interval) {
        TimeField field = of(name, DataType.INTERVAL);
        int months = interval.months();
        return switch (field) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR ->
                    new Value.Interval(
                            months,
                            interval.days(),
                            interval.micros() / unitMicros(field) * unitMicros(field));
            case DAY -> new Value.Interval(months, interval.days(), 0);
            case MONTH -> new Value.Interval(months, 0, 0);
            case QUARTER -> new Value.Interval(months / 12 * 12 + months % 12 / 3 * 3, 0, 0);
            case YEAR -> new Value.Interval(months / 12 * 12, 0, 0);
            case DECADE -> new Value.Interval(months / 120 * 120, 0, 0);
            case CENTURY -> new Value.Interval(months / 1200 * 1200, 0, 0);
            case MILLENNIUM -> new Value.Interval(months / 12_000 * 12_000, 0, 0);
            case WEEK, TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
                    throw notSupported(name, DataType.INTERVAL);
            default -> throw notRecognized(name, DataType.INTERVAL);
        };
    }
}
