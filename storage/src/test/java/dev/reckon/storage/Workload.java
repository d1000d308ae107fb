package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.type.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Random transactions on a store, several open at a time, with maintenance between them, and a
/// plain model of what must be there: everything that was acknowledged, and of the one commit that
/// was not when the power failed, all or nothing.
final class Workload {
    static final StoreOptions OPTIONS = new StoreOptions(40, 1 << 20, 1 << 16, false);
    private static final int LOG_FILE_BYTES = 1 << 13;
    private static final int KEY_RANGE = 400;
    private static final int OPEN_MAX = 3;
    private static final List<Isolation> LEVELS =
            List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ);

    /// The committed rows of each table by name, and the definitions.
    static final class Model {
        final Map<Long, Map<Long, String>> tables = new TreeMap<>();
        final Map<Long, String> definitions = new TreeMap<>();
        long counter;

        Model copy() {
            Model copy = new Model();
            tables.forEach((id, rows) -> copy.tables.put(id, new TreeMap<>(rows)));
            copy.definitions.putAll(definitions);
            copy.counter = counter;
            return copy;
        }
    }

    /// An open transaction, and what the model becomes by its commit.
    private static final class Open {
        final Transaction transaction;
        final List<Step> steps = new ArrayList<>();

        Open(Transaction transaction) {
            this.transaction = transaction;
        }
    }

    private interface Step {
        void apply(Model model);
    }

    private final Random random;
    private final Map<Long, SimpleTable> handles = new HashMap<>();
    private final List<Open> open = new ArrayList<>();

    /// What is acknowledged.
    Model model = new Model();

    /// What it is if the commit counts of which nothing is known.
    Optional<Model> uncertain = Optional.empty();

    Workload(long seed) {
        this.random = new Random(seed);
    }

    Store open(FileSystem files) {
        open.clear();
        return Store.open(files, OPTIONS, LOG_FILE_BYTES, new SplittableRandom(random.nextLong()));
    }

    /// Does `count` random things; an exception of the disk goes through to the caller.
    void run(Store store, int count) {
        for (int i = 0; i < count; i++) {
            step(store);
        }
        open.forEach(each -> each.transaction.rollback());
        open.clear();
    }

    private void step(Store store) {
        int choice = random.nextInt(100);
        if (choice < 4) {
            maintain(store);
        } else if (choice < 6) {
            model.counter = Math.max(model.counter, store.updateCounter(77, 0, value -> value + 1));
        } else if (open.size() < OPEN_MAX && choice < 30) {
            open.add(new Open(store.begin(LEVELS.get(random.nextInt(LEVELS.size())))));
        } else if (!open.isEmpty()) {
            Open chosen = open.get(random.nextInt(open.size()));
            if (choice < 45) {
                open.remove(chosen);
                end(chosen);
            } else {
                write(store, chosen);
            }
        }
    }

    private void maintain(Store store) {
        try {
            if (random.nextInt(3) == 0) {
                store.maintain();
            } else {
                store.maintainIfDue();
            }
        } catch (DatabaseException e) {
            assertThat(e.sqlState()).isIn(SqlState.DISK_FULL, SqlState.IO_ERROR);
        }
    }

    private void end(Open chosen) {
        if (random.nextInt(6) == 0) {
            chosen.transaction.rollback();
            return;
        }
        Model next = model.copy();
        chosen.steps.forEach(step -> step.apply(next));
        Optional<Model> before = uncertain;
        uncertain = Optional.of(next);
        try {
            chosen.transaction.commit();
            model = next;
            uncertain = before;
        } catch (DatabaseException e) {
            switch (e.sqlState()) {
                case SERIALIZATION_FAILURE, DISK_FULL -> uncertain = before;
                case IO_ERROR -> {
                    // The first is uncertain; later ones are refused.
                    if (before.isPresent()) {
                        uncertain = before;
                    }
                }
                default -> throw e;
            }
        }
    }

    private void write(Store store, Open chosen) {
        Transaction transaction = chosen.transaction;
        if (handles.isEmpty() || random.nextInt(60) == 0) {
            createTable(store, chosen);
            return;
        }
        List<Long> ids = List.copyOf(model.tables.keySet());
        if (ids.isEmpty()) {
            return;
        }
        SimpleTable table =
                Objects.requireNonNull(handles.get(ids.get(random.nextInt(ids.size()))));
        try {
            if (random.nextInt(80) == 0) {
                transaction.lockTable(
                        table.id(), TableLockMode.ACCESS_EXCLUSIVE, WaitPolicy.NOWAIT);
                emptyTable(chosen, table);
                return;
            }
            if (!transaction.lockTable(
                    table.id(), TableLockMode.ROW_EXCLUSIVE, WaitPolicy.SKIP_LOCKED)) {
                return;
            }
            writeRows(chosen, table);
        } catch (DatabaseException e) {
            if (e.sqlState() != SqlState.LOCK_NOT_AVAILABLE
                    && e.sqlState() != SqlState.SERIALIZATION_FAILURE
                    && e.sqlState() != SqlState.UNDEFINED_TABLE) {
                throw e;
            }
            transaction.rollback();
            open.remove(chosen);
        }
    }

    /// Inserts many rows, some of which may exist, as one statement: all or none.
    private void bulkInsert(Open chosen, SimpleTable table, Transaction.Savepoint savepoint) {
        // The other transactions belong to this thread too: nobody would end a wait.
        chosen.transaction.limitLockWaits(1);
        List<Long> keys = newKeys();
        List<String> values = keys.stream().map(key -> "b" + key + "-" + random.nextInt()).toList();
        Map<Long, String> before = ownView(chosen, table);
        long firstPresent = firstPresent(keys, before);
        OptionalLong found = load(chosen.transaction, table, keys, values);
        assertThat(found.orElse(-1)).isEqualTo(firstPresent);
        if (found.isPresent()) {
            chosen.transaction.rollbackTo(savepoint);
            return;
        }
        chosen.steps.add(model -> {
            for (int i = 0; i < keys.size(); i++) {
                rows(model, table).put(keys.get(i), values.get(i));
            }
        });
    }

    /// Makes keys up or down from somewhere, or in random order; beyond those of the single rows as
    /// well, and at times one twice.
    private List<Long> newKeys() {
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 900 : 60);
        int first = random.nextInt(5 * KEY_RANGE);
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add((long) first + 3L * i);
        }
        switch (random.nextInt(3)) {
            case 0 -> Collections.shuffle(keys, random);
            case 1 -> Collections.reverse(keys);
            default -> {}
        }
        if (random.nextInt(6) == 0) {
            keys.add(keys.get(random.nextInt(count)));
        }
        return keys;
    }

    /// Returns the index of the first key that is there already; -1 when none is.
    private static long firstPresent(List<Long> keys, Map<Long, String> before) {
        Set<Long> present = new HashSet<>(before.keySet());
        for (int i = 0; i < keys.size(); i++) {
            if (!present.add(keys.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /// Returns the rows that a transaction finds when it writes.
    private Map<Long, String> ownView(Open chosen, SimpleTable table) {
        Model view = model.copy();
        chosen.steps.forEach(step -> step.apply(view));
        return rows(view, table);
    }

    private OptionalLong load(
            Transaction transaction, SimpleTable table, List<Long> keys, List<String> values) {
        BulkInsert insert =
                transaction.bulkInsert(List.of(new BulkInsert.Target(table.id(), true)));
        for (int start = 0; start < keys.size(); ) {
            int end = Math.min(keys.size(), start + 1 + random.nextInt(100));
            Batch rows = SimpleTable.rows(keys.subList(start, end), values.subList(start, end));
            insert.add(0, rows, LongStream.range(start, end).toArray());
            if (insert.isFull()) {
                Optional<BulkInsert.Duplicate> duplicate = insert.write();
                if (duplicate.isPresent()) {
                    return OptionalLong.of(duplicate.get().tag());
                }
            }
            start = end;
        }
        return insert.finish()
                .map(duplicate -> OptionalLong.of(duplicate.tag()))
                .orElseGet(OptionalLong::empty);
    }

    /// Writes some rows, and takes them back at times: because it wants to, or because the disk has
    /// failed.
    private void writeRows(Open chosen, SimpleTable table) {
        Transaction transaction = chosen.transaction;
        Transaction.Savepoint savepoint = transaction.savepoint();
        int stepCount = chosen.steps.size();
        boolean undo = random.nextInt(8) == 0;
        try {
            if (random.nextInt(8) == 0) {
                bulkInsert(chosen, table, savepoint);
            }
            if (random.nextInt(6) == 0) {
                changeTogether(chosen, table);
            }
            int rowCount = random.nextInt(15) == 0 ? 250 : 1 + random.nextInt(5);
            for (int i = 0; i < rowCount; i++) {
                writeRow(chosen, table, random.nextInt(KEY_RANGE));
            }
        } catch (DatabaseException e) {
            if (e.sqlState() != SqlState.DISK_FULL && e.sqlState() != SqlState.IO_ERROR) {
                throw e;
            }
            undo = true;
        }
        if (undo) {
            transaction.rollbackTo(savepoint);
            chosen.steps.subList(stepCount, chosen.steps.size()).clear();
        }
    }

    private void createTable(Store store, Open chosen) {
        SimpleTable table = new SimpleTable(store.allocateId());
        handles.put(table.id(), table);
        chosen.transaction.createTable(table.schema());
        String definition = "table " + table.id();
        chosen.transaction.putDefinition(table.id(), definition.getBytes(StandardCharsets.UTF_8));
        chosen.steps.add(model -> {
            model.tables.put(table.id(), new TreeMap<>());
            model.definitions.put(table.id(), definition);
        });
    }

    private void emptyTable(Open chosen, SimpleTable table) {
        if (random.nextBoolean()) {
            chosen.transaction.truncateTable(table.id());
            chosen.steps.add(model -> model.tables.replace(table.id(), new TreeMap<>()));
        } else {
            chosen.transaction.dropTable(table.id());
            chosen.transaction.removeDefinition(table.id());
            chosen.steps.add(model -> {
                model.tables.remove(table.id());
                model.definitions.remove(table.id());
            });
        }
    }

    private void writeRow(Open chosen, SimpleTable table, long key) {
        Transaction transaction = chosen.transaction;
        Transaction.LockedRow row =
                transaction.lock(
                        table.id(), table.key(key), LockMode.UPDATE, WaitPolicy.SKIP_LOCKED);
        if (row.outcome() == Transaction.LockedRow.Outcome.SKIPPED) {
            return;
        }
        String value = "v" + random.nextInt(1_000_000) + "x".repeat(random.nextInt(30));
        if (row.row().isEmpty()) {
            assertThat(transaction.insert(table.id(), table.key(key), table.row(key, value)))
                    .isTrue();
        } else if (random.nextInt(3) == 0) {
            transaction.delete(table.id(), table.key(key));
            chosen.steps.add(model -> rows(model, table).remove(key));
            return;
        } else {
            assertThat(transaction.insert(table.id(), table.key(key), table.row(key, value)))
                    .isFalse();
            transaction.update(table.id(), table.key(key), table.row(key, value));
        }
        chosen.steps.add(model -> rows(model, table).put(key, value));
    }

    /// Updates or deletes many rows at once, of which some may not exist.
    private void changeTogether(Open chosen, SimpleTable table) {
        Transaction transaction = chosen.transaction;
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? KEY_RANGE : 40);
        long[] numbers = random.longs(count, 0, KEY_RANGE).distinct().toArray();
        RowKey[] keys = LongStream.of(numbers).mapToObj(table::key).toArray(RowKey[]::new);
        Map<Long, String> before = ownView(chosen, table);
        LockedKeys locked =
                transaction.lock(
                        table.id(), keys, LockMode.UPDATE, WaitPolicy.SKIP_LOCKED, List.of(0, 1));
        Map<Long, String> read = new TreeMap<>();
        addRows(locked.rows(), read);
        for (int i = 0; i < keys.length; i++) {
            assertThat(read.get(numbers[i]))
                    .isEqualTo(locked.exists(i) ? before.get(numbers[i]) : null);
        }
        boolean delete = random.nextInt(3) == 0;
        String value = "t" + random.nextInt(1_000_000);
        if (delete) {
            transaction.deleteAll(locked);
        } else if (random.nextBoolean()) {
            transaction.updateAll(
                    locked,
                    LongStream.of(numbers)
                            .mapToObj(key -> table.row(key, value))
                            .toArray(byte[][]::new));
        } else {
            for (int number : locked.present()) {
                transaction.update(locked, number, table.row(numbers[number], value));
            }
        }
        chosen.steps.add(model -> {
            for (long key : read.keySet()) {
                if (delete) {
                    rows(model, table).remove(key);
                } else {
                    rows(model, table).put(key, value);
                }
            }
        });
    }

    private static Map<Long, String> rows(Model model, SimpleTable table) {
        return Objects.requireNonNull(model.tables.get(table.id()));
    }

    /// Compares the store with what must be there, and takes for certain what is there.
    void verify(Store store) {
        assertThat(store.check()).isEmpty();
        Model found = read(store);
        boolean isModel = same(found, model);
        if (!isModel && uncertain.isPresent()) {
            assertSame(found, uncertain.get());
            model = uncertain.get();
        } else {
            assertSame(found, model);
        }
        uncertain = Optional.empty();
        found.counter = store.updateCounter(77, 0, value -> value);
        model.counter = found.counter;
    }

    /// Compares a store that goes on after an error.
    void verifyLive(Store store) {
        assertSame(read(store), model);
    }

    private static boolean same(Model left, Model right) {
        return left.tables.equals(right.tables) && left.definitions.equals(right.definitions);
    }

    private static void assertSame(Model found, Model expected) {
        assertThat(found.definitions).isEqualTo(expected.definitions);
        assertThat(found.tables).isEqualTo(expected.tables);
    }

    private Model read(Store store) {
        Model found = new Model();
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.definitions()
                    .forEach((id, bytes) ->
                            found.definitions.put(id, new String(bytes, StandardCharsets.UTF_8)));
            for (SimpleTable table : handles.values()) {
                snapshot.table(table.id())
                        .ifPresent(view -> found.tables.put(table.id(), rows(view, table)));
            }
        }
        return found;
    }

    private static Map<Long, String> rows(TableSnapshot view, SimpleTable table) {
        TreeMap<Long, String> rows = new TreeMap<>();
        try (Cursor cursor = view.scan(ScanRequest.all(List.of(0, 1)))) {
            for (Optional<Batch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                addRows(batch.get(), rows);
            }
        }
        assertThat(view.rowCount()).isEqualTo(rows.size());
        for (long key = 0; key < KEY_RANGE; key += 7) {
            TreeMap<Long, String> one = new TreeMap<>();
            addRows(view.find(table.key(key), List.of(0, 1)), one);
            assertThat(one.get(key)).isEqualTo(rows.get(key));
        }
        return rows;
    }

    private static void addRows(Batch batch, Map<Long, String> rows) {
        Batch dense = batch.compact();
        LongVector keys = (LongVector) dense.column(0);
        BytesVector values = (BytesVector) dense.column(1);
        for (int row = 0; row < dense.rowCount(); row++) {
            String value =
                    new String(
                            values.bytes(),
                            values.starts()[row],
                            values.ends()[row] - values.starts()[row],
                            StandardCharsets.UTF_8);
            assertThat(rows.put(keys.values()[row], value)).isNull();
        }
    }
}
