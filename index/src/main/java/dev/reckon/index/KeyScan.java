package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Reads and compares plain key columns: the last step of every lookup.
///
/// Safe for use by many threads; allocates nothing.
final class KeyScan {
    static final ValueLayout.OfLong KEY =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Keys in a cache line of 64 bytes.
    static final int LINE_KEYS = 8;

    private static final VectorSpecies<Long> LANES =
            LongVector.SPECIES_PREFERRED.length() >= LINE_KEYS
                    ? LongVector.SPECIES_512
                    : LongVector.SPECIES_PREFERRED;
    private static final int LANE_COUNT = LANES.length();

    private KeyScan() {}

    static long key(MemorySegment keys, long position) {
        return keys.get(KEY, position << 3);
    }

    /// Returns how many of the eight keys at byte `offset` are below `code`, without branches.
    static int countBelowLine(MemorySegment keys, long offset, long code) {
        int below = 0;
        for (int lane = 0; lane < LINE_KEYS; lane += LANE_COUNT) {
            below += countBelowLanes(keys, offset + ((long) lane << 3), code);
        }
        return below;
    }

    private static int countBelowLanes(MemorySegment keys, long offset, long code) {
        return LongVector.fromMemorySegment(LANES, keys, offset, ByteOrder.LITTLE_ENDIAN)
                .compare(VectorOperators.ULT, code)
                .trueCount();
    }

    /// Returns the first position in `[first, end]` whose key is at least `code`, by halving,
    /// without a branch that depends on a key. Everything before `first` must be below `code`, and
    /// everything from `end` on at least `code`.
    static int lowerBound(MemorySegment keys, int first, int end, long code) {
        int base = first;
        int length = end - first;
        long flipped = code ^ Long.MIN_VALUE;
        while (length > 0) {
            int half = (length + 1) >>> 1;
            long probe = key(keys, base + half - 1) ^ Long.MIN_VALUE;
            base = probe < flipped ? base + half : base;
            length -= half;
        }
        return base;
    }

    /// Returns how many keys [#lowerBound] compares for a range of `length` positions.
    static int comparisons(int length) {
        return 32 - Integer.numberOfLeadingZeros(length);
    }

    static void checkColumn(MemorySegment keys, int keyCount) {
        if (keyCount < 0 || keys.byteSize() >>> 3 < keyCount) {
            throw new IllegalArgumentException(
                    "a column of %d bytes does not hold %d keys"
                            .formatted(keys.byteSize(), keyCount));
        }
    }
}
