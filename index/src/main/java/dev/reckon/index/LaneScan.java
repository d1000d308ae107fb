package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
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

    static int countBelowNode(long[] entries, int first, long code) {
        int below = 0;
        for (int lane = 0; lane < 2 * LINE_KEYS; lane += LANE_COUNT) {
            below +=
                    LongVector.fromArray(LANES, entries, first + lane)
                            .compare(VectorOperators.ULT, code)
                            .trueCount();
        }
        return below;
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

    static int markLanes(byte[] marks, int offset, byte mark) {
        ByteVector line = ByteVector.fromArray(ByteVector.SPECIES_128, marks, offset);
        long below = line.compare(VectorOperators.ULT, mark).toLong();
        long atMost = line.compare(VectorOperators.ULE, mark).toLong();
        return (int) (below | atMost << (2 * LINE_KEYS));
    }
}
