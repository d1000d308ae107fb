package dev.reckon.storage.wal;

/// Finds the one bit whose flip makes bytes and their CRC-32C disagree: the sign of damage, where a
/// write that the power cut short would have lost whole sectors.
final class OneBit {
    /// The polynomial of CRC-32C, lowest bit first.
    private static final int POLYNOMIAL = 0x82F63B78;

    private OneBit() {}

    /// Returns the index of the byte with the flipped bit, -1 when no single bit explains it.
    ///
    /// @param byteCount how many bytes the checksum covers
    /// @param difference the stored checksum XOR the one computed
    static int byteIndex(int byteCount, int difference) {
        // What a flip of each bit of the last byte does to the checksum; of the one before; ...
        int[] effects = new int[Byte.SIZE];
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            effects[bit] = advance(1 << bit);
        }
        for (int index = byteCount - 1; index >= 0; index--) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                if (effects[bit] == difference) {
                    return index;
                }
                effects[bit] = advance(effects[bit]);
            }
        }
        return -1;
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
