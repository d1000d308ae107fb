package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class BulkInsertTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private Store store;
    private SimpleTable table;

    @BeforeEach
    void open() {
        store = Store.open(disk, new StoreOptions(100, 1 << 20, 1 << 30, false));
        table = new SimpleTable(store.allocateId());
        try (Transaction setup = begin()) {
            setup.createTable(table.schema());
            setup.commit();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Transaction begin() {
        return store.begin(Isolation.READ_COMMITTED);
    }

    private static List<Long> keys(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    /// Inserts keys in bulk, tagged from 0; returns the tag of one that exists.
    private OptionalLong load(Transaction transaction, List<Long> keys) {
        BulkInsert insert =
                transaction.bulkInsert(List.of(new BulkInsert.Target(table.id(), true)));
        for (int start = 0; start < keys.size(); start += 64) {
            int end = Math.min(keys.size(), start + 64);
            List<Long> some = keys.subList(start, end);
            insert.add(
                    0,
                    SimpleTable.rows(some, some.stream().map(key -> "v" + key).toList()),
                    LongStream.range(start, end).toArray());
            if (insert.isFull()) {
                Optional<BulkInsert.Duplicate> found = insert.write();
                if (found.isPresent()) {
                    return OptionalLong.of(found.get().tag());
                }
            }
        }
        return insert.finish()
                .map(found -> OptionalLong.of(found.tag()))
                .orElseGet(OptionalLong::empty);
    }

    private void commitLoad(long first, long end) {
        try (Transaction transaction = begin()) {
            assertThat(load(transaction, keys(first, end))).isEmpty();
            transaction.commit();
        }
    }

    private long rowCount() {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.table(table.id()).orElseThrow().rowCount();
        }
    }

    private boolean insert(Transaction transaction, long key) {
        return transaction.insert(table.id(), table.key(key), table.row(key, "one"));
    }

    private void delete(Transaction transaction, long key) {
        transaction.lock(table.id(), table.key(key), LockMode.UPDATE, WaitPolicy.WAIT);
        transaction.delete(table.id(), table.key(key));
    }

    private static <T> FutureTask<T> start(java.util.concurrent.Callable<T> action) {
        var task = new FutureTask<>(action);
        Thread.ofPlatform().start(task);
        return task;
    }

    private static void awaitBlocked(Transaction transaction) {
        while (!transaction.isWaiting()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void writesNoByteOfTheRowsToTheLog() throws IOException {
        commitLoad(0, 50_000);
        assertThat(rowCount()).isEqualTo(50_000);
        long logBytes = 0;
        for (String name : disk.list()) {
            logBytes += name.startsWith("log-0") ? written(name) : 0;
        }
        assertThat(logBytes).isLessThan(4096);
        assertThat(store.check()).isEmpty();
    }

    /// Counts the bytes of a log file up to the zeros that it was made with.
    private long written(String name) throws IOException {
        try (var file = disk.map(name)) {
            long end = file.bytes().byteSize();
            while (end > 0
                    && file.bytes().get(java.lang.foreign.ValueLayout.JAVA_BYTE, end - 1) == 0) {
                end--;
            }
            return end;
        }
    }

    @Test
    void takesOneLockForManyRows() {
        try (Transaction transaction = begin()) {
            load(transaction, keys(0, 20_000));
            assertThat(store.locks().lockedCount()).isLessThan(40);
        }
        assertThat(store.locks().lockedCount()).isZero();
        assertThat(rowCount()).isZero();
    }

    @Test
    void holdsAllRowsWhereTheMemtableHasNoLimit() throws IOException {
        store.close();
        store =
                Store.open(
                        disk, new StoreOptions(Integer.MAX_VALUE, Long.MAX_VALUE, 1 << 30, false));
        List<String> before = disk.list();
        try (Transaction transaction = begin()) {
            for (long key = 0; key < 5000; key++) {
                assertThat(insert(transaction, key)).isTrue();
            }
            assertThat(disk.list()).as("no segment was written").isEqualTo(before);
            transaction.commit();
        }
        assertThat(rowCount()).isEqualTo(5000);
    }

    @Test
    void leavesNoFileBehindAfterARollback() throws IOException {
        try (Transaction transaction = begin()) {
            load(transaction, keys(0, 5000));
            assertThat(disk.list()).anyMatch(name -> name.startsWith("segment-"));
        }
        assertThat(disk.list()).noneMatch(name -> name.startsWith("segment-"));
    }

    @Test
    void findsTheFirstRowWhoseKeyExistsWhereverItIs() {
        Random random = new Random(Long.getLong("seed", 11));
        TreeSet<Long> present = new TreeSet<>();
        for (int round = 0; round < 200; round++) {
            Transaction transaction = begin();
            TreeSet<Long> own = new TreeSet<>(present);
            for (int i = 0; i < random.nextInt(8); i++) { // In the write set.
                long key = random.nextInt(3000);
                if (own.add(key)) {
                    assertThat(insert(transaction, key)).isTrue();
                } else {
                    delete(transaction, key);
                    own.remove(key);
                }
            }
            boolean failed = false;
            for (int statement = 0; statement < 2 && !failed; statement++) {
                failed = !loads(transaction, randomKeys(random), own);
            }
            if (failed || random.nextInt(4) == 0) {
                transaction.rollback();
            } else {
                transaction.commit();
                present = own;
            }
            if (random.nextInt(10) == 0) {
                store.maintain();
            }
            assertThat(rowCount()).isEqualTo(present.size());
        }
        assertThat(store.check()).isEmpty();
    }

    private static List<Long> randomKeys(Random random) {
        int step = 1 + random.nextInt(40);
        long first = random.nextInt(6000);
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(1500 / step); i++) {
            keys.add(first + (long) i * step);
        }
        if (random.nextInt(5) == 0) {
            keys.add(keys.get(random.nextInt(keys.size())));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(keys, random);
        }
        return keys;
    }

    /// Loads keys beside those that are there, and returns whether none was there already.
    private boolean loads(Transaction transaction, List<Long> keys, Set<Long> own) {
        OptionalLong expected = OptionalLong.empty();
        for (int i = 0; i < keys.size() && expected.isEmpty(); i++) {
            expected = own.add(keys.get(i)) ? OptionalLong.empty() : OptionalLong.of(i);
        }
        assertThat(load(transaction, keys)).isEqualTo(expected);
        return expected.isEmpty();
    }

    @Test
    void namesTheFirstOfSeveralTargets() {
        SimpleTable index = new SimpleTable(store.allocateId());
        try (Transaction transaction = begin()) {
            transaction.createTable(index.schema());
            transaction.insert(index.id(), index.key(1005), index.row(1005, "there"));
            BulkInsert insert =
                    transaction.bulkInsert(
                            List.of(
                                    new BulkInsert.Target(table.id(), true),
                                    new BulkInsert.Target(index.id(), true)));
            List<Long> keys = new ArrayList<>(keys(0, 300));
            keys.set(8, 3L); // Twice in the table, but later than in the index.
            List<String> values = keys.stream().map(String::valueOf).toList();
            long[] tags = LongStream.range(100, 400).toArray();
            insert.add(0, SimpleTable.rows(keys, values), tags);
            insert.add(1, SimpleTable.rows(keys(1000, 1300), values), tags);
            BulkInsert.Duplicate duplicate = insert.finish().orElseThrow();
            assertThat(duplicate.target()).isEqualTo(1);
            assertThat(duplicate.tag()).isEqualTo(105);
            assertThat(((LongVector) duplicate.row().column(0)).values()[0]).isEqualTo(1005);
        }
    }

    /// In memory and in segments.
    @ParameterizedTest
    @ValueSource(ints = {40, 3000})
    void keepsOthersOffItsKeysAndNoOthers(int count) throws Exception {
        Transaction loading = begin();
        load(loading, keys(0, count).stream().map(key -> key * 2).toList());
        try (Transaction other = begin()) {
            assertThat(insert(other, 17)).isTrue(); // Between its keys.
            assertThat(load(other, keys(10_000, 10_000 + count))).isEmpty();
            FutureTask<Boolean> blocked = start(() -> insert(other, 10));
            awaitBlocked(other);
            loading.commit();
            assertThat(blocked.get()).isFalse();
            other.commit();
        }
        assertThat(rowCount()).isEqualTo(2 * count + 1);
    }

    @Test
    void letsOthersHaveItsKeysWhenItIsUndone() throws Exception {
        Transaction loading = begin();
        Transaction.Savepoint savepoint = loading.savepoint();
        load(loading, keys(0, 3000));
        Transaction other = begin();
        FutureTask<Boolean> blocked = start(() -> insert(other, 100));
        awaitBlocked(other);
        loading.rollbackTo(savepoint);
        assertThat(blocked.get()).isTrue();
        other.commit();
        assertThat(load(loading, keys(0, 3000))).hasValue(100);
        loading.rollback();
        assertThat(rowCount()).isEqualTo(1);
        assertThat(store.locks().lockedCount()).isZero();
    }

    @Test
    void waitsForARowThatIsBeingInsertedAndFindsIt() throws Exception {
        Transaction single = begin();
        insert(single, 1500);
        Transaction loading = begin();
        FutureTask<OptionalLong> blocked = start(() -> load(loading, keys(0, 3000)));
        awaitBlocked(loading);
        single.commit();
        assertThat(blocked.get()).hasValue(1500);
        loading.rollback();
    }

    @Test
    void waitsForARowThatIsBeingDeletedAndTakesItsPlace() throws Exception {
        commitLoad(1500, 1501);
        Transaction single = begin();
        delete(single, 1500);
        Transaction loading = begin();
        FutureTask<OptionalLong> blocked = start(() -> load(loading, keys(0, 3000)));
        awaitBlocked(loading);
        single.commit();
        assertThat(blocked.get()).isEmpty();
        loading.commit();
        assertThat(rowCount()).isEqualTo(3000);
        assertThat(store.check()).isEmpty();
    }

    @Test
    void waitsForAnotherLoadWithOneOfItsKeys() throws Exception {
        Transaction first = begin();
        load(first, keys(0, 3000));
        Transaction second = begin();
        FutureTask<OptionalLong> blocked = start(() -> load(second, keys(2999, 6000)));
        awaitBlocked(second);
        first.commit();
        assertThat(blocked.get()).hasValue(0);
        second.rollback();
        assertThat(rowCount()).isEqualTo(3000);
    }

    @Test
    void endsADeadlockOfTwoLoads() throws Exception {
        Transaction first = begin();
        Transaction second = begin();
        load(first, keys(0, 1000));
        load(second, keys(5000, 6000));
        FutureTask<OptionalLong> blocked = start(() -> load(first, keys(5500, 7000)));
        awaitBlocked(first);
        assertThatThrownBy(() -> load(second, keys(500, 1500)))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.sqlState()).isEqualTo(SqlState.DEADLOCK_DETECTED));
        second.rollback();
        assertThat(blocked.get()).isEmpty();
        first.commit();
        assertThat(rowCount()).isEqualTo(2500);
    }

    @Test
    void givesUpAfterTheLockTimeout() {
        try (Transaction single = begin();
                Transaction loading = begin()) {
            insert(single, 10);
            loading.limitLockWaits(5);
            assertThatThrownBy(() -> load(loading, keys(0, 3000)))
                    .hasMessage("canceling statement due to lock timeout");
            loading.rollback();
            assertThat(insert(single, 11)).isTrue();
        }
    }

    @Test
    void doesNotOverwriteWhatASnapshotStillHas() {
        commitLoad(100, 200);
        try (Transaction loading = store.begin(Isolation.REPEATABLE_READ)) {
            loading.statementSnapshot().close();
            try (Transaction other = begin()) {
                delete(other, 150);
                other.commit();
            }
            List<Long> keys = new ArrayList<>(keys(200, 400));
            keys.add(150L);
            assertThatThrownBy(() -> load(loading, keys))
                    .hasMessage("could not serialize access due to concurrent delete");
        }
    }

    /// Eight transactions load and insert keys of one range at a time; each key is won once.
    @ParameterizedTest
    @ValueSource(ints = {30, 60})
    void givesEachKeyToOneOfMany(int loadCount) throws Exception {
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            long seed = Long.getLong("seed", 5) + thread;
            tasks.add(start(() -> compete(new Random(seed), loadCount)));
        }
        long sum = 0;
        for (FutureTask<Integer> task : tasks) {
            sum += task.get();
        }
        assertThat(rowCount()).isEqualTo(sum);
        assertThat(store.check()).isEmpty();
        assertThat(store.locks().lockedCount()).isZero();
    }

    private int compete(Random random, int loadCount) {
        int inserted = 0;
        for (int round = 0; round < 40; round++) {
            try (Transaction transaction = begin()) {
                int count = 0;
                for (int i = 0; i < 3; i++) {
                    long key = random.nextInt(20_000);
                    count += insert(transaction, key) ? 1 : 0;
                }
                Transaction.Savepoint savepoint = transaction.savepoint();
                int first = random.nextInt(20_000);
                List<Long> keys = new ArrayList<>(keys(first, first + loadCount));
                Collections.shuffle(keys, random);
                if (load(transaction, keys).isPresent()) {
                    transaction.rollbackTo(savepoint);
                } else {
                    count += keys.size();
                }
                transaction.commit();
                inserted += count;
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isEqualTo(SqlState.DEADLOCK_DETECTED);
            }
        }
        return inserted;
    }

    /// Texts of which many begin alike, and pairs: keys that a code doesn't tell apart.
    @Test
    void sortsKeysThatAreLongerThanACode() {
        var schema =
                new TableSchema(
                        store.allocateId(),
                        "texts",
                        List.of(
                                new ColumnSchema("t", DataType.TEXT, -1, true),
                                new ColumnSchema("n", DataType.INT4, -1, false)),
                        List.of(KeyColumn.ascending(0), KeyColumn.ascending(1)));
        Random random = new Random(Long.getLong("seed", 3));
        TreeSet<RowKey> expected = new TreeSet<>();
        try (Transaction transaction = begin()) {
            transaction.createTable(schema);
            BulkInsert insert =
                    transaction.bulkInsert(List.of(new BulkInsert.Target(schema.id(), true)));
            var encoder = new KeyEncoder(schema);
            for (int batch = 0; batch < 40; batch++) {
                Batch rows = texts(random, batch);
                for (int row = 0; row < rows.rowCount(); row++) {
                    expected.add(encoder.encode(rows, row));
                }
                insert.add(0, rows, LongStream.range(batch * 50L, batch * 50L + 50).toArray());
                if (insert.isFull()) {
                    assertThat(insert.write()).isEmpty();
                }
            }
            assertThat(insert.finish()).isEmpty();
            transaction.commit();
        }
        assertThat(store.check()).isEmpty();
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot view = snapshot.table(schema.id()).orElseThrow();
            assertThat(view.rowCount()).isEqualTo(2000);
            int rank = 0;
            for (RowKey key : expected) {
                assertThat(view.keyAt(rank++)).hasValue(key);
            }
        }
    }

    private static Batch texts(Random random, int number) {
        var texts = new VectorBuilder(PhysicalType.BYTES, 50);
        var numbers = new VectorBuilder(PhysicalType.INT4, 50);
        for (int row = 0; row < 50; row++) {
            byte[] text = ("customer-" + random.nextInt(50)).getBytes(StandardCharsets.UTF_8);
            texts.appendBytes(text, 0, text.length);
            numbers.appendLong(number * 50 + (49 - row));
        }
        return new Batch(List.of(texts.build(), numbers.build()), 50);
    }
}
