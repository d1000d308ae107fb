package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.index.KeySets.KeySet;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every structure on every key set: each present key, both of its neighbours, each gap, both ends.
final class LearnedIndexTest {
    record Case(KeySet set, LearnedIndex index) {
        @Override
        public String toString() {
            return index.statistics().structure().label() + " over " + set;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(1, 7, 8, 9, 63, 127, 129, 1_000, 20_000)
                .flatMap(keyCount -> KeySets.all(keyCount).stream())
                .flatMap(set -> indexes(set).stream().map(index -> new Case(set, index)));
    }

    private static List<LearnedIndex> indexes(KeySet set) {
        int keyCount = set.keys().length;
        List<LearnedIndex> indexes = new ArrayList<>();
        indexes.add(LearnedIndex.build(set.column(), keyCount));
        indexes.add(LearnedIndex.binarySearch(keyCount));
        if (keyCount >= 16) {
            for (StructureKind kind : StructureKind.values()) {
                indexes.add(IndexBuilder.build(set.column(), keyCount, kind));
            }
        }
        return indexes;
    }

    /// Codes at and around every key, in the middle of every gap, at both ends, and random ones.
    private static long[] codes(long[] keys) {
        SplittableRandom random = new SplittableRandom(KeySets.SEED);
        long[] codes = new long[keys.length * 4 + 200];
        int count = 0;
        long previous = 0;
        for (long key : keys) {
            codes[count++] = key;
            codes[count++] = key - 1;
            codes[count++] = key + 1;
            codes[count++] = previous + ((key - previous) >>> 1);
            previous = key;
        }
        codes[count++] = 0;
        codes[count++] = 1;
        codes[count++] = -1L;
        codes[count++] = -2L;
        codes[count++] = Long.MIN_VALUE;
        codes[count++] = Long.MAX_VALUE;
        while (count < codes.length) {
            codes[count++] = random.nextLong() >>> random.nextInt(64);
        }
        return codes;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsEveryBoundAndKeepsEveryPromise(Case test) {
        long[] keys = test.set.keys();
        MemorySegment column = test.set.column();
        LearnedIndex index = test.index;
        long[] codes = codes(keys);
        int[] positions = new int[codes.length];
        index.lowerBounds(column, codes, codes.length, positions);
        assertThat(index.keyCount()).isEqualTo(keys.length);
        int errorMax = index.errorMax();
        for (int i = 0; i < codes.length; i++) {
            long code = codes[i];
            int expected = KeySets.lowerBound(keys, code);
            int predicted = index.predict(code);
            RowRange window = index.window(code);
            if (index.lowerBound(column, code) != expected
                    || positions[i] != expected
                    || predicted < 0
                    || predicted > keys.length
                    || Math.abs(predicted - expected) > errorMax
                    || window.first() > expected
                    || window.end() <= expected
                    || window.end() > keys.length + 1) {
                throw new AssertionError(
                        "code %s: expected %d, found %d, batched %d, predicted %d, bound %d, %s"
                                .formatted(
                                        Long.toUnsignedString(code),
                                        expected,
                                        index.lowerBound(column, code),
                                        positions[i],
                                        predicted,
                                        errorMax,
                                        window));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsTheEndOfTies(Case test) {
        long[] keys = test.set.keys();
        for (int i = 0; i < keys.length; i++) {
            int expected = keys[i] == -1L ? keys.length : KeySets.lowerBound(keys, keys[i] + 1);
            assertThat(test.index.upperBound(test.set.column(), keys[i])).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tracesWhatItFinds(Case test) {
        MemorySegment column = test.set.column();
        for (long code : new long[] {0, 1, 12345, 1L << 40, -1L}) {
            LookupTrace trace = test.index.trace(column, code);
            assertThat(trace.actual()).isEqualTo(test.index.lowerBound(column, code));
            assertThat(trace.predicted()).isEqualTo(test.index.predict(code));
            assertThat(trace.window()).isEqualTo(test.index.window(code));
            assertThat(trace.error()).isLessThanOrEqualTo(test.index.errorMax());
            assertThat(trace.comparisons()).isBetween(0, test.set.keys().length + 8);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTheSameAfterWritingAndReading(Case test) {
        byte[] bytes = IndexFormat.write(test.index);
        LearnedIndex read = IndexFormat.read(MemorySegment.ofArray(bytes));
        assertThat(read.statistics()).isEqualTo(test.index.statistics());
        assertThat(read.statistics().byteCount()).isEqualTo(bytes.length);
        for (long code : new long[] {0, 1, 12345, 1L << 40, -1L}) {
            assertThat(read.trace(test.set.column(), code))
                    .isEqualTo(test.index.trace(test.set.column(), code));
        }
    }

    @Test
    void refusesAColumnShorterThanItsKeyCount() {
        MemorySegment column = MemorySegment.ofArray(new long[3]);
        assertThatThrownBy(() -> LearnedIndex.build(column, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not hold 4 keys");
    }
}
