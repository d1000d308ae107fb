package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import dev.reckon.storage.testing.SimulatedDisk.PowerFailure;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Cuts the power at every kind of moment, on a disk that loses, tears and reorders what was not
/// synced, and compares what recovery finds with a model.
///
/// `-Dseed=` replays one run, `-Dcycles=` sets how many there are.
final class CrashSimulationTest {
    private static final int CYCLES = Integer.getInteger("cycles", 1500);
    private static final int CYCLES_ON_ONE_DISK = 12;

    @Test
    void losesNothingAcknowledgedAndShowsNothingElse() {
        if (System.getProperty("seed") != null) {
            run(Long.getLong("seed"));
            return;
        }
        for (long seed = 1; seed <= CYCLES / CYCLES_ON_ONE_DISK; seed++) {
            try {
                run(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("replay with -Dseed=" + seed, e);
            }
        }
    }

    private static void run(long seed) {
        int openBefore = NativeMemory.openCount();
        Random random = new Random(seed);
        Workload workload = new Workload(seed);
        SimulatedDisk disk = new SimulatedDisk();
        for (int cycle = 0; cycle < CYCLES_ON_ONE_DISK; cycle++) {
            disk.failAt(1 + random.nextInt(1 << random.nextInt(11)), Fault.POWER, false);
            Store store = null;
            try {
                store = workload.open(disk);
                disk.failAt(1 + random.nextInt(1 << random.nextInt(11)), Fault.POWER, false);
                workload.verify(store);
                workload.run(store, random.nextInt(400));
                store.close();
                store = null;
            } catch (PowerFailure e) {
                // As it was meant to be.
            }
            if (store != null) {
                abandon(store);
            }
            disk = disk.crash(random);
        }
        try (Store store = workload.open(disk)) {
            workload.verify(store);
        }
        assertThat(NativeMemory.openCount()).isEqualTo(openBefore);
    }

    /// Gives back the memory of a store whose process is dead.
    private static void abandon(Store store) {
        try {
            store.close();
        } catch (PowerFailure e) {
            // Its disk is dead too.
        }
    }
}
