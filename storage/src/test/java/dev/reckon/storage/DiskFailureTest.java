package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lets the first, the second, the third ... operation of the disk fail, and flips bits in every
/// file.
final class DiskFailureTest {
    private static final int OPERATIONS_MAX = Integer.getInteger("operations", 700);

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR", "FULL"})
    void answersRightAfterAnyOperationFailed(Fault fault) {
        for (boolean repeated : new boolean[] {false, true}) {
            for (int operation = 1; operation < OPERATIONS_MAX; operation += 1 + operation / 60) {
                try {
                    failAt(operation, fault, repeated);
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(
                            "%s at operation %d, repeated %s".formatted(fault, operation, repeated),
                            e);
                }
            }
        }
        assertThat(NativeMemory.openCount()).isZero();
    }

    private static void failAt(int operation, Fault fault, boolean repeated) {
        SimulatedDisk disk = new SimulatedDisk();
        Workload workload = new Workload(operation);
        disk.failAt(operation, fault, repeated);
        runToTheEnd(disk, workload);
        disk.repair();
        SimulatedDisk left = disk.crash(new Random(operation));
        try (Store store = workload.open(left)) {
            workload.verify(store);
            workload.run(store, 50);
            workload.verifyLive(store);
        }
    }

    private static void runToTheEnd(SimulatedDisk disk, Workload workload) {
        Store store;
        try {
            store = workload.open(disk);
        } catch (DatabaseException e) {
            assertThat(e.sqlState()).isIn(SqlState.IO_ERROR, SqlState.DISK_FULL);
            return;
        }
        try (store) {
            workload.run(store, 300);
            workload.verifyLive(store); // Reads go on.
            disk.repair();
            workload.run(store, 30);
            workload.verifyLive(store);
        } catch (DatabaseException e) {
            assertThat(e.sqlState()).isIn(SqlState.IO_ERROR, SqlState.DISK_FULL);
        }
    }

    @Test
    void goesOnWhenAFullDiskHasRoomAgain() {
        SimulatedDisk disk = new SimulatedDisk();
        Workload workload = new Workload(7);
        try (Store store = workload.open(disk)) {
            workload.run(store, 300);
            disk.failAt(1, Fault.FULL, true);
            workload.run(store, 300);
            workload.verifyLive(store);
            disk.repair();
            Workload.Model before = workload.model;
            workload.run(store, 300);
            assertThat(workload.model).isNotSameAs(before);
            workload.verifyLive(store);
            assertThat(workload.uncertain).isEmpty();
        }
    }

    @Test
    void noticesAFlippedBitOrGivesTheRightAnswer() throws IOException {
        Random random = new Random(Long.getLong("seed", 5));
        int noticed = 0;
        for (int round = 0; round < 8; round++) {
            Workload workload = new Workload(random.nextLong());
            SimulatedDisk disk = new SimulatedDisk();
            Store store = workload.open(disk);
            workload.run(store, 250);
            store.maintainIfDue();
            store.maintainIfDue(); // At rest, so that the last record is known to be durable.
            SimulatedDisk image = disk.copy(); // As a killed process leaves it.
            store.close();
            for (int i = 0; i < 60; i++) {
                SimulatedDisk damaged = image.copy();
                List<String> names = new ArrayList<>(damaged.list());
                String name = names.get(random.nextInt(names.size()));
                long size = damaged.size(name);
                if (size == 0) {
                    continue;
                }
                if (random.nextInt(5) == 0) {
                    damaged.cut(name, random.nextInt((int) size));
                } else {
                    damaged.flipBit(name, random.nextInt((int) size * 8));
                }
                noticed += isNoticed(workload, damaged, name) ? 1 : 0;
            }
        }
        assertThat(noticed).isPositive();
        assertThat(NativeMemory.openCount()).isZero();
    }

    private static boolean isNoticed(Workload workload, SimulatedDisk damaged, String name) {
        try (Store store = workload.open(damaged)) {
            workload.verifyLive(store);
            return false;
        } catch (DatabaseException e) {
            assertThat(e.sqlState()).isEqualTo(SqlState.DATA_CORRUPTED);
            assertThat(e).hasMessageContaining(name);
            return true;
        }
    }
}
