package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;

/// The codes of a segment's keys: plain numbers at fixed places, checked block by block. Safe for
/// use by many threads while the segment is open.
final class CodeBlocks {
    private final MemorySegment file;
    private final MemorySegment codes;
    private final BlockChecks checks;
    private final int[] checksums;
    private final int rowCount;

    CodeBlocks(MemorySegment file, BlockChecks checks, int[] checksums, int rowCount) {
        this.file = file;
        this.codes = file.asSlice(SegmentFormat.HEADER_BYTES, (long) rowCount * Long.BYTES);
        this.checks = checks;
        this.checksums = checksums;
        this.rowCount = rowCount;
    }

    /// Returns the column of codes that the learned index searches, not checked.
    MemorySegment unchecked() {
        return codes;
    }

    /// Returns the column of codes after checking all of it.
    MemorySegment checked() {
        verify();
        return codes;
    }

    long code(int position) {
        touch(position >>> SegmentFormat.BLOCK_SHIFT);
        return codes.get(SegmentFormat.LONG, (long) position << 3);
    }

    /// Returns the codes at `[first, first + count)`, which are in one block.
    long[] read(int first, int count, ColumnMemory memory) {
        touch(first >>> SegmentFormat.BLOCK_SHIFT);
        long[] values = memory.longs(count);
        MemorySegment.copy(codes, SegmentFormat.LONG, (long) first << 3, values, 0, count);
        return values;
    }

    void touch(int block) {
        if (!checks.isChecked(block)) {
            check(block);
        }
    }

    private void check(int block) {
        long first = (long) block << SegmentFormat.BLOCK_SHIFT;
        checks.check(
                block,
                SegmentFormat.HEADER_BYTES + first * Long.BYTES,
                SegmentFormat.blockRows(rowCount, block) * (long) Long.BYTES,
                checksums[block]);
    }

    /// Checks every block's bytes.
    void verify() {
        for (int block = 0; block < checksums.length; block++) {
            check(block);
        }
    }

    /// Returns whether every code has been checked, so that no lower bound needs to be confirmed.
    boolean areChecked() {
        return checks.isComplete();
    }

    /// Makes sure that a lower bound found in unchecked codes is right, and finds out what is
    /// damaged when it isn't.
    ///
    /// @param position the lower bound of `code`, as found
    void confirm(int position, long code) {
        boolean right = true;
        if (position > 0) {
            right = Long.compareUnsigned(code(position - 1), code) < 0;
        }
        if (position < rowCount) {
            right &= Long.compareUnsigned(code(position), code) >= 0;
        }
        if (!right) {
            verify();
            throw new IllegalStateException(
                    "the index names position %d for %x".formatted(position, code));
        }
    }

    MemorySegment file() {
        return file;
    }
}
