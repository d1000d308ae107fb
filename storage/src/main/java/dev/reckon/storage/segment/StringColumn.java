package dev.reckon.storage.segment;

import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.Nulls;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Strings of bytes.
final class StringColumn implements SegmentColumn {
    /// How many bytes of entries a row may cost when rows of a block share them.
    private static final int SHARED_BYTES_MAX = 16;

    private final ColumnBlocks blocks;
    private final MemorySegment file;
    private final ColumnDirectory directory;
    private final int rowCount;

    StringColumn(ColumnBlocks blocks, int rowCount) {
        this.blocks = blocks;
        this.file = blocks.file();
        this.directory = blocks.directory();
        this.rowCount = rowCount;
    }

    ColumnBlocks blocks() {
        return blocks;
    }

    @Override
    public BytesVector read(int first, int count) {
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        int row = first & SegmentFormat.BLOCK_ROWS - 1;
        long offset = blocks.touch(block);
        long[] nulls = blocks.nulls(block, row, count);
        return switch (directory.encodings[block]) {
            case NUMBERS -> throw new IllegalStateException("numbers in a column of strings");
            case STRINGS -> readPlain(block, offset, row, count, nulls);
            case FIXED_STRINGS -> readFixed(block, offset, row, count, nulls);
            case DICTIONARY -> readDictionary(block, offset, row, count, nulls);
        };
    }

    private BytesVector readPlain(int block, long offset, int row, int count, long[] nulls) {
        int width = directory.widths[block];
        long bytesOffset = offset + (long) width * SegmentFormat.blockRows(rowCount, block);
        int[] starts = new int[count];
        int[] ends = new int[count];
        int origin = row == 0 ? 0 : end(offset, width, row - 1);
        if (width == Short.BYTES) {
            for (int index = 0; index < count; index++) {
                long at = offset + 2L * (row + index);
                ends[index] = (file.get(SegmentFormat.SHORT, at) & 0xFFFF) - origin;
            }
        } else {
            MemorySegment.copy(file, SegmentFormat.INT, offset + 4L * row, ends, 0, count);
            for (int index = 0; index < count; index++) {
                ends[index] -= origin;
            }
        }
        System.arraycopy(ends, 0, starts, 1, count - 1);
        byte[] bytes = new byte[ends[count - 1]];
        MemorySegment.copy(file, SegmentFormat.BYTE, bytesOffset + origin, bytes, 0, bytes.length);
        return new BytesVector(bytes, starts, ends, nulls, count);
    }

    private int end(long offset, int width, int row) {
        return width == Short.BYTES
                ? file.get(SegmentFormat.SHORT, offset + 2L * row) & 0xFFFF
                : file.get(SegmentFormat.INT, offset + 4L * row);
    }

