package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// The last two steps of a batched lookup, for codes whose line did not hold the answer: all of it
/// was below the code, or nothing of it.
///
/// The step before leaves for each item a position. If the sign bit is set with it, the position is
/// only an edge: the answer is in a line beside it. All those lines are loaded in a step of their
/// own, which skips the many items that are decided. Nearly all of its loads miss the cache, so
/// that many are in flight at a time; mixed with loads that hit, they would wait for each other
/// (measured: a tenth of a batch's time on an idle machine, half of it on a busy one).
final class EdgeSteps {
    /// What marks an edge.
    static final int UNDECIDED = Integer.MIN_VALUE;

    /// Positions in the two lines around an edge.
    static final int WINDOW = 2 * KeyScan.LINE_KEYS;

    private EdgeSteps() {}

    /// Begins to load the two lines around each edge.
    ///
    /// @param keyCount at least [#WINDOW]
    static long touch(MemorySegment keys, int keyCount, int from, int end, int[] edges) {
        long touched = 0;
        for (int part = from; part < end; part += Long.SIZE) {
            for (long left = KeyScan.negatives(edges, part, end); left != 0; left &= left - 1) {
                int edge = edges[part + Long.numberOfTrailingZeros(left)];
                int first = windowFirst(edge, keyCount);
                touched += KeyScan.key(keys, first) + KeyScan.key(keys, first + KeyScan.LINE_KEYS);
            }
        }
        return touched;
    }

    /// Replaces each edge by the answer.
    ///
    /// @param keyCount at least [#WINDOW]
    static long settle(
            MemorySegment keys, int keyCount, long[] codes, int from, int end, int[] edges) {
        for (int part = from; part < end; part += Long.SIZE) {
            for (long left = KeyScan.negatives(edges, part, end); left != 0; left &= left - 1) {
                int item = part + Long.numberOfTrailingZeros(left);
                edges[item] = search(keys, keyCount, edges[item], codes[item]);
            }
        }
        return 0;
    }

    /// Returns the answer that is beside `edge`, most often in the line before it or behind it.
    static int search(MemorySegment keys, int keyCount, int edge, long code) {
        return KeyScan.searchFrom(keys, windowFirst(edge, keyCount), keyCount, code);
    }

    private static int windowFirst(int edge, int keyCount) {
        int first = (edge & ~UNDECIDED) - KeyScan.LINE_KEYS;
        return Math.min(Math.max(first, 0), keyCount - WINDOW);
    }
}
