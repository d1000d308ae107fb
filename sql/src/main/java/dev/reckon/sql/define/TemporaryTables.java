package dev.reckon.sql.define;

import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of the session's temporary tables when its transaction commits: ON COMMIT.
record TemporaryTables(Definitions definitions) {
    void end() {
        Optional<Schema> schema =
                definitions.catalog().schema(definitions.searchPath().temporary());
        if (schema.isEmpty()) {
            return;
        }
        var emptied = new ArrayList<Table>();
        var dropped = new ArrayList<CatalogObject>();
        for (Relation relation : definitions.catalog().relations()) {
            if (relation.schemaOid() == schema.get().oid() && relation instanceof Table table) {
                switch (table.onCommit()) {
                    case PRESERVE_ROWS -> {}
                    case DELETE_ROWS -> emptied.add(table);
                    case DROP -> dropped.add(table);
                }
            }
        }
        emptied.forEach(table -> requireUnreferenced(table, emptied));
        emptied.forEach(this::empty);
        if (!dropped.isEmpty()) {
            new Drops(definitions).dropSilently(dropped);
        }
    }

    private void requireUnreferenced(Table table, List<Table> emptied) {
        for (Table referencing : definitions.catalog().referencing(table.oid())) {
            if (emptied.stream().noneMatch(each -> each.oid() == referencing.oid())) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "unsupported ON COMMIT and foreign key combination")
                        .withDetail(
                                "Table \""
                                        + referencing.name()
                                        + "\" references \""
                                        + table.name()
                                        + "\", but they do not have the same ON COMMIT setting.");
            }
        }
    }

    private void empty(Table table) {
        definitions.transaction().truncateTable(table.storageId());
        for (Index index : definitions.catalog().indexes(table.oid())) {
            if (index.storageId() != 0) {
                definitions.transaction().truncateTable(index.storageId());
            }
        }
    }
}
