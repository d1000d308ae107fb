package dev.reckon.sql.format.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.TimeZone;

/// A zone of the time zone database.
public record NamedZone(ZoneId id) implements Zone {
    @Override
    public boolean isFixed() {
        return id.getRules().isFixedOffset();
    }

    @Override
    public int offsetAt(long timestamp) {
        ZoneRules rules = id.getRules();
        if (rules.isFixedOffset()) {
            return rules.getOffset(Instant.EPOCH).getTotalSeconds();
        }
        return rules.getOffset(Instant.ofEpochSecond(epochSeconds(timestamp))).getTotalSeconds();
    }

    @Override
    public int offsetAtLocal(long local) {
        ZoneRules rules = id.getRules();
        if (rules.isFixedOffset()) {
            return rules.getOffset(Instant.EPOCH).getTotalSeconds();
        }
        var time = LocalDateTime.ofEpochSecond(epochSeconds(local), 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(time);
        if (transition == null) {
            return rules.getOffset(time).getTotalSeconds();
        }
        return (transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter())
                .getTotalSeconds();
    }

    @Override
    public String abbreviationAt(long timestamp) {
        String name =
                TimeZone.getTimeZone(id)
                        .getDisplayName(isSummerAt(timestamp), TimeZone.SHORT, Locale.ENGLISH);
        return name.isEmpty() || name.startsWith("GMT+") || name.startsWith("GMT-")
                ? id.getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
                : name;
    }

    /// Returns whether clocks are put forward at a point in time.
    ///
    /// @param timestamp microseconds since 2000-01-01 00:00 UTC
    public boolean isSummerAt(long timestamp) {
        return id.getRules().isDaylightSavings(Instant.ofEpochSecond(epochSeconds(timestamp)));
    }

    private static long epochSeconds(long micros) {
        return Math.floorDiv(micros, Calendar.MICROS_PER_SECOND) + Calendar.UNIX_EPOCH_SECONDS;
    }
}
