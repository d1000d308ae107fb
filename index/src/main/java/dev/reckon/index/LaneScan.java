package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The comparisons of [KeyScan] with the JDK's vectors; loaded only in a process that has their
/// module.
final class LaneScan {
    private static final int LINE_KEYS = KeyScan.LINE_KEYS;

    private static final VectorSpecies<Long> LANES =
            LongVector.SPECIES_PREFERRED.length() >= LINE_KEYS
                    ? LongVector.SPECIES_512
                    : LongVector.SPECIES_PREFERRED;
    private static final int LANE_COUNT = LANES.length();

    private static final VectorSpecies<Integer> INT_LANES =
            IntVector.SPECIES_PREFERRED.length() >= 2 * LINE_KEYS
                    ? IntVector.SPECIES_512
                    : IntVector.SPECIES_PREFERRED;

    private LaneScan() {}

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

    static int countBelow(long[] entries, int first, long code) {
        int below = 0;
        for (int lane = 0; lane < LINE_KEYS; lane += LANE_COUNT) {
            below +=
                    LongVector.fromArray(LANES, entries, first + lane)
                            .compare(VectorOperators.ULT, code)
                            .trueCount();
        }
        return below;
    }

    static int countAtMost(long[] entries, int first, long most) {
        int atMost = 0;
        for (int lane = 0; lane < LINE_KEYS; lane += LANE_COUNT) {
            atMost +=
                    LongVector.fromArray(LANES, entries, first + lane)
                            .compare(VectorOperators.LE, most)
                            .trueCount();
        }
        return atMost;
    }

    static long lineLanes(MemorySegment keys, long offset, long code) {
        long lanes = 0;
        for (int lane = 0; lane < LINE_KEYS; lane += LANE_COUNT) {
            LongVector line =
                    LongVector.fromMemorySegment(
                            LANES, keys, offset + ((long) lane << 3), ByteOrder.LITTLE_ENDIAN);
            long below = line.compare(VectorOperators.ULT, code).toLong();
            long atMost = line.compare(VectorOperators.ULE, code).toLong();
            lanes |= (below | atMost << LINE_KEYS) << lane;
        }
        return lanes;
    }

    static long negatives(int[] items, int from) {
        long negatives = 0;
        for (int lane = 0; lane < Long.SIZE; lane += INT_LANES.length()) {
            negatives |=
                    IntVector.fromArray(INT_LANES, items, from + lane)
                                    .compare(VectorOperators.LT, 0)
                                    .toLong()
                            << lane;
        }
        return negatives;
    }

    static int marksBelow(byte[] marks, int offset, byte mark) {
        return marks(marks, offset, VectorOperators.ULT, mark);
    }

    static int marksAtMost(byte[] marks, int offset, byte mark) {
        return marks(marks, offset, VectorOperators.ULE, mark);
    }

    private static int marks(
            byte[] marks, int offset, VectorOperators.Comparison comparison, byte mark) {
        long lanes =
                ByteVector.fromArray(ByteVector.SPECIES_128, marks, offset)
                        .compare(comparison, mark)
                        .toLong();
        return Long.bitCount(lanes & 0xFFFE);
    }
}
