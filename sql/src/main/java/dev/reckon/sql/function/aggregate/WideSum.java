package dev.reckon.sql.function.aggregate;

import dev.reckon.storage.batch.Batch;
import java.math.BigInteger;

/// An exact sum of 64-bit numbers, as the sums of their halves: neither can overflow, so that the
/// loop needs no check for it, and the compiler makes vector instructions of it.
///
/// @param low of the lower 32 bits, without sign
/// @param high of the upper 32 bits, with sign
record WideSum(long low, long high) {
    private static final long LOW = 0xFFFF_FFFFL;

    /// Adds the selected rows of some values.
    static WideSum of(long[] values, Batch rows) {
        long low = 0;
        long high = 0;
        int count = rows.selectedCount();
        if (rows.isDense()) {
            for (int row = 0; row < count; row++) {
                low += values[row] & LOW;
                high += values[row] >> 32;
            }
        } else {
            int[] selection = rows.selection();
            for (int i = 0; i < count; i++) {
                long value = values[selection[i]];
                low += value & LOW;
                high += value >> 32;
            }
        }
        return new WideSum(low, high);
    }

    /// Returns whether the sum is a 64-bit number.
    boolean isNarrow() {
        long carried = high + (low >>> 32);
        return carried == (int) carried;
    }

    /// Returns the sum.
    ///
    /// @throws ArithmeticException when it does not fit
    long narrow() {
        if (!isNarrow()) {
            throw new ArithmeticException("a sum of more than 64 bits");
        }
        return (high << 32) + low;
    }

    /// Returns the sum, whatever its size.
    BigInteger exact() {
        return BigInteger.valueOf(high).shiftLeft(32).add(BigInteger.valueOf(low));
    }
}
