package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import dev.reckon.storage.type.KeyRange;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Backs up, archives, restores to every point, and damages what is restored from.
final class BackupTest {
    private static final StoreOptions OPTIONS = Workload.OPTIONS;
    private static final int LOG_FILE_BYTES = 1 << 12;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedDisk archive = new SimulatedDisk();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Random random = new Random(Long.getLong("seed", 11));
    private Optional<SimpleTable> table = Optional.empty();

    /// The rows after each commit.
    private final TreeMap<Long, Map<Long, String>> history = new TreeMap<>();

    private Store open(FileSystem files, boolean archives) {
        return Store.open(
                files,
                OPTIONS,
                new Store.Surroundings(
                        archives ? Optional.of(archive) : Optional.empty(),
                        LOG_FILE_BYTES,
                        new SplittableRandom(5),
                        () -> clock.addAndGet(1000)));
    }

    private void createTable(Store store) {
        SimpleTable created = new SimpleTable(store.allocateId());
        table = Optional.of(created);
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(created.schema());
            transaction.commit();
        }
        note(store);
    }

    private void note(Store store) {
        try (Snapshot snapshot = store.snapshot()) {
            history.put(snapshot.sequence(), rows(snapshot));
        }
    }

    private Map<Long, String> rows(Snapshot snapshot) {
        TreeMap<Long, String> rows = new TreeMap<>();
        SimpleTable read = table.orElseThrow();
        Optional<TableSnapshot> view = snapshot.table(read.id());
        if (view.isEmpty()) {
            return rows;
        }
        try (Cursor cursor = view.get().scan(ScanRequest.all(List.of(0, 1)))) {
            for (Optional<Batch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                Batch dense = batch.get().compact();
                for (int row = 0; row < dense.rowCount(); row++) {
                    rows.put(
                            ((LongVector) dense.column(0)).values()[row],
                            dense.column(1).value(row).toString());
                }
            }
        }
        return rows;
    }

    /// Commits some random changes; now and then so many that they go to a segment at once.
    private void change(Store store) {
        SimpleTable written = table.orElseThrow();
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            int count = random.nextInt(8) == 0 ? 200 : 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                long key = random.nextInt(3000);
                String value = "v" + random.nextInt(1_000_000);
                if (!transaction.insert(written.id(), written.key(key), written.row(key, value))) {
                    transaction.lock(
                            written.id(), written.key(key), LockMode.UPDATE, WaitPolicy.WAIT);
                    if (random.nextInt(3) == 0) {
                        transaction.delete(written.id(), written.key(key));
                    } else {
                        transaction.update(written.id(), written.key(key), written.row(key, value));
                    }
                }
            }
            transaction.commit();
        }
        note(store);
        if (random.nextInt(10) == 0) {
            store.maintain();
        } else if (random.nextInt(4) == 0) {
            store.maintainIfDue();
        }
        note(store);
    }

    private void assertRestored(SimulatedDisk restored, long sequence) {
        assertThat(StoreFiles.check(restored)).isEmpty();
        try (Store store = open(restored, false);
                Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sequence()).isEqualTo(sequence);
            assertThat(rows(snapshot)).isEqualTo(history.get(sequence));
        }
    }

    @Test
    void restoresAnyLaterCommitFromBackupAndArchive() {
        SimulatedDisk backup = new SimulatedDisk();
        long backupSequence = 0;
        try (Store store = open(disk, true)) {
            createTable(store);
            for (int i = 0; i < 60; i++) {
                change(store);
            }
            backupSequence = store.backUp(backup, true);
            for (int i = 0; i < 40; i++) {
                change(store);
            }
        }
        try (Store store = open(disk, true)) { // Log files go on with other numbers.
            for (int i = 0; i < 60; i++) {
                change(store);
            }
        }
        long last = history.lastKey();
        SimulatedDisk plain = new SimulatedDisk();
        assertThat(StoreFiles.restore(backup, List.of(), new RestorePoint.End(), plain))
                .isEqualTo(backupSequence);
        assertRestored(plain, backupSequence);
        for (long sequence : history.tailMap(backupSequence).keySet()) {
            if (sequence != last && random.nextInt(4) != 0) {
                continue;
            }
            SimulatedDisk target = new SimulatedDisk();
            assertThat(
                            StoreFiles.restore(
                                    backup,
                                    List.of(archive),
                                    new RestorePoint.AtSequence(sequence),
                                    target))
                    .isEqualTo(sequence);
            assertRestored(target, sequence);
        }
        assertThatThrownBy(() ->
                        StoreFiles.restore(
                                backup,
                                List.of(archive),
                                new RestorePoint.AtSequence(last + 1000),
                                new SimulatedDisk()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("after the end of the log");
        assertThatThrownBy(() ->
                        StoreFiles.restore(
                                backup,
                                List.of(),
                                new RestorePoint.AtSequence(1),
                                new SimulatedDisk()))
                .hasMessageContaining("before the backup");
        assertThat(NativeMemory.openCount()).isZero();
    }

    @Test
    void restoresATime() {
        SimulatedDisk backup = new SimulatedDisk();
        long sequence;
        Instant time;
        try (Store store = open(disk, true)) {
            createTable(store);
            store.backUp(backup, true);
            clock.set(60_000_000_000L);
            change(store);
            sequence = history.lastKey();
            time = Instant.EPOCH.plus(clock.addAndGet(500), ChronoUnit.MICROS);
            clock.addAndGet(1_000_000);
            change(store);
        }
        SimulatedDisk target = new SimulatedDisk();
        assertThat(
                        StoreFiles.restore(
                                backup, List.of(archive), new RestorePoint.AtTime(time), target))
                .isEqualTo(sequence);
        assertRestored(target, sequence);
        for (Instant wrong : List.of(Instant.EPOCH, time.plusSeconds(1_000_000))) {
            assertThatThrownBy(() ->
                            StoreFiles.restore(
                                    backup,
                                    List.of(archive),
                                    new RestorePoint.AtTime(wrong),
                                    new SimulatedDisk()))
                    .isInstanceOf(DatabaseException.class)
                    .satisfies(e ->
                            assertThat(((DatabaseException) e).sqlState())
                                    .isEqualTo(SqlState.INVALID_PARAMETER_VALUE));
        }
    }

    @Test
    void refusesAnArchiveOfAnotherHistory() {
        SimulatedDisk backup = new SimulatedDisk();
        try (Store store = open(disk, true)) {
            createTable(store);
            store.backUp(backup, true);
            for (int i = 0; i < 60; i++) {
                change(store);
            }
        }
        SimulatedDisk target = new SimulatedDisk();
        StoreFiles.restore(backup, List.of(), new RestorePoint.End(), target);
        assertThatThrownBy(() -> open(target, true).close())
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("later than the log of this store");
        open(target, false).close();
        assertThat(NativeMemory.openCount()).isZero();
    }

    @Test
    void copiesOneMomentWhileOthersWrite() throws InterruptedException {
        StoreOptions options = new StoreOptions(500, 1 << 20, 1 << 16, true);
        try (Store store = Store.open(disk, options)) {
            SimpleTable pairs = new SimpleTable(store.allocateId());
            try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
                transaction.createTable(pairs.schema());
                transaction.commit();
            }
            AtomicBoolean stopped = new AtomicBoolean();
            List<Thread> writers = new ArrayList<>();
            for (int number = 0; number < 3; number++) {
                long first = number * 1_000_000L;
                writers.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (long key = first; !stopped.get(); key += 2) {
                                        insertPair(store, pairs, key);
                                    }
                                }));
            }
            for (int round = 0; round < 8; round++) {
                SimulatedDisk backup = new SimulatedDisk();
                long sequence = store.backUp(backup, true);
                assertThat(StoreFiles.check(backup)).isEmpty();
                SimulatedDisk target = new SimulatedDisk();
                assertThat(StoreFiles.restore(backup, List.of(), new RestorePoint.End(), target))
                        .isEqualTo(sequence);
                try (Store restored = Store.open(target, Workload.OPTIONS);
                        Snapshot snapshot = restored.snapshot()) {
                    // Each commit has two neighbours: both are there, or none.
                    assertPairs(snapshot.table(pairs.id()).orElseThrow());
                }
            }
            stopped.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
        assertThat(NativeMemory.openCount()).isZero();
    }

    private static void insertPair(Store store, SimpleTable table, long key) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.insert(table.id(), table.key(key), table.row(key, "left"));
            transaction.insert(table.id(), table.key(key + 1), table.row(key + 1, "right"));
            transaction.commit();
        }
    }

    private static void assertPairs(TableSnapshot view) {
        List<Long> keys = new ArrayList<>();
        ScanRequest request =
                new ScanRequest(List.of(0), List.of(KeyRange.ALL), ScanOrder.FORWARD, List.of());
        try (Cursor cursor = view.scan(request)) {
            for (Optional<Batch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                var column = (LongVector) batch.get().compact().column(0);
                for (int row = 0; row < column.rowCount(); row++) {
                    keys.add(column.values()[row]);
                }
            }
        }
        for (int i = 0; i < keys.size(); i += 2) {
            assertThat(keys.get(i) % 2).isZero();
            assertThat(keys.get(i + 1)).isEqualTo(keys.get(i) + 1);
        }
    }

    @Test
    void refusesADamagedBackup() throws IOException {
        SimulatedDisk backup = new SimulatedDisk();
        try (Store store = open(disk, false)) {
            createTable(store);
            for (int i = 0; i < 60; i++) {
                change(store);
            }
            store.backUp(backup, true);
        }
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            SimulatedDisk damaged = backup.copy();
            List<String> names = damaged.list();
            String name = names.get(random.nextInt(names.size()));
            int size = (int) damaged.size(name);
            if (random.nextInt(4) == 0) {
                damaged.cut(name, random.nextInt(size));
            } else {
                damaged.flipBit(name, random.nextInt(size * 8));
            }
            SimulatedDisk target = new SimulatedDisk();
            try {
                StoreFiles.restore(damaged, List.of(), new RestorePoint.End(), target);
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isEqualTo(SqlState.DATA_CORRUPTED);
                assertThat(e).hasMessageContaining(name);
                assertThat(target.list()).isEmpty();
                assertThat(StoreFiles.check(damaged)).isNotEmpty();
                refused++;
                continue;
            }
            assertRestored(target, history.lastKey());
        }
        assertThat(refused).isGreaterThan(150);
        assertThat(NativeMemory.openCount()).isZero();
    }

    @Test
    void doesNotTakeAnUnfinishedCopyForAStore() {
        try (Store store = open(disk, false)) {
            createTable(store);
            for (int i = 0; i < 30; i++) {
                change(store);
            }
            for (int operation = 1; operation < 40; operation++) {
                SimulatedDisk target = new SimulatedDisk();
                target.failAt(operation, Fault.ERROR, true);
                boolean finished = true;
                try {
                    store.backUp(target, true);
                } catch (DatabaseException e) {
                    finished = false;
                }
                target.repair();
                SimulatedDisk left = target.crash(random);
                List<String> names = left.names();
                boolean whole =
                        names.contains("manifest-000000000001")
                                && !names.contains("copy-unfinished");
                if (finished || whole) {
                    assertThat(StoreFiles.check(left)).isEmpty();
                } else if (!names.isEmpty()) {
                    assertThatThrownBy(() -> open(left, false).close())
                            .isInstanceOf(DatabaseException.class)
                            .hasMessageContaining("interrupted");
                }
            }
        }
    }

    @Test
    void refusesADirectoryThatIsInUseOrNotEmptyOrNoStore() {
        try (Store store = open(disk, false)) {
            createTable(store);
            assertThatThrownBy(() -> StoreFiles.check(disk))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("in use by process");
            SimulatedDisk target = new SimulatedDisk();
            store.backUp(target, true);
            assertThatThrownBy(() -> store.backUp(target, true)).hasMessageContaining("not empty");
        }
        SimulatedDisk copy = new SimulatedDisk();
        assertThat(StoreFiles.backUp(disk, copy, true)).isEqualTo(history.lastKey());
        assertThat(StoreFiles.check(copy)).isEmpty();
        assertThatThrownBy(() -> StoreFiles.check(new SimulatedDisk()))
                .hasMessageContaining("there is no database");
    }
}
