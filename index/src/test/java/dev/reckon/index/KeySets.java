package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/// Sorted key sets of every shape that the tests look at, from a seed.
final class KeySets {
    static final long SEED = Long.getLong("seed", 20_251_124L);

    record KeySet(String name, long[] keys) {
        @Override
        public String toString() {
            return name + " of " + keys.length + ", seed " + SEED;
        }

        MemorySegment column() {
            return MemorySegment.ofArray(keys);
        }
    }

    private KeySets() {}

    /// Returns the sets, the smallest with none or one key, each with about `keyCount` otherwise.
    static List<KeySet> all(int keyCount) {
        SplittableRandom random = new SplittableRandom(SEED);
        long[] walk = new long[1];
        return List.of(
                new KeySet("none", new long[0]),
                new KeySet("one zero", new long[] {0}),
                new KeySet("one largest", new long[] {-1L}),
                of("all zero", keyCount, _ -> 0),
                of("all largest", keyCount, _ -> -1L),
                of("all equal", keyCount, _ -> 1L << 40),
                of("smallest and largest", keyCount, i -> (i & 1) == 0 ? 0 : -1L),
                of("dense", keyCount, i -> i),
                of("dense at the top", keyCount, i -> -1L - i),
                of("across the sign", keyCount, i -> Long.MIN_VALUE - keyCount / 2 + i),
                of("strided", keyCount, i -> 1000 + i * 77),
                of("pairs", keyCount, i -> i / 2 * 10),
                of("few values", keyCount, _ -> random.nextLong(20) << 50),
                of("uniform", keyCount, _ -> random.nextLong()),
                of("narrow with ties", keyCount, _ -> random.nextLong(keyCount / 3 + 1)),
                of("gaps", keyCount, _ -> walk[0] += 1 + random.nextLong(64)),
                of("normal", keyCount, _ -> (long) (random.nextGaussian() * 1e15) + (1L << 60)),
                of("lognormal", keyCount, _ -> (long) (Math.exp(2 * random.nextGaussian()) * 1e12)),
                of("heavy tail", keyCount, _ -> heavyTail(random)),
                of("exponents", keyCount, _ -> 1L << random.nextInt(64)),
                of("clusters", keyCount, _ -> clustered(random)),
                of("composite", keyCount, i -> (i / 37) << 32 | (i % 37)),
                of("steps", keyCount, i -> (i / 1000 * 1_000_000_007L) + (i % 1000) * (i % 7)),
                of("outlier at the end", keyCount, i -> i == keyCount - 1 ? -1L : i * 3),
                of("outlier at the start", keyCount, i -> i == 0 ? 0 : (1L << 62) + i * 3),
                of("cliff", keyCount, i -> i < keyCount / 2 ? i : (1L << 63) + i * 4_000_000_000L),
                of("powers", keyCount, i -> i * i * i));
    }

    private static long heavyTail(SplittableRandom random) {
        return (long) Math.min(Math.pow(random.nextDouble() + 1e-12, -1.2) * 1e6, 9e18);
    }

    private static long clustered(SplittableRandom random) {
        long key = 0;
        for (int level = 0; level < 8; level++) {
            long digit = (random.nextLong(256) * random.nextLong(256)) >>> 8;
            key = key << 8 | (random.nextInt(3) == 0 ? digit : digit & 0x11);
        }
        return key;
    }

    private static KeySet of(String name, int keyCount, LongUnaryOperator key) {
        long[] keys = LongStream.range(0, keyCount).map(key).toArray();
        sortUnsigned(keys);
        return new KeySet(name, keys);
    }

    static void sortUnsigned(long[] keys) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
    }

    /// Returns the lower bound of `code` by the plainest search there is.
    static int lowerBound(long[] keys, long code) {
        int first = 0;
        int end = keys.length;
        while (first < end) {
            int middle = (first + end) >>> 1;
            if (Long.compareUnsigned(keys[middle], code) < 0) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }
}
