package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Nulls;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The encoded blocks of one column: numbers and NULLs at any position, whatever they stand for.
/// Safe for use by many threads while the segment is open.
final class ColumnBlocks {
    private final MemorySegment file;
    private final ColumnDirectory directory;
    private final BlockChecks checks;
    private final int rowCount;

    /// The symbol tables that were needed so far; two threads may both read one.
    private final @Nullable SymbolTable[] tables;

    ColumnBlocks(MemorySegment file, ColumnDirectory directory, BlockChecks checks, int rowCount) {
        this.file = file;
        this.directory = directory;
        this.checks = checks;
        this.rowCount = rowCount;
        this.tables = new @Nullable SymbolTable[directory.tables.count()];
    }

    MemorySegment file() {
        return file;
    }

    ColumnDirectory directory() {
        return directory;
    }

    int blockRows(int block) {
        return SegmentFormat.blockRows(rowCount, block);
    }

    /// Returns where a block's bytes begin, after they are known to be right.
    long touch(int block) {
        if (!checks.isChecked(block)) {
            check(block);
        }
        return directory.offsets[block];
    }

    /// Checks a block's bytes whether or not that was done before.
    void check(int block) {
        checks.check(
                block,
                directory.offsets[block],
                directory.lengths[block],
                directory.checksums[block]);
    }

    /// Returns the symbols that a block's codes are of.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 when the table is damaged
    SymbolTable symbols(int block) {
        int number = directory.tableNumbers[block];
        SymbolTable table = tables[number];
        if (table == null) {
            table = readSymbols(number);
            tables[number] = table;
        }
        return table;
    }

    private SymbolTable readSymbols(int number) {
        long offset = directory.tables.offsets[number];
        int length = directory.tables.lengths[number];
        checks.checkBytes("symbols " + number, offset, length, directory.tables.checksums[number]);
        return SymbolTable.read(file.asSlice(offset, length).asByteBuffer());
    }

    /// Returns a block's numbers, or numbers of entries, less its base; the block's bytes are known
    /// to be right.
    PackedNumbers packed(int block) {
        return new PackedNumbers(
                file, directory.offsets[block], directory.widths[block], blockRows(block));
    }

    boolean isNull(int block, int row) {
        int nullCount = directory.nullCounts[block];
        if (nullCount == 0) {
            return false;
        }
        int blockRows = SegmentFormat.blockRows(rowCount, block);
        if (nullCount == blockRows) {
            return true;
        }
        long word = file.get(SegmentFormat.LONG, nullsOffset(block, blockRows) + (row >>> 6) * 8L);
        return (word & 1L << row) != 0;
    }

    private long nullsOffset(int block, int blockRows) {
        return directory.offsets[block]
                + directory.lengths[block]
                - ((blockRows + 63) >>> 6) * (long) Long.BYTES;
    }

    /// Returns the bitmap of the rows `[first, first + count)` of a block.
    long[] nulls(int block, int first, int count) {
        int nullCount = directory.nullCounts[block];
        if (nullCount == 0) {
            return Nulls.NONE;
        }
        int blockRows = SegmentFormat.blockRows(rowCount, block);
        if (nullCount == blockRows) {
            return Nulls.all(count);
        }
        long offset = nullsOffset(block, blockRows) + (first >>> 6) * 8L;
        long[] words = Nulls.allocate(count);
        int shift = first & 63;
        int wordCount = (shift + count + 63) >>> 6;
        long any = 0;
        for (int index = 0; index < words.length; index++) {
            long word = file.get(SegmentFormat.LONG, offset + index * 8L) >>> shift;
            if (shift != 0 && index + 1 < wordCount) {
                word |= file.get(SegmentFormat.LONG, offset + (index + 1) * 8L) << -shift;
            }
            words[index] = word;
            any |= word;
        }
        if ((count & 63) != 0) {
            words[words.length - 1] &= (1L << count) - 1;
        }
        return any == 0 ? Nulls.NONE : words;
    }

    /// Returns the bitmap of rows at any positions.
    long[] nulls(int[] positions, int count) {
        long[] words = Nulls.NONE;
        for (int index = 0; index < count; index++) {
            int block = positions[index] >>> SegmentFormat.BLOCK_SHIFT;
            if (directory.nullCounts[block] == 0) {
                continue;
            }
            touch(block);
            if (isNull(block, positions[index] & SegmentFormat.BLOCK_ROWS - 1)) {
                words = words.length == 0 ? Nulls.allocate(count) : words;
                Nulls.set(words, index);
            }
        }
        return words;
    }

    /// Decodes the numbers of the rows `[first, first + count)` of a block.
    long[] numbers(int block, int first, int count, ColumnMemory memory) {
        touch(block);
        long[] values = memory.longs(count);
        packed(block).decode(directory.bases[block], first, count, values);
        return values;
    }

    /// Decodes the numbers at any positions, run by run of those in one block.
    long[] numbers(int[] positions, int count) {
        long[] values = new long[count];
        int start = 0;
        while (start < count) {
            int block = positions[start] >>> SegmentFormat.BLOCK_SHIFT;
            int end = start + 1;
            while (end < count && positions[end] >>> SegmentFormat.BLOCK_SHIFT == block) {
                end++;
            }
            touch(block);
            packed(block).gather(directory.bases[block], 0, positions, start, end, values);
            start = end;
        }
        return values;
    }

    /// Checks every block's bytes.
    void verify() {
        for (int block = 0; block < directory.blockCount; block++) {
            check(block);
        }
        for (int number = 0; number < directory.tables.count(); number++) {
            readSymbols(number);
        }
    }
}
