package dev.reckon.sql.format.calendar;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// The proleptic Gregorian calendar in PostgreSQL's terms: days and microseconds since 2000-01-01;
/// year 0 is 1 BC.
public final class Calendar {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    public static final long INFINITY = Long.MAX_VALUE;
    public static final long MINUS_INFINITY = Long.MIN_VALUE;
    public static final int DATE_INFINITY = Integer.MAX_VALUE;
    public static final int DATE_MINUS_INFINITY = Integer.MIN_VALUE;

    /// The Julian day of 2000-01-01.
    public static final int JULIAN_EPOCH = 2_451_545;

    /// Days from 1970-01-01 to 2000-01-01.
    public static final int UNIX_EPOCH_DAYS = 10_957;

    /// Seconds from 1970-01-01 to 2000-01-01.
    public static final long UNIX_EPOCH_SECONDS = UNIX_EPOCH_DAYS * 86_400L;

    /// The first date, 4714-11-24 BC.
    public static final int DATE_MIN = -JULIAN_EPOCH;

    /// One past the last date, 5874898-01-01.
    public static final int DATE_END = 2_147_483_494 - JULIAN_EPOCH;

    /// The first timestamp, 4714-11-24 00:00 BC.
    public static final long TIMESTAMP_MIN = DATE_MIN * MICROS_PER_DAY;

    /// One past the last timestamp, 294277-01-01 00:00.
    public static final long TIMESTAMP_END = 9_223_371_331_200_000_000L;

    private static final int FRACTION_DIGITS = 6;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;

    /// Days from 0000-03-01 to 2000-01-01.
    private static final int EPOCH_SHIFT = 730_425;

    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Calendar() {}

    /// Returns the days since 2000-01-01 of a date, which must exist; year 0 is 1 BC.
    ///
    /// Counts 400-year eras from March, so that leap days end their years.
    public static long days(long year, int month, int day) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, YEARS_PER_ERA);
        long yearOfEra = shifted - era * YEARS_PER_ERA;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
    }

    /// Returns the date of a number of days since 2000-01-01 as `year << 9 | month << 5 | day`.
    public static long civil(long days) {
        long shifted = days + EPOCH_SHIFT;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        long dayOfEra = shifted - era * DAYS_PER_ERA;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        long month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * YEARS_PER_ERA + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    /// Returns the year of a [#civil] date.
    public static int year(long civil) {
        return (int) (civil >> 9);
    }

    /// Returns the month, 1 to 12, of a [#civil] date.
    public static int month(long civil) {
        return (int) (civil >> 5 & 15);
    }

    /// Returns the day of the month of a [#civil] date.
    public static int day(long civil) {
        return (int) (civil & 31);
    }

    public static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /// Returns how many days a month has.
    ///
    /// @param month 1 to 12
    public static int daysInMonth(long year, int month) {
        return month == 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1];
    }

    /// Returns the day of the week, 0 for Sunday.
    public static int dayOfWeek(long days) {
        return (int) Math.floorMod(days + 6, 7L);
    }

    /// Returns the day of the year, from 1.
    public static int dayOfYear(long days) {
        return (int) (days - days(year(civil(days)), 1, 1) + 1);
    }

    /// Returns the Monday on which a year of ISO weeks begins, in days since 2000-01-01.
    public static long isoYearStart(long year) {
        long fourth = days(year, 1, 4);
        return fourth - Math.floorMod((long) dayOfWeek(fourth) - 1, 7L);
    }

    /// Returns the year that a day's ISO week belongs to.
    public static int isoYear(long days) {
        int year = year(civil(days));
        if (days < isoYearStart(year)) {
            return year - 1;
        }
        return days >= isoYearStart(year + 1L) ? year + 1 : year;
    }

    /// Returns a day's ISO week, from 1.
    public static int isoWeek(long days) {
        return (int) ((days - isoYearStart(isoYear(days))) / 7 + 1);
    }

    public static boolean isFinite(long timestamp) {
        return timestamp != INFINITY && timestamp != MINUS_INFINITY;
    }

    public static boolean isFiniteDate(long date) {
        return date != DATE_INFINITY && date != DATE_MINUS_INFINITY;
    }

    /// Returns a timestamp if it is within PostgreSQL's range.
    ///
    /// @throws DatabaseException 22008
    public static long checkTimestamp(long micros) {
        if (micros < TIMESTAMP_MIN || micros >= TIMESTAMP_END) {
            throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
        }
        return micros;
    }

    /// Returns a date if it is within PostgreSQL's range.
    ///
    /// @throws DatabaseException 22008
    public static long checkDate(long days) {
        if (days < DATE_MIN || days >= DATE_END) {
            throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
        }
        return days;
    }

    /// Adds months and keeps the day, or takes the month's last.
    ///
    /// @param days since 2000-01-01
    public static long addMonths(long days, long months) {
        long civil = civil(days);
        long total = year(civil) * 12L + month(civil) - 1 + months;
        long year = Math.floorDiv(total, 12L);
        int month = (int) Math.floorMod(total, 12L) + 1;
        return days(year, month, Math.min(day(civil), daysInMonth(year, month)));
    }

    /// Rounds microseconds to `digits` digits after the point of a second, half away from zero;
    /// infinities stay, and so does everything when `digits` is negative or 6 and more.
    public static long roundMicros(long micros, int digits) {
        if (digits < 0 || digits >= FRACTION_DIGITS || !isFinite(micros)) {
            return micros;
        }
        long unit = 1;
        for (int i = digits; i < FRACTION_DIGITS; i++) {
            unit *= 10;
        }
        return micros >= 0
                ? (micros + unit / 2) / unit * unit
                : -((-micros + unit / 2) / unit * unit);
    }
}
