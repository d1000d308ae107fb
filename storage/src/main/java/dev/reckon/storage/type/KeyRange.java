package dev.reckon.storage.type;

import java.util.Arrays;
import java.util.Optional;

/// The keys `[lower, upper)` as bytes of [RowKey]; an empty lower end is the first key, and without
/// an upper end the range reaches past the last.
///
/// Predicates on a prefix of a composite key are ranges too: all keys that start with `p` are `[p,
/// successor(p))`.
///
/// @param lower inclusive
/// @param upper exclusive
public record KeyRange(byte[] lower, Optional<byte[]> upper) {
    /// Every key.
    public static final KeyRange ALL = new KeyRange(new byte[0], Optional.empty());

    /// Returns the range of all keys that start with `prefix`.
    public static KeyRange ofPrefix(byte[] prefix) {
        return new KeyRange(prefix, successor(prefix));
    }

    /// Returns the least string above every string that starts with `prefix`; empty when there is
    /// none, because all bytes are 0xFF.
    public static Optional<byte[]> successor(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xFF) {
            last--;
        }
        if (last < 0) {
            return Optional.empty();
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return Optional.of(next);
    }

    /// Returns whether no key can be in the range.
    public boolean isEmpty() {
        return upper.isPresent() && Arrays.compareUnsigned(lower, upper.get()) >= 0;
    }

    public boolean contains(byte[] key) {
        return Arrays.compareUnsigned(lower, key) <= 0
                && (upper.isEmpty() || Arrays.compareUnsigned(key, upper.get()) < 0);
    }

    /// Returns the keys that are in both ranges.
    public KeyRange intersect(KeyRange other) {
        byte[] lowest = Arrays.compareUnsigned(lower, other.lower) >= 0 ? lower : other.lower;
        if (upper.isEmpty() || other.upper.isEmpty()) {
            return new KeyRange(lowest, upper.isEmpty() ? other.upper : upper);
        }
        boolean thisIsLess = Arrays.compareUnsigned(upper.get(), other.upper.get()) <= 0;
        return new KeyRange(lowest, thisIsLess ? upper : other.upper);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRange(byte[] otherLower, Optional<byte[]> otherUpper)
                && Arrays.equals(lower, otherLower)
                && Arrays.equals(upper.orElse(null), otherUpper.orElse(null));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(lower) + Arrays.hashCode(upper.orElse(null));
    }
}
