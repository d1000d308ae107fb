package dev.reckon.storage.segment;

/// How many bits numbers take in a block: 0, 1, 2, 4, or a multiple of 8 up to 64, but not 56. See
/// [PackedNumbers] for why no others.
final class NumberWidth {
    private NumberWidth() {}

    /// Returns the bits for numbers from 0 to `greatest`, unsigned.
    static int of(long greatest) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest);
        if (bits <= 2) {
            return bits;
        }
        return bits <= 4 ? 4 : bits > 48 ? Long.SIZE : (bits + 7) & -8;
    }

    /// Returns whether a file may say so.
    static boolean isValid(int bits) {
        return bits == 0
                || bits == 1
                || bits == 2
                || bits == 4
                || (bits > 0 && bits <= Long.SIZE && bits != 56 && (bits & 7) == 0);
    }

    /// Returns the bytes that the numbers of `rowCount` rows of a block take.
    static int byteCount(int rowCount, int bits) {
        return switch (bits) {
            case 1, 2, 4 -> Math.min(rowCount, laneRows(bits));
            default -> rowCount * (bits >>> 3);
        };
    }

    /// Returns how many numbers of 1, 2 or 4 bits are in each lane of a block: a power of two, the
    /// bytes that a whole block's take.
    static int laneRows(int bits) {
        return 1 << laneShift(bits);
    }

    /// Returns the logarithm of [#laneRows].
    static int laneShift(int bits) {
        return SegmentFormat.BLOCK_SHIFT - 3 + Integer.numberOfTrailingZeros(bits);
    }
}
