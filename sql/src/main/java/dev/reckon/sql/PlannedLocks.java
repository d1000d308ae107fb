package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.RowLock;
import dev.reckon.sql.plan.Target;
import dev.reckon.sql.plan.Update;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;

/// The tables that a plan writes, or locks rows of. They are locked before the statement looks at
/// the catalog and takes its snapshot, so that nobody changes the tables' definitions between: a
/// plan for an index or a check less would write rows that break them.
///
/// @param written the tables that change
/// @param rowLocked the stored tables of which rows are locked
record PlannedLocks(List<Written> written, List<Long> rowLocked) {
    static final PlannedLocks NONE = new PlannedLocks(List.of(), List.of());

    /// A table that changes.
    record Written(long oid, long storageId) {}

    PlannedLocks {
        written = List.copyOf(written);
        rowLocked = List.copyOf(rowLocked);
    }

    /// Returns those of writing rows into a table, or into its partitions.
    static PlannedLocks ofTable(Table table, Catalog catalog) {
        List<Written> written = new ArrayList<>();
        add(table, catalog, written);
        return new PlannedLocks(written, List.of());
    }

    private static void add(Table table, Catalog catalog, List<Written> written) {
        written.add(new Written(table.oid(), table.storageId()));
        catalog.partitions(table.oid()).forEach(each -> add(each, catalog, written));
    }

    static PlannedLocks of(Plan plan) {
        List<Written> written = new ArrayList<>();
        List<Long> rowLocked = new ArrayList<>();
        Plans.visit(
                plan,
                node -> {
                    switch (node) {
                        case Insert insert -> add(insert.target(), written);
                        case Update update -> {
                            add(update.target(), written);
                            update.mover().ifPresent(mover -> add(mover.target(), written));
                        }
                        case Delete delete -> add(delete.target(), written);
                        case Merge merge -> add(merge.target(), written);
                        case LockRows lock -> {
                            for (RowLock each : lock.locks()) {
                                rowLocked.add(each.table().id());
                            }
                        }
                        default -> {}
                    }
                });
        return written.isEmpty() && rowLocked.isEmpty()
                ? NONE
                : new PlannedLocks(written, rowLocked);
    }

    private static void add(Target target, List<Written> written) {
        if (!target.isView()) {
            written.add(new Written(target.oid(), target.table().id()));
        }
        target.routing()
                .ifPresent(routing -> routing.parts().forEach(part -> add(part.target(), written)));
    }

    /// Waits for the locks. A table that is gone by then is left to who looks at the catalog next.
    ///
    /// @throws DatabaseException 40P01, 55P03, 57014
    void take(Transaction transaction) {
        for (Written each : written) {
            take(transaction, each.storageId(), TableLockMode.ROW_EXCLUSIVE);
        }
        for (long storageId : rowLocked) {
            take(transaction, storageId, TableLockMode.ROW_SHARE);
        }
    }

    private static void take(Transaction transaction, long storageId, TableLockMode mode) {
        try {
            transaction.lockTable(storageId, mode, WaitPolicy.WAIT);
        } catch (DatabaseException e) {
            if (e.sqlState() != SqlState.UNDEFINED_TABLE) {
                throw e;
            }
        }
    }

    /// Sees that a transaction that goes on seeing what it saw first writes no table whose
    /// definition, or an index of which, others have changed since.
    ///
    /// @throws DatabaseException 40001
    void requireUnchanged(Transaction transaction, Session session) {
        if (transaction.isolation() == Isolation.READ_COMMITTED
                || written.isEmpty()
                || transaction.committedDefinitionVersion()
                        == transaction.seenDefinitionVersion()) {
            return;
        }
        List<Long> oids = new ArrayList<>();
        try (Snapshot newest = session.store().snapshot()) {
            Catalog catalog = session.database().catalog(newest);
            for (Written each : written) {
                oids.add(each.oid());
                catalog.indexes(each.oid()).forEach(index -> oids.add(index.oid()));
                session.catalog().indexes(each.oid()).forEach(index -> oids.add(index.oid()));
            }
        }
        if (oids.stream().anyMatch(transaction::isDefinitionChanged)) {
            throw new DatabaseException(
                    SqlState.SERIALIZATION_FAILURE,
                    "could not serialize access due to concurrent update");
        }
    }
}
