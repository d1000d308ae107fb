package dev.reckon.sql.define;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.modify.TruncateTriggers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// TRUNCATE.
record Truncation(Definitions definitions) {
    void truncate(DataStatement.Truncate truncate) {
        Map<Long, Table> tables = new LinkedHashMap<>();
        for (TableReference.Table reference : truncate.tables()) {
            Table table = Lookup.table(definitions, reference.name());
            if (reference.only() && table.isPartitioned()) {
                throw new DatabaseException(
                                SqlState.WRONG_OBJECT_TYPE,
                                "cannot truncate only a partitioned table")
                        .withHint(
                                "Do not specify the ONLY keyword, or use TRUNCATE ONLY on the"
                                        + " partitions directly.");
            }
            requirePrivilege(table);
            addAll(table, tables);
        }
        var rest = new ArrayDeque<>(tables.values());
        while (!rest.isEmpty()) {
            Table table = rest.poll();
            for (Table referencing : definitions.catalog().referencingRows(table)) {
                if (tables.containsKey(referencing.oid())) {
                    continue;
                }
                if (!truncate.cascade()) {
                    throw new DatabaseException(
                                    SqlState.FEATURE_NOT_SUPPORTED,
                                    "cannot truncate a table referenced in a foreign key"
                                            + " constraint")
                            .withDetail(
                                    "Table \""
                                            + referencing.name()
                                            + "\" references \""
                                            + table.name()
                                            + "\".")
                            .withHint(
                                    "Truncate table \""
                                            + referencing.name()
                                            + "\" at the same time, or use TRUNCATE ... CASCADE.");
                }
                definitions.notice(
                        SqlState.SUCCESSFUL_COMPLETION,
                        "truncate cascades to table \"" + referencing.name() + "\"");
                requirePrivilege(referencing);
                addAll(referencing, tables);
                rest.add(referencing);
            }
        }
        for (Table table : tables.values()) {
            definitions.lockForChange(table, "TRUNCATE");
        }
        Optional<TruncateTriggers> triggers = triggers(tables.values());
        triggers.ifPresent(TruncateTriggers::before);
        for (Table table : tables.values()) {
            empty(table);
            if (truncate.restartIdentity()) {
                restart(table);
            }
        }
        triggers.ifPresent(TruncateTriggers::after);
    }

    private Optional<TruncateTriggers> triggers(Collection<Table> tables) {
        List<Table> triggered =
                tables.stream()
                        .filter(table -> !definitions.catalog().triggers(table.oid()).isEmpty())
                        .toList();
        if (triggered.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                definitions
                        .modifications()
                        .truncateTriggers(
                                triggered.stream()
                                        .map(table ->
                                                definitions.binder().bindTarget(table).target())
                                        .toList(),
                                definitions.newEvaluation()));
    }

    /// Adds a table with its partitions.
    private void addAll(Table table, Map<Long, Table> tables) {
        tables.put(table.oid(), table);
        definitions.catalog().partitions(table.oid()).forEach(each -> addAll(each, tables));
    }

    private void requirePrivilege(Table table) {
        if (!definitions.rights().may(table, 'D')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for table " + table.name());
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

    private void restart(Table table) {
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            if (object instanceof Sequence sequence && sequence.ownerTableOid() == table.oid()) {
                definitions.put(sequence.withCounter(definitions.newOid()));
            }
        }
    }
}
