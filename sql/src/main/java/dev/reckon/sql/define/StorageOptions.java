package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The parameters of `WITH (…)` that a kind of relations has. They are checked and kept as in
/// `reloptions`. Those of tables and indexes tune PostgreSQL's own storage and have no effect here;
/// those of views have theirs.
///
/// @param known the parameters with what they take
record StorageOptions(Map<String, Kind> known) {
    /// What a parameter takes.
    private sealed interface Kind {
        record Flag() implements Kind {}

        record Whole(long least, long greatest) implements Kind {}

        record Real(double least, double greatest) implements Kind {}

        record Word(List<String> words) implements Kind {}
    }

    private static final Kind FLAG = new Kind.Flag();
    private static final Kind SCALE_FACTOR = new Kind.Real(0, 100);
    private static final Kind ROW_COUNT = new Kind.Whole(0, Integer.MAX_VALUE);

    private static final Map<String, Kind> VACUUM =
            Map.ofEntries(
                    Map.entry("autovacuum_enabled", FLAG),
                    Map.entry(
                            "vacuum_index_cleanup",
                            new Kind.Word(List.of("auto", "on", "off", "true", "false"))),
                    Map.entry("vacuum_truncate", FLAG),
                    Map.entry("autovacuum_vacuum_threshold", ROW_COUNT),
                    Map.entry("autovacuum_vacuum_scale_factor", SCALE_FACTOR),
                    Map.entry(
                            "autovacuum_vacuum_insert_threshold",
                            new Kind.Whole(-1, Integer.MAX_VALUE)),
                    Map.entry("autovacuum_vacuum_insert_scale_factor", SCALE_FACTOR),
                    Map.entry("autovacuum_vacuum_cost_delay", SCALE_FACTOR),
                    Map.entry("autovacuum_vacuum_cost_limit", new Kind.Whole(1, 10_000)),
                    Map.entry("autovacuum_freeze_min_age", new Kind.Whole(0, 1_000_000_000)),
                    Map.entry("autovacuum_freeze_max_age", new Kind.Whole(100_000, 2_000_000_000)),
                    Map.entry("autovacuum_freeze_table_age", new Kind.Whole(0, 2_000_000_000)),
                    Map.entry(
                            "autovacuum_multixact_freeze_min_age",
                            new Kind.Whole(0, 1_000_000_000)),
                    Map.entry(
                            "autovacuum_multixact_freeze_max_age",
                            new Kind.Whole(10_000, 2_000_000_000)),
                    Map.entry(
                            "autovacuum_multixact_freeze_table_age",
                            new Kind.Whole(0, 2_000_000_000)),
                    Map.entry(
                            "log_autovacuum_min_duration", new Kind.Whole(-1, Integer.MAX_VALUE)));

    private static final Set<String> TOAST_EXCEPTED =
            Set.of(
                    "fillfactor",
                    "toast_tuple_target",
                    "parallel_workers",
                    "user_catalog_table",
                    "autovacuum_analyze_threshold",
                    "autovacuum_analyze_scale_factor");

    static final StorageOptions TABLE = new StorageOptions(table());
    static final StorageOptions INDEX =
            new StorageOptions(
                    Map.of(
                            "fillfactor",
                            new Kind.Whole(10, 100),
                            "deduplicate_items",
                            FLAG,
                            "buffering",
                            new Kind.Word(List.of("on", "off", "auto")),
                            "fastupdate",
                            FLAG,
                            "gin_pending_list_limit",
                            new Kind.Whole(64, Integer.MAX_VALUE),
                            "pages_per_range",
                            new Kind.Whole(1, 131_072),
                            "autosummarize",
                            FLAG));
    static final StorageOptions VIEW =
            new StorageOptions(
                    Map.of(
                            "security_barrier",
                            FLAG,
                            "security_invoker",
                            FLAG,
                            "check_option",
                            new Kind.Word(List.of("local", "cascaded"))));

    private static Map<String, Kind> table() {
        var all = new java.util.HashMap<>(VACUUM);
        all.put("fillfactor", new Kind.Whole(10, 100));
        all.put("toast_tuple_target", new Kind.Whole(128, 8160));
        all.put("parallel_workers", new Kind.Whole(0, 1024));
        all.put("user_catalog_table", FLAG);
        all.put("autovacuum_analyze_threshold", ROW_COUNT);
        all.put("autovacuum_analyze_scale_factor", SCALE_FACTOR);
        return Map.copyOf(all);
    }

