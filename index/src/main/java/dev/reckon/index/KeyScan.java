package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Reads and compares plain key columns: the last step of every lookup.
///
/// Safe for use by many threads; allocates nothing.
final class KeyScan {
    static final ValueLayout.OfLong KEY =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Keys in a cache line of 64 bytes.
    static final int LINE_KEYS = 8;

    /// How many lines are compared whole before a gallop looks at single keys, ever further away:
    /// most answers are in the first of them, and a branch that cannot be foreseen costs more.
    private static final int NEAR_LINES = 3;

    /// Whether the process was started with the JDK's vector module, so that [LaneScan] can be
    /// used. Without it the JVM starts from its cache of linked classes, which servers like better.
    static final boolean HAS_LANES =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private KeyScan() {}

    static long key(MemorySegment keys, long position) {
        return keys.get(KEY, position << 3);
    }

    /// Returns how many of the eight keys at byte `offset` are below `code`, without branches.
    static int countBelowLine(MemorySegment keys, long offset, long code) {
        if (HAS_LANES) {
            return LaneScan.countBelowLine(keys, offset, code);
        }
        int below = 0;
        long flipped = code ^ Long.MIN_VALUE;
        for (int lane = 0; lane < LINE_KEYS; lane++) {
            long key = keys.get(KEY, offset + ((long) lane << 3)) ^ Long.MIN_VALUE;
            below += key < flipped ? 1 : 0;
        }
        return below;
    }

    /// Returns how many of the eight entries from `first` are below `code`.
    static int countBelow(long[] entries, int first, long code) {
        if (HAS_LANES) {
            return LaneScan.countBelow(entries, first, code);
        }
        int below = 0;
        long flipped = code ^ Long.MIN_VALUE;
        for (int lane = 0; lane < LINE_KEYS; lane++) {
            below += (entries[first + lane] ^ Long.MIN_VALUE) < flipped ? 1 : 0;
        }
        return below;
    }

    /// Returns how many of the sixteen entries from `first` are below `code`.
    static int countBelowNode(long[] entries, int first, long code) {
        return countBelow(entries, first, code) + countBelow(entries, first + LINE_KEYS, code);
    }

    /// Returns how many of the eight entries from `first`, none of them negative, are at most
    /// `most`.
    static int countAtMost(long[] entries, int first, long most) {
        if (HAS_LANES) {
            return LaneScan.countAtMost(entries, first, most);
        }
        int atMost = 0;
        for (int lane = 0; lane < LINE_KEYS; lane++) {
            atMost += entries[first + lane] <= most ? 1 : 0;
        }
        return atMost;
    }

    /// Compares the eight keys at byte `offset`: bit `i` says that key `i` is below `code`, bit `8
    /// + i` that it is at most `code`.
    static long lineLanes(MemorySegment keys, long offset, long code) {
        if (HAS_LANES) {
            return LaneScan.lineLanes(keys, offset, code);
        }
        long lanes = 0;
        long flipped = code ^ Long.MIN_VALUE;
        for (int lane = 0; lane < LINE_KEYS; lane++) {
            long key = keys.get(KEY, offset + ((long) lane << 3)) ^ Long.MIN_VALUE;
            long below = key < flipped ? 1 : 0;
            long atMost = key <= flipped ? 1 : 0;
            lanes |= (below | atMost << LINE_KEYS) << lane;
        }
        return lanes;
    }

    /// Returns which of the 64 items from `from` on are negative, as bits; those from `end` on are
    /// not looked at.
    static long negatives(int[] items, int from, int end) {
        if (HAS_LANES && end - from >= Long.SIZE) {
            return LaneScan.negatives(items, from);
        }
        long negatives = 0;
        for (int item = from; item < Math.min(from + Long.SIZE, end); item++) {
            negatives |= (long) (items[item] >>> 31) << (item - from);
        }
        return negatives;
    }

