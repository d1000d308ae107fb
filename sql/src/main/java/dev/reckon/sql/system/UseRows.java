package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.SegmentStatistics;
import dev.reckon.storage.Snapshot;
import java.util.Map;
import java.util.function.Predicate;

/// The views of PostgreSQL's cumulative statistics that monitors read: `pg_stat_user_tables` and
/// its like, `pg_stat_database`. What is true of the stored state at any time is told, such as the
/// numbers of live and dead rows; scans, reads and hits are not counted, and NULL.
final class UseRows {
    private UseRows() {}

    static void register(Map<String, RowSource> sources) {
        for (String scope : new String[] {"all", "user"}) {
            sources.put("pg_catalog.pg_stat_" + scope + "_tables", UseRows::tables);
            sources.put(
                    "pg_catalog.pg_statio_" + scope + "_tables",
                    (rows, catalog, _, _) -> relations(rows, catalog, Table.class::isInstance));
            sources.put("pg_catalog.pg_stat_" + scope + "_indexes", UseRows::indexes);
            sources.put("pg_catalog.pg_statio_" + scope + "_indexes", UseRows::indexes);
            sources.put(
                    "pg_catalog.pg_statio_" + scope + "_sequences",
                    (rows, catalog, _, _) -> relations(rows, catalog, Sequence.class::isInstance));
        }
        sources.put("pg_catalog.pg_stat_database", UseRows::database);
    }

    private static void relation(SystemRows rows, Relation relation, Catalog catalog) {
        rows.set("relid", relation.oid())
                .set("schemaname", catalog.schemaName(relation.schemaOid()))
                .set("relname", relation.name());
    }

    private static void relations(SystemRows rows, Catalog catalog, Predicate<Relation> isShown) {
        for (Relation relation : catalog.relations()) {
            if (isShown.test(relation)) {
                relation(rows, relation, catalog);
                rows.add();
            }
        }
    }

    private static void tables(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table) {
                relation(rows, table, catalog);
                snapshot.table(table.schema().id())
                        .ifPresent(stored ->
                                rows.set("n_live_tup", stored.size())
                                        .set(
                                                "n_dead_tup",
                                                stored.segments().stream()
                                                        .mapToLong(
                                                                SegmentStatistics::deletedRowCount)
                                                        .sum()));
                rows.add();
            }
        }
    }

    private static void indexes(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Index index) {
                relation(rows, catalog.relation(index.tableOid()).orElseThrow(), catalog);
                rows.set("indexrelid", index.oid()).set("indexrelname", index.name()).add();
            }
        }
    }

    private static void database(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        rows.set("datid", SystemOids.DATABASE)
                .set("datname", environment.currentDatabase())
                .set("numbackends", environment.sessions().size())
                .add();
    }
}
