package dev.reckon.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.file.FileSystem.DiskFullException;
import dev.reckon.storage.file.FileSystem.WritableFile;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import dev.reckon.storage.testing.SimulatedDisk.PowerFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The simulated disk does what a file system does, and also what a bad one does.
final class SimulatedDiskTest extends FileSystemContract {
    SimulatedDiskTest() {
        super(new SimulatedDisk());
    }

    private static SimulatedDisk diskWith(boolean sync, boolean syncDirectory) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        byte[] bytes = new byte[2000];
        Arrays.fill(bytes, (byte) 1);
        try (WritableFile file = disk.create("a")) {
            file.write(0, bytes, 0, bytes.length);
            if (sync) {
                file.sync();
            }
        }
        if (syncDirectory) {
            disk.syncDirectory();
        }
        return disk;
    }

    @Test
    void keepsWhatIsSyncedAndLosesAnySectorsOfTheRest() throws IOException {
        Set<String> outcomes = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] kept = diskWith(true, true).crash(random).read("a");
            assertThat(kept).hasSize(2000).containsOnly(1);
            SimulatedDisk left = diskWith(false, true).crash(random);
            StringBuilder outcome = new StringBuilder();
            byte[] bytes = left.read("a");
            for (int start = 0; start < bytes.length; start += 512) {
                byte[] sector =
                        Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + 512));
                assertThat(sector).containsOnly(sector[0]);
                outcome.append(sector[0]);
            }
            outcomes.add(outcome.toString());
            boolean exists = diskWith(true, false).crash(random).list().contains("a");
            outcomes.add("exists " + exists);
        }
        assertThat(outcomes).contains("exists true", "exists false", "", "1111", "0011", "1");
    }

    @Test
    void failsTheChosenOperation() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.failAt(2, Fault.FULL, false);
        try (WritableFile file = disk.create("a")) {
            assertThatThrownBy(() -> file.write(0, new byte[8], 0, 8))
                    .isInstanceOf(DiskFullException.class);
            file.write(0, new byte[8], 0, 8);
            disk.failAt(1, Fault.ERROR, true);
            assertThatThrownBy(file::sync).hasMessageContaining("injected fault");
            assertThatThrownBy(file::sync).hasMessageContaining("injected fault");
            disk.failAt(1, Fault.POWER, false);
            assertThatThrownBy(file::sync).isInstanceOf(PowerFailure.class);
            assertThatThrownBy(disk::list).isInstanceOf(PowerFailure.class);
        }
    }

    @Test
    void aSyncAfterAFailedOneLies() throws IOException {
        Set<Integer> lengths = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            SimulatedDisk disk = new SimulatedDisk();
            try (WritableFile file = disk.create("a")) {
                disk.syncDirectory();
                file.write(0, new byte[] {1}, 0, 1);
                disk.failAt(1, Fault.ERROR, false);
                assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
                file.sync();
            }
            lengths.add(disk.crash(random).read("a").length);
        }
        assertThat(lengths).containsExactlyInAnyOrder(0, 1);
    }
}
