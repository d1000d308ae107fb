package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.settings.Setting;
import dev.reckon.sql.settings.SettingCatalog;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// The session's settings: `pg_settings`. Numbers are in the setting's unit, where SHOW prints the
/// largest unit that fits.
final class SettingRows {
    private SettingRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_settings", SettingRows::settings);
    }

    private static void settings(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Setting setting : SettingCatalog.all()) {
            String shown = environment.setting(setting.name());
            rows.set("name", setting.name())
                    .set("setting", setting.inUnit(shown))
                    .set("category", setting.category())
                    .set("short_desc", "")
                    .set("context", setting.context().name().toLowerCase(Locale.ROOT))
                    .set("vartype", setting.kind().name().toLowerCase(Locale.ROOT))
                    .set("source", shown.equals(setting.initial()) ? "default" : "session")
                    .set("boot_val", setting.inUnit(setting.initial()))
                    .set("reset_val", setting.inUnit(setting.initial()))
                    .set("pending_restart", false);
            if (!setting.unit().isEmpty()) {
                rows.set("unit", setting.unit());
            }
            bound(rows, "min_val", setting.minimum());
            bound(rows, "max_val", setting.maximum());
            if (setting.kind() == Setting.Kind.ENUM) {
                rows.set(
                        "enumvals",
                        Value.Array.of(setting.values().stream().<Value>map(Value::text).toList()));
            }
            rows.add();
        }
    }

    private static void bound(SystemRows rows, String column, OptionalDouble bound) {
        if (bound.isPresent()) {
            double number = bound.getAsDouble();
            rows.set(
                    column,
                    number == Math.rint(number) && Math.abs(number) < Long.MAX_VALUE
                            ? BigDecimal.valueOf(number).toBigInteger().toString()
                            : String.valueOf(number));
        }
    }
}
