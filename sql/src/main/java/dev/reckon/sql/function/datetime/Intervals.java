package dev.reckon.sql.function.datetime;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;

/// Arithmetic with intervals.
public final class Intervals {
    private static final int DAYS_PER_MONTH = 30;
    private static final int MONTHS_PER_YEAR = 12;

    private Intervals() {}

    static DatabaseException outOfRange() {
        return new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }

    /// Returns the sum.
    public static Value.Interval add(Value.Interval left, Value.Interval right) {
        try {
            return new Value.Interval(
                    Math.addExact(left.months(), right.months()),
                    Math.addExact(left.days(), right.days()),
                    Math.addExact(left.micros(), right.micros()));
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    /// Returns the difference.
    public static Value.Interval subtract(Value.Interval left, Value.Interval right) {
        try {
            return new Value.Interval(
                    Math.subtractExact(left.months(), right.months()),
                    Math.subtractExact(left.days(), right.days()),
                    Math.subtractExact(left.micros(), right.micros()));
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    static Value.Interval negate(Value.Interval value) {
        return subtract(new Value.Interval(0, 0, 0), value);
    }

    /// Multiplies by a number; fractions of months go to days of 30, fractions of days to time.
    public static Value.Interval multiply(Value.Interval value, double factor) {
        double months = value.months() * factor;
        double days = value.days() * factor;
        return scaled(value.micros() * factor, months, days);
    }

    /// Divides by a number.
    ///
    /// @throws DatabaseException 22012
    public static Value.Interval divide(Value.Interval value, double divisor) {
        if (divisor == 0) {
            throw new DatabaseException(SqlState.DIVISION_BY_ZERO, "division by zero");
        }
        return scaled(value.micros() / divisor, value.months() / divisor, value.days() / divisor);
    }

    private static Value.Interval scaled(double micros, double months, double days) {
        int wholeMonths = fit(months);
        int wholeDays = fit(days);
        double monthRest = roundSixth((months - wholeMonths) * DAYS_PER_MONTH);
        int monthDays = (int) monthRest;
        double seconds = roundSixth((days - wholeDays + monthRest - monthDays) * 86_400.0);
        if (Math.abs(seconds) >= 86_400) {
            int carry = (int) (seconds / 86_400);
            wholeDays += carry;
            seconds -= carry * 86_400.0;
        }
        double total = Math.rint(micros + seconds * Calendar.MICROS_PER_SECOND);
        if (Double.isNaN(total) || Math.abs(total) >= 0x1p63) {
            throw outOfRange();
        }
        try {
            return new Value.Interval(
                    wholeMonths, Math.addExact(wholeDays, monthDays), (long) total);
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    private static int fit(double value) {
        if (Double.isNaN(value) || value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
            throw outOfRange();
        }
        return (int) value;
    }

    /// Rounds to microseconds, as PostgreSQL does against errors of binary fractions.
    private static double roundSixth(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }

    /// 30 days become a month, 24 hours a day, signs alike.
    static Value.Interval justify(Value.Interval value, boolean days, boolean hours) {
        long months = value.months();
        long wholeDays = value.days();
        long micros = value.micros();
        if (hours) {
            long carry = micros / Calendar.MICROS_PER_DAY;
            wholeDays += carry;
            micros -= carry * Calendar.MICROS_PER_DAY;
        }
        if (days) {
            long carry = wholeDays / DAYS_PER_MONTH;
            months += carry;
            wholeDays -= carry * DAYS_PER_MONTH;
        }
        if (days && months > 0 && (wholeDays < 0 || (wholeDays == 0 && micros < 0 && hours))) {
            wholeDays += DAYS_PER_MONTH;
            months--;
        } else if (days
                && months < 0
                && (wholeDays > 0 || (wholeDays == 0 && micros > 0 && hours))) {
            wholeDays -= DAYS_PER_MONTH;
            months++;
        }
        if (hours && wholeDays > 0 && micros < 0) {
            micros += Calendar.MICROS_PER_DAY;
            wholeDays--;
        } else if (hours && wholeDays < 0 && micros > 0) {
            micros -= Calendar.MICROS_PER_DAY;
            wholeDays++;
        }
        if (months != (int) months || wholeDays != (int) wholeDays) {
            throw outOfRange();
        }
        return new Value.Interval((int) months, (int) wholeDays, micros);
    }

    /// Returns the seconds of an interval with years of 365.25 days and months of 30.
    static double seconds(Value.Interval value) {
        int years = value.months() / MONTHS_PER_YEAR;
        return value.micros() / 1e6
                + 365.25 * 86_400 * years
                + 30.0 * 86_400 * (value.months() % MONTHS_PER_YEAR)
                + 86_400.0 * value.days();
    }

    /// Adds an interval to a local time, months first.
    ///
    /// @throws DatabaseException 22008
    static long addTo(long local, Value.Interval interval) {
        if (!Calendar.isFinite(local)) {
            return local;
        }
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY);
        long micros = local - days * Calendar.MICROS_PER_DAY;
        if (interval.months() != 0) {
            days = Calendar.addMonths(days, interval.months());
        }
        days += interval.days();
        try {
            return Calendar.checkTimestamp(
                    Math.addExact(
                            Math.addExact(
                                    Math.multiplyExact(days, Calendar.MICROS_PER_DAY), micros),
                            interval.micros()));
        } catch (ArithmeticException e) {
            throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
        }
    }

    /// Returns the time between two points, as days and time of day.
    static Value.Interval between(long later, long earlier) {
        if (!Calendar.isFinite(later) || !Calendar.isFinite(earlier)) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
        }
        long micros = later - earlier;
        long days = micros / Calendar.MICROS_PER_DAY;
        return new Value.Interval(0, (int) days, micros - days * Calendar.MICROS_PER_DAY);
    }

    /// Returns the symbolic difference of two local times in years, months and days.
    static Value.Interval age(long later, long earlier) {
        if (!Calendar.isFinite(later) || !Calendar.isFinite(earlier)) {
            throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
        }
        if (later < earlier) {
            return negate(age(earlier, later));
        }
        long laterDays = Math.floorDiv(later, Calendar.MICROS_PER_DAY);
        long earlierDays = Math.floorDiv(earlier, Calendar.MICROS_PER_DAY);
        long to = Calendar.civil(laterDays);
        long from = Calendar.civil(earlierDays);
        int months =
                (Calendar.year(to) - Calendar.year(from)) * MONTHS_PER_YEAR
                        + Calendar.month(to)
                        - Calendar.month(from);
        int days = Calendar.day(to) - Calendar.day(from);
        long micros =
                Math.floorMod(later, Calendar.MICROS_PER_DAY)
                        - Math.floorMod(earlier, Calendar.MICROS_PER_DAY);
        if (micros < 0) {
            micros += Calendar.MICROS_PER_DAY;
            days--;
        }
        if (days < 0) {
            days += Calendar.daysInMonth(Calendar.year(from), Calendar.month(from));
            months--;
        }
        return new Value.Interval(months, days, micros);
    }
}
