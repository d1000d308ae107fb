package dev.reckon.sql.format.calendar;

/// A time zone: how far its clocks are from UTC at a time, and what that time is called there.
public sealed interface Zone permits ChangingZone, FixedZone, NamedZone, PosixZone {
    /// Universal time.
    Zone UTC = new FixedZone(0, "UTC");

    /// Returns whether the offset is the same at all times.
    boolean isFixed();

    /// Returns the offset from UTC in seconds, east positive, at a point in time.
    ///
    /// @param timestamp microseconds since 2000-01-01 00:00 UTC
    int offsetAt(long timestamp);

    /// Returns the offset from UTC in seconds, east positive, at a local time. A time that is
    /// skipped is read with the offset before, one that comes twice with the offset after.
    ///
    /// @param local microseconds since 2000-01-01 00:00 local time
    int offsetAtLocal(long local);

    /// Returns the abbreviation at a point in time (`CET`, `CEST`); empty when there is none.
    ///
    /// @param timestamp microseconds since 2000-01-01 00:00 UTC
    String abbreviationAt(long timestamp);
}
