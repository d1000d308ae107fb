package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.index.KeySets.KeySet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Tries to break the promised bound: columns stitched together from pieces that no model fits,
/// asked for codes where a prediction is worst.
final class BoundAttackTest {
    private static final int COLUMNS = 25;

    private final SplittableRandom random = new SplittableRandom(KeySets.SEED);

    @Test
    void noCodeEscapesTheWindowOfAnyStructure() {
        for (int column = 0; column < COLUMNS; column++) {
            long[] keys = stitched(16 + random.nextInt(6_000));
            KeySet set = new KeySet("column " + column, keys);
            attack(set, LearnedIndex.build(set.column(), keys.length));
            for (StructureKind kind : StructureKind.values()) {
                attack(set, IndexBuilder.build(set.column(), keys.length, kind));
            }
        }
    }

    @Test
    void noCodeEscapesWhereTheGridIsNestedDeeply() {
        long[] keys = new long[120_000];
        for (int i = 0; i < keys.length; i++) {
            // Half of the keys in a thousandth of the space, half of those in a thousandth of that,
            // ...
            int depth = Math.min(Long.numberOfTrailingZeros(random.nextLong()), 5);
            keys[i] = random.nextLong() >>> (10 * depth);
        }
        KeySets.sortUnsigned(keys);
        KeySet set = new KeySet("nested", keys);
        attack(set, IndexBuilder.build(set.column(), keys.length, StructureKind.GRID));
    }

    @Test
    void noCodeEscapesAGridOfBurstsWithManyKnots() {
        long[] keys = new long[400_000];
        double time = 0;
        double rate = 1;
        for (int i = 0; i < keys.length; i++) {
            rate = random.nextInt(2_000) == 0 ? Math.pow(10, random.nextDouble() * 4) : rate;
            time -= Math.log(1 - random.nextDouble()) * 1e6 / rate;
            keys[i] = (long) time;
        }
        KeySet set = new KeySet("bursts", keys);
        LearnedIndex index = IndexBuilder.build(set.column(), keys.length, StructureKind.GRID);
        assertThat(index.statistics().errorMean()).isLessThan(3);
        attack(set, index);
        attack(set, LearnedIndex.build(set.column(), keys.length));
    }

    @Test
    void borrowedMemoryThatIsNotAlignedGivesTheSameAnswers() {
        long[] keys = stitched(5_000);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment column = arena.allocate(8L * keys.length + 3, 64).asSlice(3);
            for (int i = 0; i < keys.length; i++) {
                column.set(KeyScan.KEY, 8L * i, keys[i]);
            }
            MemorySegment bytes = arena.allocate(1 << 20).asSlice(5);
            for (StructureKind kind : StructureKind.values()) {
                LearnedIndex built = IndexBuilder.build(column, keys.length, kind);
                long length = IndexFormat.write(built, bytes);
                LearnedIndex read = IndexFormat.read(bytes.asSlice(0, length));
                bytes.fill((byte) 0);
                int[] positions = new int[keys.length];
                read.lowerBounds(column, keys, keys.length, positions);
                for (int i = 0; i < keys.length; i++) {
                    int expected = KeySets.lowerBound(keys, keys[i]);
                    assertThat(positions[i]).isEqualTo(expected);
                    assertThat(read.lowerBound(column, keys[i])).isEqualTo(expected);
                }
            }
            assertThat(column.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) keys[0]);
        }
    }

    /// Runs of equal keys, dense runs, jumps of any size, random clusters, in any order.
    private long[] stitched(int keyCount) {
        long[] keys = new long[keyCount];
        long key = random.nextInt(3) == 0 ? 0 : random.nextLong() >>> random.nextInt(64);
        int i = 0;
        while (i < keyCount) {
            int end = Math.min(keyCount, i + 1 + random.nextInt(400));
            long stride = random.nextInt(4) == 0 ? 0 : 1L << random.nextInt(40);
            boolean noisy = random.nextBoolean();
            for (; i < end; i++) {
                key += noisy && stride > 0 ? random.nextLong(stride) : stride;
                keys[i] = key;
            }
            key += random.nextInt(3) == 0 ? 1L << random.nextInt(63) : random.nextInt(5);
        }
        // Sums may have gone over the top.
        KeySets.sortUnsigned(keys);
        return keys;
    }

    private void attack(KeySet set, LearnedIndex index) {
        long[] keys = set.keys();
        for (long key : keys) {
            assertBound(set, index, key - 1);
            assertBound(set, index, key);
            assertBound(set, index, key + 1);
        }
        // Where cells and knots begin and end.
        long span = keys[keys.length - 1] - keys[0];
        for (int bits = 0; bits < 64; bits++) {
            for (int step = 0; step < 64; step++) {
                long edge = keys[0] + ((long) step << bits);
                if (Long.compareUnsigned((long) step << bits >>> bits, step) == 0
                        && Long.compareUnsigned(edge - keys[0], span) <= 0) {
                    assertBound(set, index, edge - 1);
                    assertBound(set, index, edge);
                }
            }
        }
        for (int i = 0; i < 2_000; i++) {
            int position = random.nextInt(keys.length - 1);
            long gap = keys[position + 1] - keys[position];
            assertBound(
                    set, index, keys[position] + (gap == 0 ? 0 : (random.nextLong() >>> 1) % gap));
        }
    }

    private static void assertBound(KeySet set, LearnedIndex index, long code) {
        int expected = KeySets.lowerBound(set.keys(), code);
        int predicted = index.predict(code);
        RowRange window = index.window(code);
        if (Math.abs(predicted - expected) > index.errorMax()
                || window.first() > expected
                || window.end() <= expected
                || index.lowerBound(set.column(), code) != expected) {
            throw new AssertionError(
                    "%s over %s: code %s is at %d, predicted %d, bound %d, window %s, found %d"
                            .formatted(
                                    index.statistics().structure(),
                                    set,
                                    Long.toUnsignedString(code),
                                    expected,
                                    predicted,
                                    index.errorMax(),
                                    window,
                                    index.lowerBound(set.column(), code)));
        }
    }
}
