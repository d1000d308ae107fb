package dev.reckon.sql.function.template;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.EnumMap;
import java.util.Map;

/// What a text has by a template, field by field; a field that is zero counts as not given. For one
/// thread, for one text.
final class TimeFields {
    /// The fields that hold a number.
    enum Field {
        HOUR,
        AFTERNOON,
        MINUTE,
        SECOND,
        SECOND_OF_DAY,
        MILLISECOND,
        MICROSECOND,
        WEEKDAY,
        DAY,
        DAY_OF_YEAR,
        MONTH,
        YEAR,
        BEFORE_CHRIST,
        WEEK,
        WEEK_OF_MONTH,
        CENTURY,
        JULIAN_DAY,
        ZONE_HOUR,
        ZONE_MINUTE
    }

    /// How a date is counted: the two can't be mixed.
    enum Convention {
        GREGORIAN,
        ISO_WEEK
    }

    private static final int HALF_DAY_HOURS = 12;
    private static final int ZONE_HOUR_MAX = 15;

    private final String text;
    private final Map<Field, Integer> values = new EnumMap<>(Field.class);
    private Map<Convention, Boolean> conventions = Map.of();

    /// How many digits the year's pattern has.
    private int yearDigits;

    /// How many digits of a fraction the template asks for, or 0.
    private int precision;

    /// 1 or -1 when there is an offset from UTC, otherwise 0.
    private int zoneSign;

    private boolean isTwelveHours;

    // The date, and which of it is known.
    private long year;
    private int month = 1;
    private int day = 1;
    private boolean hasYear;
    private boolean hasMonth;
    private boolean hasDay;

    /// @param text is shown in errors
    TimeFields(String text) {
        this.text = text;
    }

    int get(Field field) {
        return values.getOrDefault(field, 0);
    }

    /// Sets a field.
    ///
    /// @param pattern for the error
    /// @throws DatabaseException 22007 when it has another value
    void set(Field field, int value, String pattern) {
        int before = get(field);
        if (before != 0 && before != value) {
            throw new DatabaseException(
                            SqlState.INVALID_DATETIME_FORMAT,
                            "conflicting values for \"" + pattern + "\" field in formatting string")
                    .withDetail(
                            "This value contradicts a previous setting for the same field type.");
        }
        values.put(field, value);
    }

    /// Changes a field that was just set.
    void put(Field field, int value) {
        values.put(field, value);
    }

    void setConvention(Convention convention) {
        if (!conventions.isEmpty() && !conventions.containsKey(convention)) {
            throw new DatabaseException(
                            SqlState.INVALID_DATETIME_FORMAT,
                            "invalid combination of date conventions")
                    .withHint(
                            "Do not mix Gregorian and ISO week date conventions in a formatting"
                                    + " template.");
        }
        conventions = Map.of(convention, true);
    }

    void setTwelveHours() {
        isTwelveHours = true;
    }

    void setYearDigits(int digits) {
        yearDigits = digits;
    }

    void setPrecision(int digits) {
        precision = digits;
    }

    int precision() {
        return precision;
    }

    void setZoneSign(int sign) {
        zoneSign = sign;
    }

    boolean hasZone() {
        return zoneSign != 0;
    }

    /// Returns the offset from UTC in seconds, east positive.
    ///
    /// @throws DatabaseException 22009
    int zoneSeconds() {
        int hour = get(Field.ZONE_HOUR);
        int minute = get(Field.ZONE_MINUTE);
        if (hour < 0 || hour > ZONE_HOUR_MAX || minute < 0 || minute > 59) {
            throw new DatabaseException(
                    SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
                    "time zone displacement out of range: \"" + text + "\"");
        }
        return zoneSign * (hour * 60 + minute) * 60;
    }

    /// A date and a time of day.
    ///
    /// @param days since 2000-01-01
    /// @param micros since midnight
    record Moment(long days, long micros) {}

    /// Returns what the fields say together.
    ///
    /// @throws DatabaseException 22007, 22008, 22009
    Moment moment() {
        int hour = hour();
        long days = days();
        long micros = time(hour);
        if (hasZone()) {
            zoneSeconds();
        }
        return new Moment(days, micros);
    }

    private int hour() {
        int hour = either(get(Field.HOUR), get(Field.SECOND_OF_DAY) / 3600);
        if (!isTwelveHours) {
            return hour;
        }
        if (hour < 1 || hour > HALF_DAY_HOURS) {
            throw new DatabaseException(
                            SqlState.INVALID_DATETIME_FORMAT,
                            "hour \"" + hour + "\" is invalid for the 12-hour clock")
                    .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
        }
        return hour % HALF_DAY_HOURS + (get(Field.AFTERNOON) != 0 ? HALF_DAY_HOURS : 0);
    }