    /// Returns parameters as they are kept: `name=value`.
    ///
    /// @throws DatabaseException 22023 for a parameter that there is not, or a value that it cannot
    ///   take
    List<String> texts(List<Option> options) {
        var texts = new ArrayList<String>();
        var seen = new java.util.HashSet<String>();
        for (Option option : options) {
            String name = option.name();
            if (name.equals("oids")) {
                requireNoOids(option);
                continue;
            }
            if (!seen.add(name)) {
                throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "parameter \"" + plain(name) + "\" specified more than once");
            }
            String text = text(option);
            requireValue(plain(name), text, kind(name));
            // What concerns PostgreSQL's TOAST tables is kept there, and there are none here.
            if (!name.startsWith("toast.")) {
                texts.add(name + "=" + text);
            }
        }
        return texts;
    }

    /// Returns the options that there are after `SET (…)`.
    List<String> set(List<String> before, List<Option> options) {
        List<String> added = texts(options);
        var after = new ArrayList<>(before);
        for (String each : added) {
            String prefix = each.substring(0, each.indexOf('=') + 1);
            after.removeIf(old -> old.startsWith(prefix));
        }
        after.addAll(added);
        return after;
    }

    /// Returns the options that there are after `RESET (…)`.
    List<String> reset(List<String> before, List<Option> options) {
        var after = new ArrayList<>(before);
        for (Option option : options) {
            if (!(option.value() instanceof Option.None)) {
                throw new DatabaseException(
                        SqlState.SYNTAX_ERROR, "RESET must not include values for parameters");
            }
            kind(option.name());
            after.removeIf(old -> old.startsWith(option.name() + "="));
        }
        return after;
    }

    private static String plain(String name) {
        return name.startsWith("toast.") ? name.substring("toast.".length()) : name;
    }

    private Kind kind(String name) {
        boolean toast = name.startsWith("toast.");
        if (name.indexOf('.') > 0 && !(toast && known.containsKey("user_catalog_table"))) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "unrecognized parameter namespace \""
                            + name.substring(0, name.indexOf('.'))
                            + "\"");
        }
        Kind kind = known.get(plain(name));
        if (kind == null || (toast && TOAST_EXCEPTED.contains(plain(name)))) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "unrecognized parameter \"" + plain(name) + "\"");
        }
        return kind;
    }

    private static String text(Option option) {
        return switch (option.value()) {
            case Option.None _ -> "true";
            case Option.Text(String text) -> text;
            case Option.Number(String text) -> text;
            case Option.Names(List<String> names) -> String.join(".", names);
            default -> option.value().toString();
        };
    }

    private static void requireValue(String name, String text, Kind kind) {
        switch (kind) {
            case Kind.Flag _ -> {
                if (!isBoolean(text)) {
                    throw invalid("invalid value for boolean option \"" + name + "\": " + text);
                }
            }
            case Kind.Whole(long least, long greatest) -> {
                long value;
                try {
                    value = Long.parseLong(text);
                } catch (NumberFormatException wrong) {
                    throw invalid("invalid value for integer option \"" + name + "\": " + text);
                }
                if (value < least || value > greatest) {
                    throw outOfBounds(name, text)
                            .withDetail(
                                    "Valid values are between \""
                                            + least
                                            + "\" and \""
                                            + greatest
                                            + "\".");
                }
            }
            case Kind.Real(double least, double greatest) -> {
                double value;
                try {
                    value = Double.parseDouble(text);
                } catch (NumberFormatException wrong) {
                    throw invalid(
                            "invalid value for floating point option \"" + name + "\": " + text);
                }
                if (value < least || value > greatest) {
                    throw outOfBounds(name, text)
                            .withDetail(
                                    "Valid values are between \"%f\" and \"%f\"."
                                            .formatted(least, greatest));
                }
            }
            case Kind.Word(List<String> words) -> {
                if (!words.contains(text.toLowerCase(Locale.ROOT))) {
                    throw invalid("invalid value for enum option \"" + name + "\": " + text)
                            .withDetail(
                                    words.contains("cascaded")
                                            ? "Valid values are \"local\" and \"cascaded\"."
                                            : "Valid values are \"on\", \"off\", and \"auto\".");
                }
            }
        }
    }

    private static boolean isBoolean(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return !lower.isEmpty()
                && (lower.equals("1")
                        || lower.equals("0")
                        || "true".startsWith(lower)
                        || "false".startsWith(lower)
                        || "yes".startsWith(lower)
                        || "no".startsWith(lower)
                        || lower.equals("on")
                        || lower.equals("off")
                        || lower.equals("of"));
    }

    private static DatabaseException invalid(String message) {
        return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message);
    }

    private static DatabaseException outOfBounds(String name, String text) {
        return invalid("value " + text + " out of bounds for option \"" + name + "\"");
    }

    /// @throws DatabaseException 42704 for any but the one that there is
    static void requireTablespace(String name) {
        if (!name.isEmpty() && !name.equals("pg_default")) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_OBJECT, "tablespace \"" + name + "\" does not exist");
        }
    }

    private static void requireNoOids(Option option) {
        boolean no =
                option.value() instanceof Option.Text(String text)
                        && Set.of("false", "off", "no", "0").contains(text);
        if (!no) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "tables declared WITH OIDS are not supported");
        }
    }
}
