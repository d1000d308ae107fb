package dev.reckon.sql.function.text;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.kernel.Bodies;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;

/// substring of texts by character positions: the results share the bytes of the texts.
final class SubstringKernel {
    private SubstringKernel() {}

    /// Computes substring(text, start) or substring(text, start, count).
    ///
    /// @throws DatabaseException 22011 when a count is negative
    static ColumnVector compute(List<ColumnVector> arguments, Batch rows, Environment environment) {
        var texts = (BytesVector) arguments.get(0);
        long[] firsts = ((LongVector) arguments.get(1)).values();
        boolean hasCounts = arguments.size() == 3;
        long[] counts = hasCounts ? ((LongVector) arguments.get(2)).values() : firsts;
        long[] nulls = Bodies.nulls(arguments);
        byte[] bytes = texts.bytes();
        int[] starts = new int[rows.rowCount()];
        int[] ends = new int[rows.rowCount()];
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (Nulls.isNull(nulls, row)) {
                continue;
            }
            if (hasCounts && counts[row] < 0) {
                throw new DatabaseException(
                        SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
            }
            int end = texts.ends()[row];
            long from = firsts[row] - 1;
            long to = hasCounts ? from + counts[row] : Long.MAX_VALUE;
            starts[row] = after(bytes, texts.starts()[row], end, Math.max(from, 0));
            ends[row] = after(bytes, starts[row], end, Math.max(to, 0) - Math.max(from, 0));
        }
        return new BytesVector(bytes, starts, ends, nulls, rows.rowCount());
    }

    /// Returns the offset `count` characters after `start`, `end` when there are not so many, and
    /// `start` when the number is negative.
    private static int after(byte[] bytes, int start, int end, long count) {
        int offset = start;
        for (long left = count; left > 0 && offset < end; left--) {
            offset++;
            while (offset < end && (bytes[offset] & 0xC0) == 0x80) {
                offset++;
            }
        }
        return offset;
    }
}