    /// Returns how many of the fifteen unsigned bytes after the one at `offset` are below `mark`.
    static int marksBelow(byte[] marks, int offset, byte mark) {
        if (HAS_LANES) {
            return LaneScan.marksBelow(marks, offset, mark);
        }
        int below = 0;
        for (int lane = 1; lane < 2 * LINE_KEYS; lane++) {
            below += (marks[offset + lane] & 0xFF) < (mark & 0xFF) ? 1 : 0;
        }
        return below;
    }

    /// Returns how many of the fifteen unsigned bytes after the one at `offset` are at most `mark`.
    static int marksAtMost(byte[] marks, int offset, byte mark) {
        if (HAS_LANES) {
            return LaneScan.marksAtMost(marks, offset, mark);
        }
        int atMost = 0;
        for (int lane = 1; lane < 2 * LINE_KEYS; lane++) {
            atMost += (marks[offset + lane] & 0xFF) <= (mark & 0xFF) ? 1 : 0;
        }
        return atMost;
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

    /// Returns the lower bound of `code`, which is at most `end`, searching backward from there.
    static int gallopDown(MemorySegment keys, int end, long code) {
        int high = end;
        for (int line = 0; line < NEAR_LINES && high >= LINE_KEYS; line++) {
            int below = countBelowLine(keys, (long) (high - LINE_KEYS) << 3, code);
            if (below > 0) {
                return high - LINE_KEYS + below;
            }
            high -= LINE_KEYS;
        }
        int step = LINE_KEYS;
        int low = high - step;
        while (low > 0 && Long.compareUnsigned(key(keys, low), code) >= 0) {
            high = low;
            step <<= 1;
            low -= step;
        }
        return lowerBound(keys, Math.max(low, 0), high, code);
    }

    /// Returns the lower bound of `code`, which is at least `first`, searching forward from there.
    static int gallopUp(MemorySegment keys, int first, int keyCount, long code) {
        int low = first;
        for (int line = 0; line < NEAR_LINES && low <= keyCount - LINE_KEYS; line++) {
            int below = countBelowLine(keys, (long) low << 3, code);
            if (below < LINE_KEYS) {
                return low + below;
            }
            low += LINE_KEYS;
        }
        int step = LINE_KEYS;
        int high = low + step;
        while (high < keyCount && Long.compareUnsigned(key(keys, high), code) < 0) {
            low = high;
            step <<= 1;
            high = high > Integer.MAX_VALUE - step ? keyCount : high + step;
        }
        return lowerBound(keys, low, Math.min(high, keyCount), code);
    }

    /// Returns the lower bound of `code`, which is most often inside of the two lines from `first`.
    static int searchFrom(MemorySegment keys, int first, int keyCount, long code) {
        int below =
                countBelowLine(keys, (long) first << 3, code)
                        + countBelowLine(keys, (long) (first + LINE_KEYS) << 3, code);
        if (below > 0 && below < 2 * LINE_KEYS) {
            return first + below;
        }
        return below == 0
                ? gallopDown(keys, first, code)
                : gallopUp(keys, first + 2 * LINE_KEYS, keyCount, code);
    }

    /// Returns how many keys [#lowerBound] compares for a range of `length` positions.
    static int comparisons(int length) {
        return 32 - Integer.numberOfLeadingZeros(length);
    }

    /// Returns how many keys [#gallopUp] or [#gallopDown] compares to get `distance` positions
    /// away.
    static int gallopComparisons(int distance) {
        int lines = (distance + LINE_KEYS - 1) / LINE_KEYS;
        if (lines <= NEAR_LINES) {
            return lines * LINE_KEYS;
        }
        int probes = NEAR_LINES * LINE_KEYS + 1;
        long step = LINE_KEYS;
        long reach = (NEAR_LINES + 1L) * LINE_KEYS;
        while (reach < distance) {
            step <<= 1;
            reach += step;
            probes++;
        }
        return probes + comparisons((int) Math.min(step, Integer.MAX_VALUE));
    }

    static void checkColumn(MemorySegment keys, int keyCount) {
        if (keyCount < 0 || keys.byteSize() >>> 3 < keyCount) {
            throw new IllegalArgumentException(
                    "a column of %d bytes does not hold %d keys"
                            .formatted(keys.byteSize(), keyCount));
        }
    }
}
