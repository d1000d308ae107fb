package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A table that was large and is small again leaves its segments.
final class ShrinkTest {
    private static final StoreOptions OPTIONS = new StoreOptions(1000, 1 << 20, 1 << 20, false);

    @AfterEach
    void allMemoryIsGivenBack() {
        assertThat(NativeMemory.openCount()).isZero();
    }

    private static SimpleTable newTable(Store store, int rowCount) {
        var table = new SimpleTable(store.allocateId());
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(table.schema());
            transaction.commit();
        }
        insert(store, table, 0, rowCount);
        return table;
    }

    private static void insert(Store store, SimpleTable table, long first, long end) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (long key = first; key < end; key++) {
                transaction.insert(table.id(), table.key(key), table.row(key, "row " + key));
            }
            transaction.commit();
        }
    }

    /// Deletes all rows but each `step`th.
    private static void deleteBut(Store store, SimpleTable table, long rowCount, long step) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (long key = 0; key < rowCount; key++) {
                if (key % step != 0) {
                    transaction.lock(
                            table.id(), table.key(key), LockMode.UPDATE, WaitPolicy.NOWAIT);
                    transaction.delete(table.id(), table.key(key));
                }
            }
            transaction.commit();
        }
    }

    private static void assertHas(Store store, SimpleTable table, long count, long step) {
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot view = snapshot.table(table.id()).orElseThrow();
            assertThat(view.rowCount()).isEqualTo(count);
            for (long row = 0; row < count; row++) {
                assertThat(view.find(table.key(row * step), List.of(0, 1)).rowCount()).isOne();
            }
        }
        assertThat(store.check()).isEmpty();
    }

    private static List<SegmentStatistics> segments(Store store, SimpleTable table) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.table(table.id()).orElseThrow().segments();
        }
    }

    private static List<String> segmentFiles(SimulatedDisk disk) throws IOException {
        return disk.list().stream().filter(name -> name.startsWith("segment-")).toList();
    }

    @Test
    void aTableLeavesItsSegmentsAfterMassDeletes() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        SimpleTable table;
        try (Store store = Store.open(disk, OPTIONS)) {
            table = newTable(store, 5000);
            store.maintainIfDue();
            assertThat(segments(store, table)).isNotEmpty();
            try (Snapshot before = store.snapshot()) {
                deleteBut(store, table, 5000, 50);
                store.maintainIfDue();
                assertThat(segments(store, table)).isEmpty();
                // Who began before still reads the segments.
                TableSnapshot view = before.table(table.id()).orElseThrow();
                assertThat(view.rowCount()).isEqualTo(5000);
                assertThat(view.find(table.key(4321), List.of(0, 1)).rowCount()).isOne();
            }
            assertHas(store, table, 100, 50);
            store.maintainIfDue();
            assertThat(segmentFiles(disk)).isEmpty();
        }
        try (Store store = Store.open(disk, OPTIONS)) {
            assertHas(store, table, 100, 50);
            assertThat(segments(store, table)).isEmpty();
            // It stays as it is, until it is large again.
            store.maintain();
            assertThat(segments(store, table)).isEmpty();
            insert(store, table, 10_000, 12_000);
            store.maintainIfDue();
            assertThat(segments(store, table)).isNotEmpty();
        }
    }

    @Test
    void aTableOfWhichEnoughIsLeftStaysInSegments() {
        try (Store store = Store.open(new SimulatedDisk(), OPTIONS)) {
            SimpleTable table = newTable(store, 5000);
            store.maintainIfDue();
            deleteBut(store, table, 5000, 10);
            store.maintain();
            assertThat(segments(store, table)).isNotEmpty();
            assertHas(store, table, 500, 10);
        }
    }

    @Test
    void aTableWithoutRowsLeavesNoFile() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (Store store = Store.open(disk, OPTIONS)) {
            SimpleTable table = newTable(store, 3000);
            store.maintainIfDue();
            deleteBut(store, table, 3000, Long.MAX_VALUE);
            store.maintainIfDue();
            store.maintainIfDue();
            assertHas(store, table, 1, 1);
            assertThat(segmentFiles(disk)).isEmpty();
        }
    }

    /// The power fails at each operation of the disk in turn, until all is done before.
    @Test
    void nothingIsLostWhenThePowerFailsMeanwhile() {
        for (int operation = 1; ; operation++) {
            SimulatedDisk disk = new SimulatedDisk();
            Store store = Store.open(disk, OPTIONS);
            SimpleTable table = newTable(store, 2000);
            store.maintainIfDue();
            deleteBut(store, table, 2000, 20);
            disk.failAt(operation, Fault.POWER, false);
            boolean failed = false;
            try {
                store.maintainIfDue();
                store.close();
            } catch (SimulatedDisk.PowerFailure e) {
                failed = true;
                closeDead(store);
            }
            try (Store recovered = Store.open(disk.crash(new Random(operation)), OPTIONS)) {
                assertHas(recovered, table, 100, 20);
                recovered.maintainIfDue();
                assertThat(segments(recovered, table)).isEmpty();
                assertHas(recovered, table, 100, 20);
            }
            if (!failed) {
                assertThat(operation).isGreaterThan(3);
                return;
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
}
