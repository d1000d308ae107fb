package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Which codes may be those of equal keys of which a cache line begins with one that is not the
/// first: a Bloom filter of one hash. For other codes, a line that begins with the code begins with
/// the answer, and the line before need not be read.
///
/// Immutable; safe for use by many threads.
final class TieFilter {
    /// No keys are equal.
    static final TieFilter NONE = new TieFilter(new long[] {0});

    /// Any keys may be equal.
    static final TieFilter ALL = new TieFilter(new long[] {-1L});

    /// If more than one key in so many is such a code, none are told apart.
    private static final int KEYS_PER_CODE_MIN = 256;

    /// How many bits of the filter there are for a code, or up to twice as many.
    private static final int BITS_PER_CODE = 8;

    private static final int WORDS_MAX = 1 << 20;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long[] words;

    /// By how much a hash is shifted right, after one bit, to name a word.
    private final int wordShift;

    private TieFilter(long[] words) {
        this.words = words;
        this.wordShift = 63 - Integer.numberOfTrailingZeros(words.length);
    }

    /// Returns a bit that is 0 if no line begins with a key that is equal to `code` and to the key
    /// before; all other bits mean nothing.
    int bit(long code) {
        long hash = code * GOLDEN;
        return (int) (words[(int) (hash >>> 1 >>> wordShift)] >>> (hash >>> 32));
    }

    int wordCount() {
        return words.length;
    }

    /// Returns the share of all codes for which the bit is 1.
    double share() {
        long bits = 0;
        for (long word : words) {
            bits += Long.bitCount(word);
        }
        return (double) bits / ((long) words.length * Long.SIZE);
    }

    void write(MemorySegment target, long offset) {
        MemorySegment.copy(words, 0, target, KeyScan.KEY, offset, words.length);
    }

    /// Reads what [#write] wrote.
    static TieFilter read(MemorySegment source, long offset, int wordCount) {
        long[] words = new long[wordCount];
        MemorySegment.copy(source, KeyScan.KEY, offset, words, 0, wordCount);
        if (wordCount == 1 && words[0] == 0) {
            return NONE;
        }
        return new TieFilter(words);
    }

    /// Returns whether a filter may have so many words.
    static boolean isWordCount(int wordCount) {
        return Integer.bitCount(wordCount) == 1 && wordCount <= WORDS_MAX;
    }

    /// Collects the codes. For one thread.
    static final class Builder {
        private final int keyCount;
        private final int codesMax;
        private long[] codes = new long[16];
        private int count;

        /// @param keyCount how many keys the column has
        Builder(int keyCount) {
            this.keyCount = keyCount;
            this.codesMax = keyCount / KEYS_PER_CODE_MIN;
        }

        /// Takes in that the key at `position` is equal to the one before.
        void add(int position, long code) {
            boolean begins =
                    position % KeyScan.LINE_KEYS == 0 || position == keyCount - KeyScan.LINE_KEYS;
            if (!begins || count > codesMax) {
                return;
            }
            if (count == codes.length) {
                codes = Arrays.copyOf(codes, 2 * count);
            }
            codes[count++] = code;
        }

        TieFilter build() {
            if (count > codesMax) {
                return ALL;
            }
            if (count == 0) {
                return NONE;
            }
            int bits = Math.max(Long.SIZE, Integer.highestOneBit(count * BITS_PER_CODE) << 1);
            TieFilter filter = new TieFilter(new long[bits / Long.SIZE]);
            for (int code = 0; code < count; code++) {
                long hash = codes[code] * GOLDEN;
                filter.words[(int) (hash >>> 1 >>> filter.wordShift)] |= 1L << (hash >>> 32);
            }
            return filter;
        }
    }
}