    private long time(int hour) {
        int ofDay = get(Field.SECOND_OF_DAY);
        int minute = either(get(Field.MINUTE), ofDay / 60 % 60);
        int second = either(get(Field.SECOND), ofDay % 60);
        long micros = get(Field.MILLISECOND) * 1000L + get(Field.MICROSECOND);
        boolean isWrong =
                hour < 0
                        || hour > 23
                        || minute < 0
                        || minute > 59
                        || second < 0
                        || second > 59
                        || micros < 0
                        || micros >= Calendar.MICROS_PER_SECOND;
        if (isWrong) {
            throw overflow();
        }
        return hour * Calendar.MICROS_PER_HOUR
                + minute * Calendar.MICROS_PER_MINUTE
                + second * Calendar.MICROS_PER_SECOND
                + micros;
    }

    private static int either(int given, int otherwise) {
        return given != 0 ? given : otherwise;
    }

    private long days() {
        setYear();
        if (get(Field.JULIAN_DAY) != 0) {
            setDate(get(Field.JULIAN_DAY) - Calendar.JULIAN_EPOCH);
        }
        boolean isIsoWeek = conventions.containsKey(Convention.ISO_WEEK);
        int dayOfYear = get(Field.DAY_OF_YEAR);
        if (get(Field.WEEK) != 0) {
            if (isIsoWeek) {
                setIsoWeek();
            } else {
                dayOfYear = (get(Field.WEEK) - 1) * 7 + 1;
            }
        }
        int dayOfMonth =
                get(Field.WEEK_OF_MONTH) != 0
                        ? (get(Field.WEEK_OF_MONTH) - 1) * 7 + 1
                        : get(Field.DAY);
        if (dayOfMonth != 0) {
            day = dayOfMonth;
            hasDay = true;
        }
        if (get(Field.MONTH) != 0) {
            month = get(Field.MONTH);
            hasMonth = true;
        }
        if (dayOfYear != 0 && (month <= 1 || day <= 1)) {
            setDayOfYear(dayOfYear, isIsoWeek);
        }
        boolean isWrong =
                (hasMonth && (month < 1 || month > 12))
                        || (hasDay && (day < 1 || day > 31))
                        || (hasYear
                                && hasMonth
                                && hasDay
                                && day > Calendar.daysInMonth(year, month));
        if (isWrong) {
            throw overflow();
        }
        return Calendar.days(year, month, 1) + day - 1;
    }

    private void setYear() {
        int given = get(Field.YEAR);
        boolean isBefore = get(Field.BEFORE_CHRIST) != 0;
        int century = isBefore ? -get(Field.CENTURY) : get(Field.CENTURY);
        if (given != 0 && century != 0 && yearDigits <= 2) {
            int inCentury = given % 100;
            if (inCentury == 0) {
                year = century * 100L + (century >= 0 ? 0 : 1);
            } else {
                year =
                        century >= 0
                                ? inCentury + (century - 1) * 100L
                                : (century + 1) * 100L - inCentury + 1;
            }
        } else if (given != 0) {
            year = isBefore ? -given : given;
            // There is no year 0: 1 BC is before 1 AD.
            year += year < 0 ? 1 : 0;
        } else if (century != 0) {
            year = (century >= 0 ? century - 1 : century) * 100L + 1;
        }
        hasYear = given != 0 || century != 0;
    }

    private void setDate(long days) {
        long civil = Calendar.civil(days);
        year = Calendar.year(civil);
        month = Calendar.month(civil);
        day = Calendar.day(civil);
        hasYear = true;
        hasMonth = true;
        hasDay = true;
    }

    /// Weekdays count from Sunday, 1, but a week begins on Monday.
    private void setIsoWeek() {
        int weekday = get(Field.WEEKDAY);
        long monday = Calendar.isoYearStart(year) + (get(Field.WEEK) - 1) * 7L;
        setDate(weekday == 0 ? monday : weekday > 1 ? monday + weekday - 2 : monday + 6);
    }

    private void setDayOfYear(int dayOfYear, boolean isIsoWeek) {
        if (year == 0 && get(Field.BEFORE_CHRIST) == 0) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "cannot calculate day of year without year information");
        }
        if (isIsoWeek) {
            setDate(Calendar.isoYearStart(year) + dayOfYear - 1);
            return;
        }
        int before = 0;
        int found = 1;
        while (found <= 12 && dayOfYear > before + Calendar.daysInMonth(year, found)) {
            before += Calendar.daysInMonth(year, found);
            found++;
        }
        if (month <= 1) {
            month = found;
        }
        if (day <= 1) {
            day = dayOfYear - before;
        }
        hasMonth = true;
        hasDay = true;
    }

    private DatabaseException overflow() {
        return new DatabaseException(
                SqlState.DATETIME_FIELD_OVERFLOW,
                "date/time field value out of range: \"" + text + "\"");
    }
}