    private BytesVector readFixed(int block, long offset, int row, int count, long[] nulls) {
        int length = (int) directory.bases[block];
        byte[] bytes = new byte[Math.multiplyExact(length, count)];
        MemorySegment.copy(
                file, SegmentFormat.BYTE, offset + (long) length * row, bytes, 0, bytes.length);
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int index = 0; index < count; index++) {
            starts[index] = index * length;
            ends[index] = index * length + length;
        }
        return new BytesVector(bytes, starts, ends, nulls, count);
    }

    private BytesVector readDictionary(int block, long offset, int row, int count, long[] nulls) {
        int width = directory.widths[block];
        int entryCount = (int) directory.bases[block];
        if (entryCount == 0) {
            return new BytesVector(new byte[0], new int[count], new int[count], nulls, count);
        }
        long entriesOffset = offset + (long) width * SegmentFormat.blockRows(rowCount, block);
        // entryEnds[n] is where entry n begins.
        int[] entryEnds = new int[entryCount + 1];
        MemorySegment.copy(file, SegmentFormat.INT, entriesOffset, entryEnds, 1, entryCount);
        byte[] bytes = new byte[entryEnds[entryCount]];
        MemorySegment.copy(
                file, SegmentFormat.BYTE, entriesOffset + 4L * entryCount, bytes, 0, bytes.length);
        int[] codes = new int[count];
        long codesOffset = offset + (long) width * row;
        if (width == 1) {
            for (int index = 0; index < count; index++) {
                codes[index] = file.get(SegmentFormat.BYTE, codesOffset + index) & 0xFF;
            }
        } else if (width == 2) {
            for (int index = 0; index < count; index++) {
                codes[index] = file.get(SegmentFormat.SHORT, codesOffset + 2L * index) & 0xFFFF;
            }
        }
        return BytesVector.coded(bytes, entryEnds, codes, nulls, count);
    }

    boolean isDictionary(int block) {
        return directory.encodings[block] == Encoding.DICTIONARY && directory.bases[block] > 0;
    }

    /// Returns the entries of a block's dictionary in the order of their numbers, and a NULL after
    /// the last.
    BytesVector entries(int block) {
        long offset = blocks.touch(block);
        int entryCount = (int) directory.bases[block];
        long endsOffset = offset + (long) directory.widths[block] * blocks.blockRows(block);
        int[] starts = new int[entryCount + 1];
        int[] ends = new int[entryCount + 1];
        MemorySegment.copy(file, SegmentFormat.INT, endsOffset, ends, 0, entryCount);
        ends[entryCount] = ends[entryCount - 1];
        System.arraycopy(ends, 0, starts, 1, entryCount);
        byte[] bytes = new byte[ends[entryCount]];
        MemorySegment.copy(
                file, SegmentFormat.BYTE, endsOffset + 4L * entryCount, bytes, 0, bytes.length);
        long[] nulls = Nulls.allocate(entryCount + 1);
        Nulls.set(nulls, entryCount);
        return new BytesVector(bytes, starts, ends, nulls, entryCount + 1);
    }

    /// Returns the number of a row's entry in the dictionary of its block, which was touched.
    int entry(int block, int row) {
        return (int) blocks.number(directory.offsets[block], directory.widths[block], 0, row);
    }

    @Override
    public BytesVector gather(int[] positions, int count) {
        int[] starts = new int[count];
        int[] ends = new int[count];
        byte[] bytes = {};
        int byteCount = 0;
        int first = 0;
        while (first < count) {
            int block = positions[first] >>> SegmentFormat.BLOCK_SHIFT;
            int end = first + 1;
            while (end < count && positions[end] >>> SegmentFormat.BLOCK_SHIFT == block) {
                end++;
            }
            long offset = blocks.touch(block);
            long entryBytes = isDictionary(block) ? entryByteCount(block, offset) : Long.MAX_VALUE;
            if (entryBytes <= (long) (end - first) * SHARED_BYTES_MAX) {
                // Strings that share an entry share its bytes, so that whoever groups sees it.
                bytes = withRoom(bytes, byteCount, (int) entryBytes);
                shareEntries(block, offset, positions, first, end, bytes, byteCount, starts, ends);
                byteCount += (int) entryBytes;
            } else {
                for (int index = first; index < end; index++) {
                    long place = place(positions[index]);
                    int length = (int) place;
                    bytes = withRoom(bytes, byteCount, length);
                    long from = offset(positions[index], place);
                    MemorySegment.copy(file, SegmentFormat.BYTE, from, bytes, byteCount, length);
                    starts[index] = byteCount;
                    byteCount += length;
                    ends[index] = byteCount;
                }
            }
            first = end;
        }
        return new BytesVector(bytes, starts, ends, blocks.nulls(positions, count), count);
    }

    private static byte[] withRoom(byte[] bytes, int used, int more) {
        int needed = Math.addExact(used, more);
        if (needed <= bytes.length) {
            return bytes;
        }
        long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
        return Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
    }

    private long entryByteCount(int block, long offset) {
        long header = (long) directory.widths[block] * blocks.blockRows(block);
        return file.get(SegmentFormat.INT, offset + header + 4L * (directory.bases[block] - 1));
    }

    /// Copies a block's entries to `bytes[target, …)`, and points the rows `[first, end)` to them.
    private void shareEntries(
            int block,
            long offset,
            int[] positions,
            int first,
            int end,
            byte[] bytes,
            int target,
            int[] starts,
            int[] ends) {
        int width = directory.widths[block];
        int entryCount = (int) directory.bases[block];
        long endsOffset = offset + (long) width * blocks.blockRows(block);
        int[] entryEnds = new int[entryCount + 1];
        MemorySegment.copy(file, SegmentFormat.INT, endsOffset, entryEnds, 1, entryCount);
        long entriesOffset = endsOffset + 4L * entryCount;
        MemorySegment.copy(
                file, SegmentFormat.BYTE, entriesOffset, bytes, target, entryEnds[entryCount]);
        for (int index = first; index < end; index++) {
            int row = positions[index] & SegmentFormat.BLOCK_ROWS - 1;
            int entry = (int) blocks.number(offset, width, 0, row);
            starts[index] = target + entryEnds[entry];
            ends[index] = target + entryEnds[entry + 1];
        }
    }

    boolean isAllNull(int block) {
        return directory.nullCounts[block] == SegmentFormat.blockRows(rowCount, block);
    }

    /// Returns where the string at a position begins in its block, times 2^32, plus its length.
    long place(int position) {
        return place(
                position >>> SegmentFormat.BLOCK_SHIFT, position & (SegmentFormat.BLOCK_ROWS - 1));
    }

    /// Returns where the string at a position is in the file.
    long offset(int position, long place) {
        return directory.offsets[position >>> SegmentFormat.BLOCK_SHIFT] + (place >>> Integer.SIZE);
    }

    private long place(int block, int row) {
        long offset = blocks.touch(block);
        int width = directory.widths[block];
        int blockRows = SegmentFormat.blockRows(rowCount, block);
        long header = (long) width * blockRows;
        return switch (directory.encodings[block]) {
            case NUMBERS -> throw new IllegalStateException("numbers in a column of strings");
            case STRINGS -> {
                int start = row == 0 ? 0 : end(offset, width, row - 1);
                yield place(header + start, end(offset, width, row) - start);
            }
            case FIXED_STRINGS -> {
                long length = directory.bases[block];
                yield place(row * length, (int) length);
            }
            case DICTIONARY -> {
                int entryCount = (int) directory.bases[block];
                if (entryCount == 0) {
                    yield 0;
                }
                int entry = (int) blocks.number(offset, width, 0, row);
                long ends = offset + header;
                int start = entry == 0 ? 0 : file.get(SegmentFormat.INT, ends + 4L * (entry - 1));
                int end = file.get(SegmentFormat.INT, ends + 4L * entry);
                yield place(header + 4L * entryCount + start, end - start);
            }
        };
    }

    private static long place(long start, int length) {
        return start << Integer.SIZE | length;
    }

    @Override
    public long leastCode(int block) {
        return blocks.directory().minCodes[block];
    }

    @Override
    public long greatestCode(int block) {
        return blocks.directory().maxCodes[block];
    }

    @Override
    public int nullCount(int block) {
        return blocks.directory().nullCounts[block];
    }

    @Override
    public void addTo(DistinctSketch sketch) {
        sketch.merge(blocks.directory().sketch);
    }

    @Override
    public ColumnTest test(ColumnCondition condition) {
        return new StringTest(this, blocks, condition);
    }

    @Override
    public void verify() {
        blocks.verify();
    }
}
