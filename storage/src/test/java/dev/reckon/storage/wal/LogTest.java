package dev.reckon.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LogTest {
    private static final int FILE_BYTES = 4096;

    private final Random random = new Random(Long.getLong("seed", 11));
    private final SplittableRandom salts = new SplittableRandom(1);
    private SimulatedDisk disk = new SimulatedDisk();

    private record Entry(long sequence, byte[] bytes) {}

    /// Reads records, with their parts joined.
    private List<Entry> read(long afterSequence) throws IOException {
        List<Entry> records = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>();
        LogReader.read(
                disk,
                afterSequence,
                (sequence, bytes, start, end, begins, complete, _) -> {
                    if (begins) {
                        parts.clear();
                    }
                    parts.add(Arrays.copyOfRange(bytes, start, end));
                    if (complete) {
                        int length = parts.stream().mapToInt(part -> part.length).sum();
                        byte[] whole = new byte[length];
                        int at = 0;
                        for (byte[] part : parts) {
                            System.arraycopy(part, 0, whole, at, part.length);
                            at += part.length;
                        }
                        records.add(new Entry(sequence, whole));
                    }
                });
        return records;
    }

    private Log open(long afterSequence) throws IOException {
        LogReader.Result result = LogReader.read(disk, afterSequence, (_, _, _, _, _, _, _) -> {});
        return new Log(disk, result, FILE_BYTES, 0, salts::nextLong, () -> 42);
    }

    private byte[] payload(int lengthMax) {
        byte[] bytes = new byte[random.nextInt(lengthMax)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void assertSame(List<Entry> found, List<Entry> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).sequence()).isEqualTo(expected.get(i).sequence());
            assertThat(found.get(i).bytes()).isEqualTo(expected.get(i).bytes());
        }
    }

    private void append(Log log, byte[] record, long sequence) {
        if (record.length > 1000 && random.nextBoolean()) {
            // In three parts, which may lie in several files.
            byte[] rest = Arrays.copyOfRange(record, 1000, record.length);
            log.appendPart(record, 400, sequence);
            log.appendPart(Arrays.copyOfRange(record, 400, 1000), 600, sequence);
            log.append(rest, rest.length, sequence);
        } else {
            log.append(record, record.length, sequence);
        }
    }

    @Test
    void readsWhatWasWrittenOverManyFilesAndStarts() throws IOException {
        List<Entry> expected = new ArrayList<>();
        long sequence = 0;
        long removed = 0;
        boolean reused = false;
        for (int start = 0; start < 30; start++) {
            try (Log log = open(removed)) {
                for (int i = random.nextInt(20); i > 0; i--) {
                    byte[] record = payload(random.nextInt(10) == 0 ? 9000 : 700);
                    append(log, record, ++sequence);
                    expected.add(new Entry(sequence, record));
                    if (random.nextBoolean()) {
                        log.sync();
                    }
                }
                log.sync();
                if (random.nextInt(4) == 0) {
                    removed = sequence - random.nextInt(5);
                    log.removeBefore(removed);
                    long first = removed;
                    expected.removeIf(entry -> entry.sequence() <= first);
                    reused |= disk.list().stream().anyMatch(name -> name.startsWith("log-spare-"));
                    if (random.nextInt(3) == 0) {
                        log.removeSpares();
                        assertThat(disk.list()).noneMatch(name -> name.startsWith("log-spare-"));
                    }
                }
            }
            assertSame(read(removed), expected);
        }
        assertThat(reused).isTrue();
    }

    @Test
    void filesAreReadyBeforeTheyAreWanted() throws IOException {
        byte[] record = new byte[1200];
        try (Log log = open(0)) {
            log.append(record, record.length, 1);
            log.prepareFiles();
            assertThat(spareCount()).isZero();
            log.append(record, record.length, 2);
            assertThat(log.needsFile()).isTrue();
            log.prepareFiles();
            assertThat(log.needsFile()).isFalse();
            assertThat(spareCount()).isPositive();
            for (int sequence = 3; spareCount() > 0; sequence++) {
                log.append(record, record.length, sequence);
            }
            log.sync();
        }
        assertThat(disk.list()).hasSizeGreaterThan(1);
        assertThat(read(0)).hasSizeGreaterThan(3);
    }

    private long spareCount() throws IOException {
        return disk.list().stream().filter(name -> name.startsWith("log-spare-")).count();
    }

    @Test
    void keepsWhatWasSyncedWhenThePowerFails() throws IOException {
        for (int round = 0; round < 300; round++) {
            disk = new SimulatedDisk();
            List<Entry> expected = new ArrayList<>();
            long synced = 0;
            long sequence = 0;
            Log log = open(0);
            for (int i = random.nextInt(30); i > 0; i--) {
                byte[] record = payload(random.nextInt(10) == 0 ? 5000 : 300);
                append(log, record, ++sequence);
                expected.add(new Entry(sequence, record));
                if (random.nextInt(3) == 0) {
                    log.sync();
                    synced = sequence;
                }
            }
            disk = disk.crash(random);
            List<Entry> found = read(0);
            assertThat(found.size()).isBetween((int) synced, (int) sequence);
            assertSame(found, expected.subList(0, found.size()));
            // What comes next stands where the lost records were, and they never come back.
            try (Log next = open(0)) {
                byte[] record = payload(300);
                next.append(record, record.length, found.size() + 1L);
                next.sync();
                expected = new ArrayList<>(expected.subList(0, found.size()));
                expected.add(new Entry(found.size() + 1L, record));
            }
            assertSame(read(0), expected);
        }
    }

    private Log threeRecords() throws IOException {
        Log log = open(0);
        for (long sequence = 1; sequence <= 3; sequence++) {
            log.append(new byte[100], 100, sequence);
            log.sync();
        }
        return log;
    }

    @Test
    void reportsDamageBeforeTheEnd() throws IOException {
        for (int offset = LogFormat.FILE_HEADER_BYTES; offset < 370; offset++) {
            disk = new SimulatedDisk();
            try (Log log = threeRecords()) {
                log.append(new byte[0], 0, 4); // What proves that the third was durable.
                log.sync();
            }
            disk.flipBit("log-000000000001", offset * 8L + random.nextInt(8));
            int frame = (offset - LogFormat.FILE_HEADER_BYTES) / LogFormat.frameByteCount(100);
            long start = LogFormat.FILE_HEADER_BYTES + (long) frame * LogFormat.frameByteCount(100);
            if ((offset - start) >= LogFormat.FRAME_HEADER_BYTES + 100) {
                continue; // Padding means nothing.
            }
            assertThatThrownBy(() -> read(0))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.sqlState()).isEqualTo(SqlState.DATA_CORRUPTED))
                    .hasMessageContaining("log-000000000001")
                    .hasMessageContaining("offset " + start);
        }
    }

    @Test
    void reportsAFileThatIsCutOrMissing() throws IOException {
        try (Log log = open(0)) {
            for (long sequence = 1; sequence <= 9; sequence++) {
                log.append(new byte[1500], 1500, sequence);
                log.sync();
            }
        }
        assertThat(read(0)).hasSize(9);
        SimulatedDisk whole = disk.copy();
        disk.cut("log-000000000002", 3000);
        assertThatThrownBy(() -> read(0)).hasMessageContaining("log-000000000002");
        disk = whole;
        disk.delete("log-000000000002");
        assertThatThrownBy(() -> read(0)).isInstanceOf(DatabaseException.class);
    }

    @Test
    void neverWritesAgainAfterASyncFailed() throws IOException {
        try (Log log = threeRecords()) {
            log.append(new byte[10], 10, 4);
            disk.failAt(2, Fault.ERROR, false); // The write is 1, the sync 2.
            assertThatThrownBy(log::sync)
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.sqlState()).isEqualTo(SqlState.IO_ERROR));
            assertThat(log.isDead()).isTrue();
            assertThat(log.durableSequence()).isEqualTo(3);
            assertThatThrownBy(() -> log.append(new byte[10], 10, 5))
                    .isInstanceOf(DatabaseException.class);
            assertThatThrownBy(log::sync).isInstanceOf(DatabaseException.class);
        }
    }

    @Test
    void goesOnAfterAFullDisk() throws IOException {
        try (Log log = threeRecords()) {
            disk.failAt(1, Fault.FULL, true);
            assertThatThrownBy(() -> log.append(new byte[8000], 8000, 4))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.sqlState()).isEqualTo(SqlState.DISK_FULL));
            disk.repair();
            log.append(new byte[] {1}, 1, 4);
            log.sync();
        }
        assertThat(read(0)).hasSize(4);
    }
}
