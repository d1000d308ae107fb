package dev.reckon.storage.segment;

import java.util.Arrays;

/// Finds symbols that make the strings of a block short: what follows each other often in a sample
/// becomes one symbol, which can grow further, and what is used too little in the end is left out.
/// One pass over at most 256 KB, and one more to count. For one thread; used again and again.
final class SymbolTrainer {
    private static final int SAMPLE_BYTES = 256 << 10;

    /// Two symbols that follow each other so often become one.
    private static final int JOIN_COUNT = 4;

    /// Of a long string only the beginning is looked at.
    private static final int ROW_BYTES_MAX = 4 << 10;

    private static final int PAIR_SLOTS = 1 << 17;
    private static final int PAIRS_MAX = PAIR_SLOTS / 4 * 3;

    /// After so many bytes, strings of which nothing repeats are given up.
    private static final int TRIAL_BYTES = 16 << 10;

    private static final double TRIAL_CODE_BYTES_MIN = 1.25;

    /// A use of a symbol saves about a code, which takes a byte and a half.
    private static final double CODE_BYTES = 1.5;

    private int[] pairs = {};
    private byte[] pairCounts = {};
    private int pairCount;
    private int[] uses = {};

    /// Fills a matcher with symbols for `rowCount` strings, and returns whether they repeat
    /// anything.
    ///
    /// @param bytes the strings one after the other, and at least 16 bytes more
    /// @param ends where each ends
    boolean train(byte[] bytes, int[] ends, int rowCount, SymbolMatcher matcher) {
        if (pairs.length == 0) {
            pairs = new int[PAIR_SLOTS];
            pairCounts = new byte[PAIR_SLOTS];
            uses = new int[SymbolTable.SYMBOL_COUNT_MAX];
        }
        Arrays.fill(pairs, 0);
        pairCount = 0;
        matcher.clear();
        // Rows from all of the block, each once.
        int step = Math.max(1, ends[rowCount - 1] / SAMPLE_BYTES);
        int sampled = 0;
        int codes = 0;
        boolean tried = false;
        for (int row = 0; row < rowCount; row += step) {
            int start = row == 0 ? 0 : ends[row - 1];
            int end = Math.min(ends[row], start + ROW_BYTES_MAX);
            codes += join(bytes, start, end, matcher);
            sampled += end - start;
            if (!tried && sampled >= TRIAL_BYTES) {
                tried = true;
                if (sampled < TRIAL_CODE_BYTES_MIN * codes) {
                    return false;
                }
            }
            if (matcher.isFull()) {
                break;
            }
        }
        prune(bytes, ends, rowCount, step, matcher);
        return matcher.count() > SymbolTable.BYTE_SYMBOL_COUNT;
    }

    /// Goes through a string, joins what follows each other often, and returns the number of codes.
    private int join(byte[] bytes, int start, int end, SymbolMatcher matcher) {
        int codes = 0;
        int previous = -1;
        int at = start;
        while (at < end) {
            int symbol = matcher.match(bytes, at, end);
            at += matcher.length(symbol);
            codes++;
            if (previous >= 0
                    && matcher.length(previous) + matcher.length(symbol)
                            <= SymbolTable.SYMBOL_BYTES_MAX
                    && !matcher.isFull()
                    && isOften(previous << SymbolTable.CODE_BITS | symbol)) {
                symbol = matcher.addJoined(previous, symbol);
            }
            previous = symbol;
        }
        return codes;
    }

    /// Counts a pair, and returns whether it is to be joined now.
    private boolean isOften(int pair) {
        int key = pair + 1;
        int slot = (key * 0x9E37_79B1) >>> 15;
        while (pairs[slot] != key) {
            if (pairs[slot] == 0) {
                if (pairCount == PAIRS_MAX) {
                    return false;
                }
                pairCount++;
                pairs[slot] = key;
                pairCounts[slot] = 0;
                break;
            }
            slot = slot + 1 & PAIR_SLOTS - 1;
        }
        if (++pairCounts[slot] < JOIN_COUNT) {
            return false;
        }
        pairCounts[slot] = 0;
        return true;
    }

    /// Leaves out symbols that save less than they take in the table.
    private void prune(byte[] bytes, int[] ends, int rowCount, int step, SymbolMatcher matcher) {
        Arrays.fill(uses, 0);
        for (int row = 0; row < rowCount; row += step) {
            int at = row == 0 ? 0 : ends[row - 1];
            int end = Math.min(ends[row], at + ROW_BYTES_MAX);
            while (at < end) {
                int symbol = matcher.match(bytes, at, end);
                uses[symbol]++;
                at += matcher.length(symbol);
            }
        }
        matcher.retain(worthKeeping(step, matcher));
    }

    /// Returns the symbols that save more than they take, the most used first: those that decoding
    /// needs often share few cache lines.
    private int[] worthKeeping(int step, SymbolMatcher matcher) {
        long[] kept = new long[matcher.count()];
        int count = 0;
        for (int symbol = SymbolTable.BYTE_SYMBOL_COUNT; symbol < matcher.count(); symbol++) {
            if (uses[symbol] * step * CODE_BYTES > matcher.length(symbol) + 1) {
                kept[count++] = (long) -uses[symbol] << SymbolTable.CODE_BITS | symbol;
            }
        }
        Arrays.sort(kept, 0, count);
        int[] symbols = new int[count];
        for (int index = 0; index < count; index++) {
            symbols[index] = (int) kept[index] & SymbolTable.SYMBOL_COUNT_MAX - 1;
        }
        return symbols;
    }
}
