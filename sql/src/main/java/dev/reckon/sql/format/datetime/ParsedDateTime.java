package dev.reckon.sql.format.datetime;

import dev.reckon.sql.format.calendar.Zone;
import java.util.Optional;

/// What a text says about a point in time.
///
/// @param special a word for the whole, otherwise [Special#NONE]
/// @param days since 2000-01-01, when `hasDate`
/// @param micros since midnight, when `hasTime`, otherwise 0
/// @param zone the zone, if one is given
record ParsedDateTime(
        Special special,
        boolean hasDate,
        long days,
        boolean hasTime,
        long micros,
        Optional<Zone> zone) {
    enum Special {
        NONE,
        NOW,
        EPOCH,
        INFINITY,
        MINUS_INFINITY
    }

    static ParsedDateTime of(Special special) {
        return new ParsedDateTime(special, false, 0, false, 0, Optional.empty());
    }
}
