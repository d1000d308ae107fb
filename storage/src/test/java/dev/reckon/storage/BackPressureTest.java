package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimpleTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Writers that are faster than flush and merge.
@Timeout(120)
final class BackPressureTest {
    private static final int MEMTABLE_ROWS = 500;
    private static final int BACKLOG = 4;
    private static final int BATCH_ROWS = 50;
    private static final int THREADS = 4;

    @AfterEach
    void allMemoryIsGivenBack() {
        assertThat(NativeMemory.openCount()).isZero();
    }

    private static SimpleTable newTable(Store store) {
        var table = new SimpleTable(store.allocateId());
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(table.schema());
            transaction.commit();
        }
        return table;
    }

    private static void insert(Store store, SimpleTable table, long first) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (int i = 0; i < BATCH_ROWS; i++) {
                // Spread, so that every flushed segment overlaps the others and is merged.
                long key = (first + i) * 7919 % 1_000_003;
                transaction.insert(table.id(), table.key(key), table.row(key, "row " + key));
            }
            transaction.commit();
        }
    }

    /// Even while merges wait for their turn, memory is flushed, and never has more rows than the
    /// backlog and what each writer was about to add.
    @Test
    void memoryStaysBoundedWhileMergesAreHeldBack(@TempDir Path directory) throws Exception {
        var options = new StoreOptions(MEMTABLE_ROWS, 1 << 20, 1 << 20, 100_000, true);
        try (Store store = Store.open(new LocalFileSystem(directory), options)) {
            SimpleTable table = newTable(store);
            var next = new AtomicLong();
            var most = new AtomicLong();
            int roundCount = 100;
            var tasks = new ArrayList<FutureTask<Integer>>();
            for (int i = 0; i < THREADS; i++) {
                var task =
                        new FutureTask<>(() -> {
                            for (int round = 0; round < roundCount; round++) {
                                insert(store, table, next.getAndAdd(BATCH_ROWS));
                                most.accumulateAndGet(memtableRows(store, table), Math::max);
                            }
                            return roundCount;
                        });
                tasks.add(task);
                Thread.ofPlatform().start(task);
            }
            for (FutureTask<Integer> task : tasks) {
                task.get();
            }
            assertThat(most.get())
                    .isBetween(1L, (long) MEMTABLE_ROWS * BACKLOG + THREADS * BATCH_ROWS);
            WriteStatistics writes = store.writeStatistics();
            assertThat(writes.flushed().count()).isPositive();
            assertThat(store.check()).isEmpty();
            try (Snapshot snapshot = store.snapshot()) {
                assertThat(snapshot.table(table.id()).orElseThrow().rowCount())
                        .isEqualTo((long) THREADS * roundCount * BATCH_ROWS);
            }
        }
    }

    private static long memtableRows(Store store, SimpleTable table) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.table(table.id()).orElseThrow().memtableRowCount();
        }
    }

    /// A merge that may write next to nothing does not keep the store from closing.
    @Test
    void closingEndsTheRestOfAMerge(@TempDir Path directory) throws Exception {
        var options = new StoreOptions(20_000, 1 << 24, 1 << 24, 1, true);
        try (Store store = Store.open(new LocalFileSystem(directory), options)) {
            SimpleTable table = newTable(store);
            for (int round = 0; round < 12; round++) {
                try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                    for (long i = 0; i < 21_000; i++) {
                        long key = i * 12 + round;
                        transaction.insert(table.id(), table.key(key), table.row(key, "x"));
                    }
                    transaction.commit();
                }
            }
        }
    }

    /// A manifest has the rows in memory: it waits while it would write more than it frees.
    @Test
    void manifestsWaitForARest(@TempDir Path directory) throws Exception {
        var options = new StoreOptions(5000, 1 << 26, 1L << 30, false);
        try (Store store = Store.open(new LocalFileSystem(directory), options)) {
            SimpleTable few = newTable(store);
            SimpleTable many = newTable(store);
            insert(store, few, 0, 100, "x".repeat(60_000));
            insert(store, many, 0, 3000, "x");
            insert(store, many, 3000, 3000, "x");
            store.maintainIfDue();
            assertThat(store.writeStatistics().flushed().count()).isOne();
            assertThat(store.writeStatistics().checkpoints().count()).isZero();
            store.maintainIfDue();
            assertThat(store.writeStatistics().checkpoints().count()).isOne();
            assertThat(store.writeStatistics().checkpoints().byteCount())
                    .isGreaterThan(100 * 60_000);
            // Or until the log is long.
            for (int round = 1; round <= 3; round++) {
                insert(store, many, round * 10_000L, 3000, "x".repeat(2000));
                insert(store, many, round * 10_000L + 3000, 3000, "x".repeat(2000));
                store.maintainIfDue();
            }
            assertThat(store.writeStatistics().checkpoints().count()).isGreaterThan(1);
        }
    }

    private static void insert(
            Store store, SimpleTable table, long firstKey, int count, String text) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (long key = firstKey; key < firstKey + count; key++) {
                transaction.insert(table.id(), table.key(key), table.row(key, text));
            }
            transaction.commit();
        }
    }

    @Test
    void countsWhatIsWritten(@TempDir Path directory) throws Exception {
        var options = new StoreOptions(5000, 1 << 24, 1 << 24, false);
        try (Store store = Store.open(new LocalFileSystem(directory), options)) {
            SimpleTable table = newTable(store);
            assertThat(store.writeStatistics().amplification()).isEqualTo(1);
            for (int i = 0; i < 100; i++) {
                insert(store, table, (long) i * BATCH_ROWS);
            }
            store.maintain();
            WriteStatistics once = store.writeStatistics();
            assertThat(once.flushed().rowCount()).isEqualTo(5000);
            assertThat(once.merged().rowCount()).isZero();
            assertThat(once.log().count()).isGreaterThanOrEqualTo(101);
            assertThat(once.log().byteCount()).isGreaterThan(5000 * 20);
            assertThat(once.checkpoints().count()).isOne();
            assertThat(once.checkpoints().byteCount()).isBetween(100L, 2000L);
            assertThat(once.amplification()).isBetween(1.05, 2.0);
            for (int i = 100; i < 200; i++) {
                insert(store, table, (long) i * BATCH_ROWS);
            }
            store.maintain();
            WriteStatistics twice = store.writeStatistics();
            assertThat(twice.merged().rowCount()).isEqualTo(10_000);
            assertThat(twice.all().byteCount())
                    .isEqualTo(
                            List.of(
                                            twice.log(),
                                            twice.flushed(),
                                            twice.merged(),
                                            twice.loaded(),
                                            twice.checkpoints())
                                    .stream()
                                    .mapToLong(WriteStatistics.Amount::byteCount)
                                    .sum());
        }
    }
}
