package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.util.Locale;
import java.util.Map;

/// Time zones by name and by abbreviation, as they are now.
final class ZoneRows {
    private ZoneRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_timezone_names", ZoneRows::names);
        sources.put("pg_catalog.pg_timezone_abbrevs", ZoneRows::abbreviations);
    }

    private static void names(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        long now = environment.transactionTimestamp();
        Zones.named()
                .forEach((name, zone) ->
                        rows.set("name", name)
                                .set("abbrev", zone.abbreviationAt(now))
                                .set("utc_offset", offset(zone.offsetAt(now)))
                                .set("is_dst", zone.isSummerAt(now))
                                .add());
    }

    private static void abbreviations(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        Zones.abbreviations()
                .forEach((name, seconds) ->
                        rows.set("abbrev", name.toUpperCase(Locale.ROOT))
                                .set("utc_offset", offset(seconds))
                                .set("is_dst", Zones.isSummer(name))
                                .add());
    }

    private static Value offset(int seconds) {
        return new Value.Interval(0, 0, seconds * Calendar.MICROS_PER_SECOND);
    }
}
