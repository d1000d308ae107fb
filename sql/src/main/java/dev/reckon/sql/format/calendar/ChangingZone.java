package dev.reckon.sql.format.calendar;

/// An abbreviation whose offset was another one in other years: it means what its zone has at the
/// time. A local time that the zone skips is read with the offset after.
///
/// @param zone where the abbreviation is in use
public record ChangingZone(NamedZone zone) implements Zone {
    @Override
    public boolean isFixed() {
        return zone.isFixed();
    }

    @Override
    public int offsetAt(long timestamp) {
        return zone.offsetAt(timestamp);
    }

    @Override
    public int offsetAtLocal(long local) {
        return zone.offsetAt(local - zone.offsetAtLocal(local) * Calendar.MICROS_PER_SECOND);
    }

    @Override
    public String abbreviationAt(long timestamp) {
        return zone.abbreviationAt(timestamp);
    }
}
