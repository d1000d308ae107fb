package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.Transaction.LockedRow.Outcome;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.type.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Rows that are locked, read and changed together.
@Timeout(60)
final class LockedKeysTest {
    private static final StoreOptions OPTIONS = new StoreOptions(300, 1 << 20, 1 << 20, false);

    private Store store = Store.open(new SimulatedDisk(), OPTIONS);
    private SimpleTable table = new SimpleTable(0);

    @BeforeEach
    void makeTable() {
        table = new SimpleTable(store.allocateId());
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(table.schema());
            transaction.commit();
        }
    }

    @AfterEach
    void allMemoryIsGivenBack() {
        store.close();
        assertThat(NativeMemory.openCount()).isZero();
    }

    private RowKey[] keys(long... numbers) {
        return LongStream.of(numbers).mapToObj(table::key).toArray(RowKey[]::new);
    }

    private void put(long first, long end, String value) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (long key = first; key < end; key++) {
                transaction.insert(table.id(), table.key(key), table.row(key, value));
            }
            transaction.commit();
        }
    }

    private LockedKeys lock(Transaction transaction, WaitPolicy policy, long... numbers) {
        return transaction.lock(table.id(), keys(numbers), LockMode.UPDATE, policy, List.of(0, 1));
    }

    private static Map<Long, String> map(Batch rows) {
        var found = new TreeMap<Long, String>();
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            var values = (BytesVector) rows.column(1);
            int start = values.starts()[row];
            String value =
                    new String(
                            values.bytes(),
                            start,
                            values.ends()[row] - start,
                            StandardCharsets.UTF_8);
            found.put(((LongVector) rows.column(0)).values()[row], value);
        }
        return found;
    }

    private Map<Long, String> content() {
        var found = new TreeMap<Long, String>();
        try (Snapshot snapshot = store.snapshot();
                Cursor cursor =
                        snapshot.table(table.id())
                                .orElseThrow()
                                .scan(ScanRequest.all(List.of(0, 1)))) {
            for (Optional<Batch> rows = cursor.next(); rows.isPresent(); rows = cursor.next()) {
                found.putAll(map(rows.get()));
            }
        }
        return found;
    }

    @Test
    void rowsComeInTheOrderOfTheirKeysWhereverTheyAre() {
        put(0, 500, "old");
        store.maintain();
        put(500, 600, "recent");
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.insert(table.id(), table.key(700), table.row(700, "own"));
            LockedKeys locked = lock(transaction, WaitPolicy.WAIT, 700, 3, 550, 9999, 2, 501);
            assertThat(locked.present()).containsExactly(0, 1, 2, 4, 5);
            assertThat(locked.outcome(3)).isEqualTo(Outcome.GONE);
            assertThat(((LongVector) locked.rows().column(0)).values())
                    .containsExactly(700, 3, 550, 2, 501);
            assertThat(map(locked.rows()))
                    .isEqualTo(
                            Map.of(
                                    700L, "own", 3L, "old", 550L, "recent", 2L, "old", 501L,
                                    "recent"));
        }
    }

    @Test
    void tellsWhatOthersChangedSinceTheStatementBegan() {
        put(0, 1000, "old");
        store.maintain();
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.statementSnapshot().close();
            try (Transaction other = store.begin(Isolation.READ_COMMITTED)) {
                LockedKeys locked = lock(other, WaitPolicy.WAIT, 1, 2);
                other.update(locked, 0, table.row(1, "new"));
                other.delete(locked, 1);
                other.commit();
            }
            store.maintain();
            LockedKeys locked = lock(transaction, WaitPolicy.WAIT, 1, 2, 3);
            assertThat(locked.outcome(0)).isEqualTo(Outcome.CHANGED);
            assertThat(locked.outcome(1)).isEqualTo(Outcome.GONE);
            assertThat(locked.outcome(2)).isEqualTo(Outcome.UNCHANGED);
            assertThat(map(locked.rows())).isEqualTo(Map.of(1L, "new", 3L, "old"));
        }
    }

    @Test
    void repeatableReadRefusesARowThatOthersChanged() {
        put(0, 1000, "old");
        store.maintain();
        try (Transaction transaction = store.begin(Isolation.REPEATABLE_READ)) {
            transaction.statementSnapshot().close();
            try (Transaction other = store.begin(Isolation.READ_COMMITTED)) {
                LockedKeys locked = lock(other, WaitPolicy.WAIT, 5);
                other.update(locked, 0, table.row(5, "new"));
                other.commit();
            }
            assertThat(lock(transaction, WaitPolicy.WAIT, 4, 6).present()).hasSize(2);
            assertThatThrownBy(() -> lock(transaction, WaitPolicy.WAIT, 4, 5))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e ->
                                    assertThat(e.sqlState())
                                            .isEqualTo(SqlState.SERIALIZATION_FAILURE));
        }
    }

    @Test
    void passesOverWhatOthersHaveLocked() {
        put(0, 100, "old");
        try (Transaction other = store.begin(Isolation.READ_COMMITTED);
                Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            lock(other, WaitPolicy.WAIT, 7, 9);
            LockedKeys locked = lock(transaction, WaitPolicy.SKIP_LOCKED, 6, 7, 8, 9);
            assertThat(locked.present()).containsExactly(0, 2);
            assertThat(locked.outcome(1)).isEqualTo(Outcome.SKIPPED);
            assertThatThrownBy(() -> lock(transaction, WaitPolicy.NOWAIT, 6, 7))
                    .isInstanceOf(DatabaseException.class);
        }
    }

    @Test
    void aDeletedRowCanBeInsertedAndChangedAgain() {
        put(0, 1000, "old");
        store.maintain();
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.deleteAll(lock(transaction, WaitPolicy.WAIT, 1, 2, 3));
            assertThat(lock(transaction, WaitPolicy.WAIT, 1, 2, 3).present()).isEmpty();
            assertThat(transaction.insert(table.id(), table.key(2), table.row(2, "again")))
                    .isTrue();
            LockedKeys locked = lock(transaction, WaitPolicy.WAIT, 3, 2, 1);
            assertThat(locked.present()).containsExactly(1);
            transaction.update(locked, 1, table.row(2, "changed"));
            transaction.commit();
        }
        Map<Long, String> content = content();
        assertThat(content).hasSize(998).doesNotContainKeys(1L, 3L).containsEntry(2L, "changed");
        assertThat(store.check()).isEmpty();
    }

    /// Between the lock and the commit rows move to other files, or back to memory.
    @Test
    void agreesWithAModelWhileRowsMove() {
        long seed = Long.getLong("seed", 11);
        var random = new Random(seed);
        var model = new TreeMap<Long, String>();
        for (int step = 0; step < 400; step++) {
            try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                var next = new TreeMap<>(model);
                long[] numbers =
                        random.longs(1 + random.nextInt(200), 0, 1500).distinct().toArray();
                LockedKeys locked = lock(transaction, WaitPolicy.WAIT, numbers);
                if (random.nextInt(4) == 0) {
                    store.maintain();
                }
                String value = "v" + step;
                int action = random.nextInt(5);
                for (int i = 0; i < numbers.length; i++) {
                    assertThat(locked.exists(i)).isEqualTo(model.containsKey(numbers[i]));
                    if (locked.exists(i)) {
                        if (action == 0) {
                            next.remove(numbers[i]);
                        } else if (action == 1) {
                            next.put(numbers[i], value);
                        }
                    } else if (action > 1) {
                        transaction.insert(table.id(), locked.key(i), table.row(numbers[i], value));
                        next.put(numbers[i], value);
                    }
                }
                var read = new TreeMap<>(model);
                read.keySet().retainAll(LongStream.of(numbers).boxed().toList());
                assertThat(map(locked.rows())).isEqualTo(read);
                if (action == 0) {
                    transaction.deleteAll(locked);
                } else if (action == 1) {
                    transaction.updateAll(
                            locked,
                            LongStream.of(numbers)
                                    .mapToObj(key -> table.row(key, value))
                                    .toArray(byte[][]::new));
                }
                if (random.nextInt(4) == 0) {
                    store.maintain();
                }
                if (random.nextInt(5) > 0) {
                    transaction.commit();
                    model = next;
                }
            }
            assertThat(content()).as("seed %d step %d", seed, step).isEqualTo(model);
        }
        assertThat(store.check()).isEmpty();
    }

    @Test
    void manyThreadsLoseNoUpdate() throws Exception {
        store.close();
        store = Store.open(new SimulatedDisk(), new StoreOptions(300, 1 << 20, 1 << 20, true));
        makeTable();
        put(0, 1000, "0");
        int threadCount = 4;
        int roundCount = 60;
        int batchSize = 40;
        var tasks = new ArrayList<FutureTask<Integer>>();
        for (int i = 0; i < threadCount; i++) {
            var random = new Random(i);
            var task =
                    new FutureTask<>(() -> {
                        for (int round = 0; round < roundCount; round++) {
                            increment(random.longs(0, 1000).distinct().limit(batchSize).toArray());
                        }
                        return roundCount;
                    });
            tasks.add(task);
            Thread.ofPlatform().start(task);
        }
        for (FutureTask<Integer> task : tasks) {
            task.get();
        }
        long sum = content().values().stream().mapToLong(Long::parseLong).sum();
        assertThat(sum).isEqualTo((long) threadCount * roundCount * batchSize);
        assertThat(store.check()).isEmpty();
        assertThat(store.locks().lockedCount()).isZero();
    }

    /// Adds one to each of some rows, again after a deadlock.
    private void increment(long[] numbers) {
        while (true) {
            try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                LockedKeys locked = lock(transaction, WaitPolicy.WAIT, numbers);
                Map<Long, String> before = map(locked.rows());
                for (int number : locked.present()) {
                    long value = Long.parseLong(before.get(numbers[number]));
                    transaction.update(
                            locked, number, table.row(numbers[number], "" + (value + 1)));
                }
                transaction.commit();
                return;
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isEqualTo(SqlState.DEADLOCK_DETECTED);
            }
        }
    }
}
