package dev.reckon.storage.wal;

/// Tells a flipped bit from a torn write.
///
/// A write that the power cut short lost whole sectors. When bytes would match their checksum but
/// for a single bit, they were written whole and damaged later.
final class OneBit {
    /// The polynomial of CRC-32C, lowest bit first.
    private static final int POLYNOMIAL = 0x82F63B78;

    private OneBit() {}

    /// Returns whether flipping one bit of the bytes, or of the checksum, would make them match.
    ///
    /// @param byteCount how many bytes the checksum covers
    /// @param difference the stored checksum XOR the one computed
    static boolean explains(long byteCount, int difference) {
        if (Integer.bitCount(difference) == 1) {
            return true;
        }
        // What a flip of each bit of the last byte does to the checksum; of the one before; ...
        int[] effects = new int[Byte.SIZE];
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            effects[bit] = advance(1 << bit);
        }
        for (long distance = 0; distance < byteCount; distance++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                if (effects[bit] == difference) {
                    return true;
                }
                effects[bit] = advance(effects[bit]);
            }
        }
        return false;
    }

    /// Returns the checksum's change after one more byte.
    private static int advance(int change) {
        int next = change;
        for (int i = 0; i < Byte.SIZE; i++) {
            next = (next >>> 1) ^ ((next & 1) * POLYNOMIAL);
        }
        return next;
    }
}
