package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/// Checks each block's bytes against their checksum when they are first touched. Safe for use by
/// many threads: two may check the same block, which does no harm.
final class BlockChecks {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final String fileName;
    private final String columnName;
    private final MemorySegment file;
    private final long[] checked;
    private final AtomicInteger uncheckedCount;

    /// @param columnName what to call the blocks in a message
    BlockChecks(String fileName, String columnName, MemorySegment file, int blockCount) {
        this.fileName = fileName;
        this.columnName = columnName;
        this.file = file;
        this.checked = new long[(blockCount + 63) >>> 6];
        this.uncheckedCount = new AtomicInteger(blockCount);
    }

    boolean isChecked(int block) {
        return ((long) WORD.getOpaque(checked, block >>> 6) & 1L << block) != 0;
    }

    /// Returns whether every block has been checked.
    boolean isComplete() {
        return uncheckedCount.get() == 0;
    }

    /// Checks bytes that are no block.
    ///
    /// @param what to call them in a message
    /// @throws dev.reckon.storage.error.DatabaseException XX001 when they are damaged
    void checkBytes(String what, long offset, long length, int checksum) {
        if (length < 0
                || offset < 0
                || offset > file.byteSize() - length
                || SegmentFormat.checksum(file, offset, length) != checksum) {
            throw SegmentFormat.damaged(
                    fileName,
                    "%s, %s, %d bytes at offset %d".formatted(columnName, what, length, offset));
        }
    }

    /// Checks a block whatever is known of it.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 when it is damaged
    void check(int block, long offset, long length, int checksum) {
        checkBytes("block " + block, offset, length, checksum);
        long before = (long) WORD.getAndBitwiseOr(checked, block >>> 6, 1L << block);
        if ((before & 1L << block) == 0) {
            uncheckedCount.decrementAndGet();
        }
    }
}
