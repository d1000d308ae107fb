package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Runs with the JDK's vectors, which the build adds to this module's tests; the other modules' run
/// without.
class LaneScanTest {
    private static final long SEED = Long.getLong("seed", 11);
    private static final long[] EDGES = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1};

    @Test
    void comparesEightKeysAsUnsignedNumbers() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < 1000; round++) {
            long[] keys = numbers(random, 10);
            long code = round % 2 == 0 ? keys[random.nextInt(keys.length)] : random.nextLong();
            int below = 0;
            long lanes = 0;
            for (int i = 0; i < KeyScan.LINE_KEYS; i++) {
                int order = Long.compareUnsigned(keys[1 + i], code);
                below += order < 0 ? 1 : 0;
                lanes |= (order < 0 ? 1L << i : 0) | (order <= 0 ? 1L << (8 + i) : 0);
            }
            MemorySegment segment = MemorySegment.ofArray(keys);

            assertThat(LaneScan.countBelowLine(segment, Long.BYTES, code)).isEqualTo(below);
            assertThat(LaneScan.lineLanes(segment, Long.BYTES, code)).isEqualTo(lanes);
        }
    }

    @Test
    void countsTheEntriesBelowACode() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < 1000; round++) {
            long[] entries = numbers(random, 9);
            long code = round % 2 == 0 ? entries[random.nextInt(9)] : random.nextLong();
            int below = 0;
            for (int i = 1; i < 9; i++) {
                below += Long.compareUnsigned(entries[i], code) < 0 ? 1 : 0;
            }

            assertThat(LaneScan.countBelow(entries, 1, code)).isEqualTo(below);
        }
    }

    @Test
    void comparesSixteenMarksAsUnsignedBytes() {
        var random = new SplittableRandom(SEED);
        byte[] marks = new byte[18];
        for (int round = 0; round < 1000; round++) {
            random.nextBytes(marks);
            byte mark = round % 2 == 0 ? marks[random.nextInt(18)] : (byte) random.nextInt();
            int below = 0;
            int atMost = 0;
            for (int i = 1; i < 16; i++) {
                int order = Byte.compareUnsigned(marks[1 + i], mark);
                below += order < 0 ? 1 : 0;
                atMost += order <= 0 ? 1 : 0;
            }

            assertThat(LaneScan.marksBelow(marks, 1, mark)).isEqualTo(below);
            assertThat(LaneScan.marksAtMost(marks, 1, mark)).isEqualTo(atMost);
        }
    }

    @Test
    void countsStartsUpToAPlace() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < 1000; round++) {
            long[] entries = new long[9];
            Arrays.setAll(entries, _ -> random.nextLong() >>> (1 + random.nextInt(60)));
            long most = round % 2 == 0 ? entries[random.nextInt(9)] : random.nextLong() >>> 1;
            int expected = 0;
            for (int i = 1; i < 9; i++) {
                expected += entries[i] <= most ? 1 : 0;
            }

            assertThat(LaneScan.countAtMost(entries, 1, most)).isEqualTo(expected);
        }
    }

    @Test
    void findsNegativeItems() {
        var random = new SplittableRandom(SEED);
        int[] items = new int[65];
        for (int round = 0; round < 1000; round++) {
            Arrays.setAll(items, _ -> random.nextInt());
            long expected = 0;
            for (int i = 0; i < 64; i++) {
                expected |= items[1 + i] < 0 ? 1L << i : 0;
            }

            assertThat(LaneScan.negatives(items, 1)).isEqualTo(expected);
        }
    }

    private static long[] numbers(SplittableRandom random, int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] =
                    random.nextInt(4) == 0
                            ? EDGES[random.nextInt(EDGES.length)]
                            : random.nextLong();
        }
        return numbers;
    }
}
