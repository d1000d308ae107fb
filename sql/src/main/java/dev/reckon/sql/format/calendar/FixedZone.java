package dev.reckon.sql.format.calendar;

/// A zone with one offset for all time.
///
/// @param seconds east of UTC; more than a day is possible
/// @param abbreviation what it is called, or empty
public record FixedZone(int seconds, String abbreviation) implements Zone {
    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public int offsetAt(long timestamp) {
        return seconds;
    }

    @Override
    public int offsetAtLocal(long local) {
        return seconds;
    }

    @Override
    public String abbreviationAt(long timestamp) {
        return abbreviation;
    }
}
