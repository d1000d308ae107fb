package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class StoreTest {
    private static final StoreOptions QUIET = new StoreOptions(1000, 1 << 20, 1 << 20, false);

    @TempDir private Path directory = Path.of("");

    @AfterEach
    void noMemoryIsLeft() {
        assertThat(NativeMemory.openCount()).isZero();
    }

    private Store open() throws IOException {
        return Store.open(new LocalFileSystem(directory), QUIET);
    }

    private static SimpleTable newTable(Store store) {
        SimpleTable table = new SimpleTable(store.allocateId());
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(table.schema());
            transaction.commit();
        }
        return table;
    }

    private static void insert(Store store, SimpleTable table, long start, long end) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (long key = start; key < end; key++) {
                assertThat(
                                transaction.insert(
                                        table.id(), table.key(key), table.row(key, "v" + key)))
                        .isTrue();
            }
            transaction.commit();
        }
    }

    private static TableState state(Store store, SimpleTable table) {
        return store.state().tables().find(table.id()).orElseThrow();
    }

    private static void assertRows(Store store, SimpleTable table, long count) {
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot view = snapshot.table(table.id()).orElseThrow();
            assertThat(view.rowCount()).isEqualTo(count);
            for (long key = 0; key < count; key += Math.max(1, count / 50)) {
                assertThat(view.find(table.key(key), List.of(1)).rowCount()).isOne();
            }
            assertThat(view.find(table.key(count), List.of(1)).rowCount()).isZero();
        }
    }

    @Test
    void keepsRowsOverACleanStop() throws IOException {
        SimpleTable table;
        try (Store store = open()) {
            table = newTable(store);
            insert(store, table, 0, 500);
        }
        try (Store store = open()) {
            assertRows(store, table, 500);
            insert(store, table, 500, 5000);
            store.maintain();
            assertThat(state(store, table).segments()).isNotEmpty();
        }
        try (Store store = open()) {
            assertRows(store, table, 5000);
        }
    }

    @Test
    void aCleanStopLeavesNothingToRecover() throws IOException {
        try (Store store = open()) {
            insert(store, newTable(store), 0, 10);
        }
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lock", "manifest-000000000001", "log-spare-1");
        }
    }

    @Test
    void isOpenedByOneOnly() throws IOException {
        try (Store store = open()) {
            store.begin(Isolation.READ_COMMITTED).rollback();
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.sqlState()).isEqualTo(SqlState.LOCK_FILE_EXISTS))
                    .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
        }
        open().close();
    }

    @Test
    void leavesOtherFilesAlone() throws IOException {
        Path foreign = directory.resolve("segment-of-mine.txt");
        Files.writeString(foreign, "mine");
        open().close();
        assertThat(foreign).hasContent("mine");
    }

    @Test
    void neverGivesAnIdTwice() throws IOException {
        Set<Long> ids = new HashSet<>();
        for (int start = 0; start < 3; start++) {
            try (Store store = open()) {
                for (int i = 0; i < 10_000; i++) {
                    assertThat(ids.add(store.allocateId())).isTrue();
                }
                long first = store.allocateIds(5);
                for (long id = first; id < first + 5; id++) {
                    assertThat(ids.add(id)).isTrue();
                }
            }
        }
    }

    @Test
    void keepsCounters() throws IOException {
        try (Store store = open()) {
            assertThat(store.updateCounter(5, 10, value -> value + 1)).isEqualTo(11);
            assertThat(store.updateCounter(5, 10, value -> value + 1)).isEqualTo(12);
        }
        try (Store store = open()) {
            assertThat(store.updateCounter(5, 10, value -> value + 1)).isEqualTo(13);
        }
    }

    @Test
    void countersAreDurableWithTheNextCommit() {
        SimulatedDisk disk = new SimulatedDisk();
        Store store = Store.open(disk, QUIET);
        store.updateCounter(5, 0, value -> value + 7);
        newTable(store);
        SimulatedDisk left = disk.crash(new java.util.Random(1));
        try (Store recovered = Store.open(left, QUIET)) {
            assertThat(recovered.updateCounter(5, 0, value -> value)).isEqualTo(7);
        }
        assertThatThrownBy(store::close).isInstanceOf(SimulatedDisk.PowerFailure.class);
    }

    @Test
    void manyThreadsCommitAndNothingIsLost() throws Exception {
        SimpleTable table;
        int threadCount = 8;
        int each = 400;
        try (Store store =
                Store.open(
                        new LocalFileSystem(directory),
                        new StoreOptions(300, 1 << 20, 1 << 20, true))) {
            table = newTable(store);
            List<FutureTask<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < threadCount; t++) {
                int first = t;
                FutureTask<Boolean> task =
                        new FutureTask<>(() -> {
                            for (int i = 0; i < each; i++) {
                                long key = (long) i * threadCount + first;
                                insert(store, table, key, key + 1);
                                // What is acknowledged is visible.
                                try (Snapshot snapshot = store.snapshot()) {
                                    assertThat(
                                                    snapshot.table(table.id())
                                                            .orElseThrow()
                                                            .find(table.key(key), List.of(0))
                                                            .rowCount())
                                            .isOne();
                                }
                            }
                            return true;
                        });
                tasks.add(task);
                Thread.ofPlatform().start(task);
            }
            for (FutureTask<Boolean> task : tasks) {
                assertThat(task.get()).isTrue();
            }
            assertRows(store, table, (long) threadCount * each);
        }
        try (Store store = open()) {
            assertRows(store, table, (long) threadCount * each);
        }
    }

    /// As several frames of the log, and as segments of its own.
    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 1000})
    void aLargeTransactionIsAllOrNothing(int memtableRowCountMax) {
        StoreOptions options = new StoreOptions(memtableRowCountMax, 1 << 30, 1 << 30, false);
        for (int operation = 1; operation < 12; operation++) {
            SimulatedDisk disk = new SimulatedDisk();
            Store store = Store.open(disk, options);
            SimpleTable table = newTable(store);
            insert(store, table, 0, 5000);
            disk.failAt(operation, Fault.POWER, false);
            boolean committed = false;
            try {
                insert(store, table, 100_000, 140_000);
                committed = true;
            } catch (SimulatedDisk.PowerFailure e) {
                // Before it was done.
            }
            closeDead(store);
            SimulatedDisk left = disk.crash(new java.util.Random(operation));
            try (Store recovered = Store.open(left, options)) {
                long rowCount = state(recovered, table).rowCount();
                assertThat(rowCount).isIn(committed ? 45_000L : 5_000L, 45_000L);
                assertThat(recovered.check()).isEmpty();
            }
        }
    }

    private static void closeDead(Store store) {
        try {
            store.close();
        } catch (SimulatedDisk.PowerFailure | IllegalStateException e) {
            // Its disk is dead.
        }
    }

    @Test
    void aBulkLoadSeesAndChangesItsOwnRows() throws IOException {
        SimpleTable table;
        try (Store store = open()) {
            table = newTable(store);
            insert(store, table, 0, 10);
            try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                for (long key = 10; key < 20_000; key++) {
                    transaction.insert(table.id(), table.key(key), table.row(key, "new"));
                }
                assertThat(transaction.insert(table.id(), table.key(50), table.row(50, "x")))
                        .isFalse();
                try (Snapshot snapshot = transaction.statementSnapshot()) {
                    TableSnapshot view = snapshot.table(table.id()).orElseThrow();
                    assertThat(view.segments()).isNotEmpty();
                    assertThat(view.rowCount()).isEqualTo(20_000);
                    assertThat(view.find(table.key(50), List.of(1)).rowCount()).isOne();
                }
                Transaction.LockedRow row =
                        transaction.lock(
                                table.id(), table.key(60), LockMode.UPDATE, WaitPolicy.WAIT);
                assertThat(row.row().map(table::value)).contains("new");
                transaction.delete(table.id(), table.key(60));
                transaction.lock(table.id(), table.key(61), LockMode.UPDATE, WaitPolicy.WAIT);
                transaction.update(table.id(), table.key(61), table.row(61, "changed"));
                transaction.commit();
            }
            assertThat(state(store, table).rowCount()).isEqualTo(19_999);
            assertThat(state(store, table).find(table.key(61)).map(table::value))
                    .contains("changed");
            assertThat(store.check()).isEmpty();
        }
        try (Store store = open()) {
            assertThat(state(store, table).rowCount()).isEqualTo(19_999);
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void aBulkLoadThatIsRolledBackLeavesNoFiles() throws IOException {
        try (Store store = open()) {
            SimpleTable table = newTable(store);
            try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                transaction.savepoint();
                for (long key = 0; key < 10_000; key++) {
                    transaction.insert(table.id(), table.key(key), table.row(key, "new"));
                }
                transaction.rollback();
            }
            assertRows(store, table, 0);
            try (var files = Files.list(directory)) {
                assertThat(files.filter(file -> file.toString().contains("segment-"))).isEmpty();
            }
        }
    }

    @Test
    void appendingInKeyOrderNeverMerges() throws IOException {
        try (Store store = open()) {
            SimpleTable table = newTable(store);
            for (int batch = 0; batch < 20; batch++) {
                insert(store, table, batch * 750L, (batch + 1) * 750L);
                store.maintainIfDue();
            }
            assertThat(state(store, table).segments()).hasSize(10);
            assertRows(store, table, 15_000);
        }
    }

    @Test
    void overlappingSegmentsStayFewAndSpaceComesBack() throws IOException {
        try (Store store = open()) {
            SimpleTable table = newTable(store);
            for (int batch = 0; batch < 20; batch++) {
                try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                    for (int i = 0; i < 1500; i++) {
                        long key = i * 20L + batch;
                        transaction.insert(table.id(), table.key(key), table.row(key, "x"));
                    }
                    transaction.commit();
                }
                store.maintainIfDue();
                assertThat(state(store, table).segments().size()).isLessThanOrEqualTo(4);
            }
            store.maintain();
            store.maintain();
            assertThat(state(store, table).segments()).hasSize(1);
            assertRows(store, table, 30_000);
            try (var files = Files.list(directory)) {
                assertThat(files.filter(file -> file.toString().contains("segment-"))).hasSize(1);
            }
        }
    }

    @Test
    void aSnapshotKeepsItsFilesWhileTheyAreReplaced() throws IOException {
        try (Store store = open()) {
            SimpleTable table = newTable(store);
            insert(store, table, 0, 5000);
            store.maintain();
            try (Snapshot snapshot = store.snapshot()) {
                try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                    transaction.truncateTable(table.id());
                    transaction.commit();
                }
                store.maintain();
                assertThat(state(store, table).segments()).isEmpty();
                TableSnapshot view = snapshot.table(table.id()).orElseThrow();
                assertThat(view.find(table.key(77), List.of(1)).rowCount()).isOne();
            }
            store.maintain();
            try (var files = Files.list(directory)) {
                assertThat(files.filter(file -> file.toString().contains("segment-"))).isEmpty();
            }
        }
    }

    @Test
    void readsGoOnAndWritesStopAfterASyncFailed() {
        SimulatedDisk disk = new SimulatedDisk();
        try (Store store = Store.open(disk, QUIET)) {
            SimpleTable table = newTable(store);
            insert(store, table, 0, 10);
            disk.failAt(2, Fault.ERROR, false); // The write is 1, the sync 2.
            assertThatThrownBy(() -> insert(store, table, 10, 11))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> {
                                assertThat(e.sqlState()).isEqualTo(SqlState.IO_ERROR);
                                assertThat(e.fields().values().toString()).contains("restart");
                            });
            assertRows(store, table, 10);
            assertThatThrownBy(() -> insert(store, table, 11, 12))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("out of use");
            assertRows(store, table, 10);
        }
    }
}
