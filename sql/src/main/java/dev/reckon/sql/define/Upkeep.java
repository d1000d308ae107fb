package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// REINDEX and CLUSTER.
///
/// REINDEX makes indexes anew from the rows of their tables. A table is stored in the order of its
/// primary key, whatever CLUSTER names: that is only remembered, as `pg_index.indisclustered`.
record Upkeep(Definitions definitions) {
    void reindex(UtilityStatement.Reindex reindex) {
        switch (reindex.kind()) {
            case "index" -> {
                Relation relation = relation(reindex.name());
                if (!(relation instanceof Index index)) {
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "\"" + relation.name() + "\" is not an index");
                }
                definitions.requireOwner(index, "index");
                rebuild(
                        (Table) definitions.catalog().relation(index.tableOid()).orElseThrow(),
                        List.of(index));
            }
            case "table" -> {
                Relation relation = relation(reindex.name());
                if (!(relation instanceof Table table)) {
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "\"" + relation.name() + "\" is not a table or materialized view");
                }
                definitions.requireOwner(table, table.noun());
                if (definitions.catalog().indexes(table.oid()).isEmpty()) {
                    definitions.notice(
                            SqlState.SUCCESSFUL_COMPLETION,
                            "table \"" + table.name() + "\" has no indexes to reindex");
                }
                rebuild(table, definitions.catalog().indexes(table.oid()));
            }
            case "schema" -> {
                Schema schema = Lookup.schema(definitions, reindex.name().name());
                definitions.requireOwner(schema, "schema");
                rebuildAll(Optional.of(schema));
            }
            case "database" -> {
                String name = definitions.environment().currentDatabase();
                if (!reindex.name().name().equals(name)) {
                    throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "can only reindex the currently open database");
                }
                rebuildAll(Optional.empty());
            }
            default -> {} // The system's own tables have no indexes.
        }
    }

    private Relation relation(QualifiedName name) {
        return definitions.relation(name).orElseThrow(() -> missing(name));
    }

    /// The system's own tables are made as they are asked for.
    private DatabaseException missing(QualifiedName name) {
        boolean isSystem =
                definitions
                        .catalog()
                        .systemTable(definitions.searchPath(), name.parts())
                        .isPresent();
        return isSystem
                ? DatabaseException.notSupported(
                        "REINDEX of a system catalog", "System catalogs have no stored indexes.")
                : Lookup.missingRelation(name);
    }

    private void rebuildAll(Optional<Schema> schema) {
        for (Relation relation : List.copyOf(definitions.catalog().relations())) {
            boolean inside = schema.filter(each -> each.oid() != relation.schemaOid()).isEmpty();
            if (relation instanceof Table table && inside && definitions.rights().owns(table)) {
                rebuild(table, definitions.catalog().indexes(table.oid()));
            }
        }
    }

    /// The index of a primary key is the table itself.
    private void rebuild(Table table, List<Index> indexes) {
        for (Index index : List.copyOf(indexes)) {
            if (index.storageId() != 0) {
                definitions.lockTable(table.storageId(), TableLockMode.SHARE);
                Index rebuilt = index.withStorage(definitions.newOid());
                definitions.put(rebuilt);
                new IndexStorage(definitions).create(rebuilt, table);
                definitions.transaction().dropTable(index.storageId());
            }
        }
    }

    void cluster(UtilityStatement.Cluster cluster) {
        if (cluster.table().isEmpty()) {
            return;
        }
        Relation relation = relation(cluster.table().get());
        definitions.requireOwner(relation, relation.noun());
        if (!(relation instanceof Table table)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\"" + relation.name() + "\" is not a table or materialized view");
        }
        if (cluster.index().isPresent()) {
            mark(table, cluster.index());
        } else if (definitions.catalog().indexes(table.oid()).stream()
                .noneMatch(Index::clustered)) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_OBJECT,
                    "there is no previously clustered index for table \"" + table.name() + "\"");
        }
    }

    void clusterOn(Table table, AlterTableAction.ClusterOn action) {
        mark(table, action.index());
    }

    /// Remembers the index by which a table is clustered, or that it is by none.
    private void mark(Table table, Optional<String> name) {
        List<Index> indexes = new ArrayList<>(definitions.catalog().indexes(table.oid()));
        Optional<Index> wanted =
                name.map(each ->
                        indexes.stream()
                                .filter(index -> index.name().equals(each))
                                .findFirst()
                                .orElseThrow(() -> missing(table, each)));
        if (wanted.isPresent() && wanted.get().predicate().isPresent()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot cluster on partial index \"" + wanted.get().name() + "\"");
        }
        for (Index index : indexes) {
            boolean is = wanted.filter(each -> each.oid() == index.oid()).isPresent();
            if (index.clustered() != is) {
                definitions.put(index.withClustered(is));
            }
        }
    }

    private DatabaseException missing(Table table, String name) {
        boolean other = definitions.catalog().relation(table.schemaOid(), name).isPresent();
        return other
                ? new DatabaseException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "\"" + name + "\" is not an index for table \"" + table.name() + "\"")
                : new DatabaseException(
                        SqlState.UNDEFINED_OBJECT,
                        "index \"" + name + "\" for table \"" + table.name() + "\" does not exist");
    }
}
