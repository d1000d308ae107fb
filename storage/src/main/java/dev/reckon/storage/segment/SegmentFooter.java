package dev.reckon.storage.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// What the last section of a segment's file says about the others.
///
/// @param rowCount the number of positions
/// @param prefix what all keys start with and codes leave out
/// @param codeChecksums the checksum of the codes of each block
/// @param indexOffset where the learned index is
/// @param columns the blocks of each column; of none when the column is its codes
record SegmentFooter(
        long tableId,
        int rowCount,
        byte[] prefix,
        byte[] firstKey,
        byte[] lastKey,
        int[] codeChecksums,
        long indexOffset,
        long indexLength,
        List<ColumnDirectory> columns) {

    private static final int COLUMN_IS_CODES = 0;
    private static final int COLUMN_HAS_BLOCKS = 1;

    void write(ByteSink target) {
        target.putLong(tableId);
        target.putInt(rowCount);
        target.putCounted(prefix);
        target.putCounted(firstKey);
        target.putCounted(lastKey);
        for (int checksum : codeChecksums) {
            target.putInt(checksum);
        }
        target.putLong(indexOffset);
        target.putLong(indexLength);
        target.putInt(columns.size());
        for (ColumnDirectory column : columns) {
            target.putByte(column.blockCount == 0 ? COLUMN_IS_CODES : COLUMN_HAS_BLOCKS);
            column.write(target);
        }
    }

    /// Reads a footer whose checksum is right.
    ///
    /// @throws IllegalArgumentException when it contradicts itself
    /// @throws java.nio.BufferUnderflowException when it is cut
    static SegmentFooter read(ByteBuffer bytes) {
        ByteBuffer source = bytes.order(ByteOrder.LITTLE_ENDIAN);
        long tableId = source.getLong();
        int rowCount = source.getInt();
        if (rowCount <= 0) {
            throw new IllegalArgumentException(rowCount + " rows");
        }
        byte[] prefix = counted(source);
        byte[] firstKey = counted(source);
        byte[] lastKey = counted(source);
        int blockCount = SegmentFormat.blockCount(rowCount);
        if (source.remaining() / Integer.BYTES < blockCount) {
            throw new IllegalArgumentException(blockCount + " blocks");
        }
        int[] codeChecksums = new int[blockCount];
        for (int block = 0; block < blockCount; block++) {
            codeChecksums[block] = source.getInt();
        }
        long indexOffset = source.getLong();
        long indexLength = source.getLong();
        int columnCount = source.getInt();
        var columns = new ArrayList<ColumnDirectory>();
        for (int column = 0; column < columnCount; column++) {
            int blocks = source.get() == COLUMN_IS_CODES ? 0 : blockCount;
            columns.add(ColumnDirectory.read(source, blocks));
        }
        return new SegmentFooter(
                tableId,
                rowCount,
                prefix,
                firstKey,
                lastKey,
                codeChecksums,
                indexOffset,
                indexLength,
                columns);
    }

    private static byte[] counted(ByteBuffer source) {
        int length = source.getInt();
        if (length < 0 || length > source.remaining()) {
            throw new IllegalArgumentException("a key of %d bytes".formatted(length));
        }
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }
}
