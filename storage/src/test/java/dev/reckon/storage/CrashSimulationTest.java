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
/// `-Dseed=` replays one run, `-Dcycles=` sets how many cycles there are, `-DfirstSeed=` the seed
/// that they begin with, so that a long run can be done in parts. Parts of more than {@value
/// #CYCLES_OF_A_LINE} cycles print how far they are.
final class CrashSimulationTest {
    private static final int CYCLES = Integer.getInteger("cycles", 1500);
    private static final long FIRST_SEED = Long.getLong("firstSeed", 1);
    private static final int CYCLES_ON_ONE_DISK = 12;
    private static final int CYCLES_OF_A_LINE = 12_000;

    @Test
    void losesNothingAcknowledgedAndShowsNothingElse() {
        if (System.getProperty("seed") != null) {
            run(Long.getLong("seed"));
            return;
        }
        int runCount = CYCLES / CYCLES_ON_ONE_DISK;
        for (int done = 1; done <= runCount; done++) {
            long seed = FIRST_SEED + done - 1;
            try {
                run(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("replay with -Dseed=" + seed, e);
            }
            if (done * CYCLES_ON_ONE_DISK % CYCLES_OF_A_LINE == 0) {
                System.out.printf(
                        "seeds %d to %d: %d cycles%n", FIRST_SEED, seed, done * CYCLES_ON_ONE_DISK);
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
