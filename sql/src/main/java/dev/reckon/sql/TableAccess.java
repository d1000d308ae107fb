package dev.reckon.sql;

import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.modify.RowLoader;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One table of a session without SQL between, for hot loops: rows go in and come out as column
/// vectors in their storage form. For the session's thread.
///
/// Everything else is as in SQL: each call is a statement of the session's transaction, or one of
/// its own; constraints, defaults of generated columns, indexes, foreign keys and privileges hold.
/// Columns are numbered from 0 in the order of the table's definition.
public final class TableAccess {
    /// Ids of the columns that come in, apart from those of the target.
    private static final int FIRST_ID = 2_000_000;

    private final Session session;
    private final List<String> path;

    /// What is known of the table for one version of the catalog.
    private Optional<Known> known = Optional.empty();

    private record Known(
            long version, Table table, TableSchema schema, KeyEncoder keys, List<Integer> all) {}

    TableAccess(Session session, List<String> path) {
        this.session = session;
        this.path = List.copyOf(path);
        try (Snapshot snapshot = session.store().snapshot()) {
            known(snapshot);
        }
    }

    /// Returns the table's columns and key as they were when it was last used; a table without a
    /// primary key has a hidden last column that is its key.
    public TableSchema schema() {
        return known.orElseThrow().schema;
    }

