package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Set;

/// The storage parameters of `WITH (…)`: PostgreSQL's are known and have no effect, as they tune
/// what is not here; others are refused as PostgreSQL refuses them.
final class StorageOptions {
    static final Set<String> TABLE =
            Set.of(
                    "fillfactor",
                    "toast_tuple_target",
                    "parallel_workers",
                    "autovacuum_enabled",
                    "vacuum_index_cleanup",
                    "vacuum_truncate",
                    "autovacuum_vacuum_threshold",
                    "autovacuum_vacuum_scale_factor",
                    "autovacuum_vacuum_insert_threshold",
                    "autovacuum_vacuum_insert_scale_factor",
                    "autovacuum_analyze_threshold",
                    "autovacuum_analyze_scale_factor",
                    "autovacuum_vacuum_cost_delay",
                    "autovacuum_vacuum_cost_limit",
                    "autovacuum_freeze_min_age",
                    "autovacuum_freeze_max_age",
                    "autovacuum_freeze_table_age",
                    "autovacuum_multixact_freeze_min_age",
                    "autovacuum_multixact_freeze_max_age",
                    "autovacuum_multixact_freeze_table_age",
                    "log_autovacuum_min_duration",
                    "user_catalog_table");
    static final Set<String> INDEX =
            Set.of(
                    "fillfactor",
                    "deduplicate_items",
                    "buffering",
                    "fastupdate",
                    "gin_pending_list_limit",
                    "pages_per_range",
                    "autosummarize");
    static final Set<String> VIEW = Set.of("security_barrier", "security_invoker", "check_option");

    private StorageOptions() {}

    /// @throws DatabaseException 22023 for a parameter that is not among the known
    static void require(List<Option> options, Set<String> known) {
        for (Option option : options) {
            String name = option.name();
            if (name.equals("oids")) {
                requireNoOids(option);
                continue;
            }
            String plain = name.startsWith("toast.") ? name.substring("toast.".length()) : name;
            if (!known.contains(plain)) {
                throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        name.indexOf('.') > 0 && !name.startsWith("toast.")
                                ? "unrecognized parameter namespace \""
                                        + name.substring(0, name.indexOf('.'))
                                        + "\""
                                : "unrecognized parameter \"" + plain + "\"");
            }
        }
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
