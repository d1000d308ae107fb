package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// What follows from positions alone: in a sorted column the position of a key is its rank.
///
/// Safe for use by many threads; nothing here reads more than a key or two of the column.
public final class KeyRanks {
    private KeyRanks() {}

    /// Returns the key at a rank, which is from 0 to below the number of keys.
    public static long select(MemorySegment keys, int rank) {
        return KeyScan.key(keys, rank);
    }

    /// Returns the rows whose keys are from `first` to `last`, both included; empty if `first` is
    /// above `last`.
    public static RowRange range(LearnedIndex index, MemorySegment keys, long first, long last) {
        int from = index.lowerBound(keys, first);
        int end = Long.compareUnsigned(first, last) <= 0 ? index.upperBound(keys, last) : from;
        return new RowRange(from, end);
    }

    /// Returns `parts + 1` positions, from 0 to `keyCount`, that cut the rows into parts whose
    /// sizes differ by one at most.
    public static int[] splits(int keyCount, int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("cannot split into %d parts".formatted(parts));
        }
        int[] splits = new int[parts + 1];
        for (int part = 0; part <= parts; part++) {
            splits[part] = (int) ((long) keyCount * part / parts);
        }
        return splits;
    }

    /// Returns the position of the first key whose rank, counted from 1, is at least `fraction` of
    /// all: PostgreSQL's `percentile_disc`.
    ///
    /// @param fraction from 0 to 1
    /// @throws IllegalArgumentException if there is no key, or no such fraction
    public static int percentile(int keyCount, double fraction) {
        if (keyCount < 1 || !(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "percentile %s of %d keys".formatted(fraction, keyCount));
        }
        return Math.max(0, (int) Math.ceil(fraction * keyCount) - 1);
    }
}
