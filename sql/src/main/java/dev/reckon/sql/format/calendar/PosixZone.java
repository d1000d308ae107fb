package dev.reckon.sql.format.calendar;

/// A zone with daylight saving by one rule for all years, as POSIX's `TZ` writes it.
///
/// @param standard its abbreviation
/// @param standardSeconds its offset, east of UTC
/// @param daylight likewise
/// @param daylightSeconds likewise
/// @param start when daylight saving begins, in standard time
/// @param end when it ends, in daylight saving time
record PosixZone(
        String standard,
        int standardSeconds,
        String daylight,
        int daylightSeconds,
        YearlyDate start,
        YearlyDate end)
        implements Zone {
    private static final long SECONDS_PER_DAY = 86_400;

    /// The number of 29 February in its year, from 0.
    private static final int LEAP_DAY = 59;

    /// A time of each year.
    sealed interface YearlyDate {
        /// Returns the local time in seconds since 1970-01-01.
        long seconds(int year);
    }

    /// A day of the year.
    ///
    /// @param day from 0
    /// @param isJulian whether 29 February is not counted
    /// @param second since midnight
    record DayOfYear(int day, boolean isJulian, int second) implements YearlyDate {
        @Override
        public long seconds(int year) {
            long first = Calendar.days(year, 1, 1) + Calendar.UNIX_EPOCH_DAYS;
            boolean isLater = isJulian && Calendar.isLeap(year) && day >= LEAP_DAY;
            return (first + day + (isLater ? 1 : 0)) * SECONDS_PER_DAY + second;
        }
    }

    /// A weekday of a month.
    ///
    /// @param week 1 is the first of the month, 5 the last
    /// @param weekday 0 is Sunday
    /// @param second since midnight
    record WeekdayOfMonth(int month, int week, int weekday, int second) implements YearlyDate {
        @Override
        public long seconds(int year) {
            long first = Calendar.days(year, month, 1);
            long day = Math.floorMod(weekday - Calendar.dayOfWeek(first), 7) + 7L * (week - 1);
            while (day >= Calendar.daysInMonth(year, month)) {
                day -= 7;
            }
            return (Calendar.UNIX_EPOCH_DAYS + first + day) * SECONDS_PER_DAY + second;
        }
    }

    @Override
    public boolean isFixed() {
        return false;
    }

    @Override
    public int offsetAt(long timestamp) {
        return isDaylight(timestamp) ? daylightSeconds : standardSeconds;
    }

    @Override
    public int offsetAtLocal(long local) {
        long asStandard = local - standardSeconds * Calendar.MICROS_PER_SECOND;
        long asDaylight = local - daylightSeconds * Calendar.MICROS_PER_SECOND;
        boolean isStandard = !isDaylight(asStandard);
        boolean isDaylight = isDaylight(asDaylight);
        if (isStandard == isDaylight) {
            // Twice or never: the later reading is after the change, the earlier one before it.
            return offsetAt(
                    isStandard
                            ? Math.max(asStandard, asDaylight)
                            : Math.min(asStandard, asDaylight));
        }
        return isStandard ? standardSeconds : daylightSeconds;
    }

    @Override
    public String abbreviationAt(long timestamp) {
        return isDaylight(timestamp) ? daylight : standard;
    }

    private boolean isDaylight(long timestamp) {
        long seconds =
                Math.floorDiv(timestamp, Calendar.MICROS_PER_SECOND) + Calendar.UNIX_EPOCH_SECONDS;
        long day =
                Math.floorDiv(seconds + standardSeconds, SECONDS_PER_DAY)
                        - Calendar.UNIX_EPOCH_DAYS;
        int year = Calendar.year(Calendar.civil(day));
        long first = start.seconds(year) - standardSeconds;
        long last = end.seconds(year) - daylightSeconds;
        return first < last
                ? seconds >= first && seconds < last
                : seconds >= first || seconds < last;
    }
}