    private Known known(Snapshot snapshot) {
        if (known.isPresent() && known.get().version == snapshot.definitionVersion()) {
            return known.get();
        }
        Catalog catalog = session.seeCatalog(snapshot);
        Relation relation =
                catalog.relation(session.searchPath(), path)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_TABLE,
                                        "relation \"%s\" does not exist"
                                                .formatted(String.join(".", path))));
        if (!(relation instanceof Table table)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a table".formatted(relation.name()));
        }
        if (table.isPartitioned()) {
            throw DatabaseException.notSupported(
                    "access by key to a partitioned table", "Open one of its partitions.");
        }
        TableSchema schema = table.schema();
        List<Integer> all = IntStream.range(0, table.columns().size()).boxed().toList();
        var found =
                new Known(snapshot.definitionVersion(), table, schema, new KeyEncoder(schema), all);
        known = Optional.of(found);
        return found;
    }

    /// Inserts a row.
    ///
    /// @param row one value for each column, of the column's physical type, or `Value.Null`
    /// @throws DatabaseException as INSERT does: 23505, 23502, …; the transaction is aborted then
    public void insert(Value... row) {
        TableSchema schema = schema();
        requireCount(known.orElseThrow(), row.length);
        List<ColumnVector> columns = new ArrayList<>(row.length);
        for (int i = 0; i < row.length; i++) {
            var builder = new VectorBuilder(schema.column(i).type().physical(), 1);
            builder.append(row[i]);
            columns.add(builder.build());
        }
        insert(new Batch(columns, 1));
    }

    /// Inserts the selected rows of a batch, as one statement: all or none.
    ///
    /// @param rows a vector for each column, of the column's physical type; never changed
    ///   afterwards
    /// @throws DatabaseException as INSERT does; the transaction is aborted then
    public void insert(Batch rows) {
        insertAll(List.of(rows).iterator());
    }

    /// Inserts the selected rows of any number of batches, as one statement: all or none. Many rows
    /// go straight to segments, in bounded memory; in the order of their keys is fastest.
    ///
    /// @param batches of which each is like that of [#insert(Batch)]; a few thousand rows are a
    ///   good size
    /// @return how many rows were inserted
    /// @throws DatabaseException as INSERT does; the transaction is aborted then, as it is after
    ///   any exception of `batches`
    public long insertAll(Iterator<Batch> batches) {
        long rowCount =
                statement(() -> {
                    Transaction transaction = session.transaction().use();
                    requireWritable();
                    lock(transaction);
                    try (Snapshot snapshot = transaction.statementSnapshot()) {
                        Known target = known(snapshot);
                        require(target, 'a');
                        RowLoader loader = loader(target, transaction, snapshot);
                        while (batches.hasNext()) {
                            Batch rows = batches.next();
                            requireCount(target, rows.columns().size());
                            loader.load(rows.compact());
                        }
                        return loader.finish();
                    }
                });
        session.endImplicit();
        return rowCount;
    }

    /// Locks the table against changes of its definition.
    private void lock(Transaction transaction) {
        long locked = 0;
        while (true) {
            Known target;
            try (Snapshot snapshot = transaction.statementSnapshot()) {
                target = known(snapshot);
            }
            var locks =
                    new PlannedLocks(
                            List.of(
                                    new PlannedLocks.Written(
                                            target.table.oid(), target.table.storageId())),
                            List.of());
            if (target.table.storageId() == locked) {
                locks.requireUnchanged(transaction, session);
                return;
            }
            locks.take(transaction);
            locked = target.table.storageId();
        }
    }

    private static void requireCount(Known target, int columnCount) {
        if (columnCount != target.all.size()) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR,
                    "%d columns expected, %d given".formatted(target.all.size(), columnCount));
        }
    }

    private RowLoader loader(Known target, Transaction transaction, Snapshot snapshot) {
        StatementBinder binder = session.planner().binder(session.seeCatalog(snapshot));
        List<Column> input = new ArrayList<>();
        List<Scalar> values = new ArrayList<>();
        for (TableColumn column : target.table.columns()) {
            var each = new Column(FIRST_ID + input.size(), column.name(), column.type(), -1);
            input.add(each);
            values.add(
                    binder.assign(
                            each.value(), column.type(), column.modifier(), column.name(), -1));
        }
        return new RowLoader(
                binder.bindTarget(target.table).target(),
                input,
                values,
                Optional.empty(),
                session.planner().modifications(),
                session.queries()
                        .evaluation(List.of(), List.of(), Optional.of(transaction), snapshot));
    }

    private void requireWritable() {
        if (session.transaction().isReadOnly()) {
            throw new DatabaseException(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    "cannot execute INSERT in a read-only transaction");
        }
    }

    private void require(Known target, char kind) {
        var accesses = new Accesses();
        accesses.add(target.table.oid(), kind);
        new PrivilegeChecks(session).require(accesses);
    }

    private interface Step<T> {
        T run();
    }

    private <T> T statement(Step<T> step) {
        session.beginTypedStatement();
        try {
            return step.run();
        } catch (RuntimeException | Error e) {
            session.fail();
            session.endImplicit();
            throw e;
        }
    }

    private Snapshot snapshot() {
        SessionTransaction transaction = session.transaction();
        if (!transaction.canReadWithout()) {
            transaction.use();
        }
        return transaction.snapshot();
    }

    /// Finds a row by its primary key: a batch of it with all columns, or of none.
    ///
    /// @param key the values of the key columns, in key order
    public Batch find(Value... key) {
        return statement(() -> {
            try (Snapshot snapshot = snapshot()) {
                Known target = known(snapshot);
                require(target, 'r');
                if (key.length != target.schema.key().size()) {
                    throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "the key has %d columns, %d given"
                                    .formatted(target.schema.key().size(), key.length));
                }
                RowKey bytes = new RowKey(target.keys.encodePrefix(List.of(key)));
                return view(snapshot, target).find(bytes, target.all);
            }
        });
    }

    /// Reads all rows, in any order. The caller closes the cursor; it sees what was committed, and
    /// done in the transaction, when it was opened.
    ///
    /// @param columns the columns wanted, in the order of the batches' columns
    public Cursor scan(List<Integer> columns) {
        return scan(columns, KeyRange.ALL, ScanOrder.ANY);
    }

    /// Reads the rows between two keys, in key order. The caller closes the cursor.
    ///
    /// @param columns the columns wanted, in the order of the batches' columns
    /// @param first the values of the first key columns of the lowest key, inclusive; empty for all
    /// @param last likewise for the highest, inclusive: all keys that start with these values
    ///   belong
    public Cursor scan(List<Integer> columns, List<Value> first, List<Value> last) {
        KeyEncoder keys = known.orElseThrow().keys;
        KeyRange range =
                new KeyRange(
                        keys.encodePrefix(first),
                        last.isEmpty()
                                ? Optional.empty()
                                : KeyRange.successor(keys.encodePrefix(last)));
        return scan(columns, range, ScanOrder.FORWARD);
    }

    private Cursor scan(List<Integer> columns, KeyRange range, ScanOrder order) {
        return statement(() -> {
            Snapshot snapshot = snapshot();
            try {
                Known target = known(snapshot);
                require(target, 'r');
                var request = new ScanRequest(columns, List.of(range), order, List.of());
                return new OpenScan(view(snapshot, target).scan(request), snapshot);
            } catch (RuntimeException | Error e) {
                snapshot.close();
                throw e;
            }
        });
    }

    private static TableSnapshot view(Snapshot snapshot, Known target) {
        return snapshot.table(target.schema.id()).orElseThrow();
    }

    /// A cursor that keeps its snapshot open.
    private record OpenScan(Cursor rows, Snapshot snapshot) implements Cursor {
        @Override
        public Optional<Batch> next() {
            return rows.next();
        }

        @Override
        public void close() {
            rows.close();
            snapshot.close();
        }
    }
}
