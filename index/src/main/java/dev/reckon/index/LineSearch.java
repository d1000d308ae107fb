package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// The end of a lookup that has named one cache line of keys, which most often holds the answer: of
/// one lookup, and of many step by step.
///
/// Safe for use by many threads.
final class LineSearch {
    private static final int LINE = KeyScan.LINE_KEYS;

    private final int keyCount;

    private final TieFilter ties;
    private final boolean mayTie;

    /// @param keyCount at least [EdgeSteps#WINDOW]
    LineSearch(int keyCount, TieFilter ties) {
        this.keyCount = keyCount;
        this.ties = ties;
        this.mayTie = ties != TieFilter.NONE;
    }

    /// Returns the lower bound of `code`, which is most often among the eight keys from `first`.
    int lowerBound(MemorySegment keys, int first, long code) {
        int found = inLine(keys, first, code, mayTie ? ties.bit(code) : 0);
        return found >= 0 ? found : EdgeSteps.search(keys, keyCount, found, code);
    }

    /// Returns the position of `code` in a line, with the sign bit set if it is only an edge: all
    /// of the line is below the code, or nothing of it. If its first key equals the code, that is
    /// the answer, unless the key before may be equal.
    ///
    /// @param tie what [TieFilter#bit] returned
    private static int inLine(MemorySegment keys, int first, long code, int tie) {
        int lanes = (int) KeyScan.lineLanes(keys, (long) first << 3, code);
        int undecided = (lanes >>> (LINE - 1)) | (~lanes >>> LINE) | (~lanes & tie);
        return (first + Integer.bitCount(lanes & 0xFF)) | undecided << 31;
    }

    /// The steps that replace the first position of a line by the answer.
    BatchStep[] steps() {
        return new BatchStep[] {
            (keys, _, from, end, lines) -> touch(keys, from, end, lines),
            mayTie ? this::findAmongTies : LineSearch::find,
            (keys, _, from, end, edges) -> EdgeSteps.touch(keys, keyCount, from, end, edges),
            (keys, codes, from, end, edges) ->
                    EdgeSteps.settle(keys, keyCount, codes, from, end, edges)
        };
    }

    /// Begins to load a line for each item: loads with nothing behind them, so that many are in
    /// flight at a time.
    private static long touch(MemorySegment keys, int from, int end, int[] lines) {
        long touched = 0;
        for (int item = from; item < end; item++) {
            touched += KeyScan.key(keys, lines[item]);
        }
        return touched;
    }

    private static long find(MemorySegment keys, long[] codes, int from, int end, int[] lines) {
        for (int item = from; item < end; item++) {
            lines[item] = inLine(keys, lines[item], codes[item], 0);
        }
        return 0;
    }

    private long findAmongTies(MemorySegment keys, long[] codes, int from, int end, int[] lines) {
        for (int item = from; item < end; item++) {
            lines[item] = inLine(keys, lines[item], codes[item], ties.bit(codes[item]));
        }
        return 0;
    }
}
