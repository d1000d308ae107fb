package dev.reckon.bench.engine;

/// The keys of the rows, in ascending and in random order, made when they are asked for: arrays of
/// millions would count as memory of the engine. Immutable.
final class Keys {
    /// Spreads keys, so that a key is no position and new ones fall between old ones.
    static final long STEP = 10;

    private static final int ROUND_COUNT = 4;

    private final int count;
    private final int halfBits;

    Keys(int count) {
        this.count = count;
        this.halfBits = (Integer.SIZE - Integer.numberOfLeadingZeros(count) + 1) / 2;
    }

    int count() {
        return count;
    }

    /// Returns the keys at `[first, end)` of the ascending order.
    long[] ascending(int first, int end) {
        long[] keys = new long[end - first];
        for (int i = first; i < end; i++) {
            keys[i - first] = i * STEP;
        }
        return keys;
    }

    /// Returns the keys at `[first, end)` of an order that is random and always the same.
    long[] random(int first, int end) {
        long[] keys = new long[end - first];
        for (int i = first; i < end; i++) {
            keys[i - first] = permuted(i) * STEP;
        }
        return keys;
    }

    /// Returns another number below the count for each: a Feistel network over a few more numbers,
    /// gone through again where its outcome is none of ours.
    private long permuted(int number) {
        long permuted = number;
        do {
            permuted = network(permuted);
        } while (permuted >= count);
        return permuted;
    }

    private long network(long number) {
        long mask = (1L << halfBits) - 1;
        long left = number >>> halfBits;
        long right = number & mask;
        for (int round = 0; round < ROUND_COUNT; round++) {
            long mixed = (right + round) * 0x9E37_79B9_7F4A_7C15L;
            mixed = (mixed ^ mixed >>> 31) * 0xBF58_476D_1CE4_E5B9L;
            long next = left ^ (mixed >>> 33 & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
