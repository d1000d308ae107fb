package dev.reckon.storage.segment;

import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.Nulls;
import java.lang.foreign.MemorySegment;

/// Strings of bytes.
final class StringColumn implements SegmentColumn {
    /// Numbers of entries are decoded so many at a time, which stay in the nearest cache.
    private static final int CODES_AT_ONCE = 512;

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
        return read(first, count, ColumnMemory.owned());
    }

    @Override
    public BytesVector read(int first, int count, ColumnMemory memory) {
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        int row = first & SegmentFormat.BLOCK_ROWS - 1;
        long offset = blocks.touch(block);
        long[] nulls = blocks.nulls(block, row, count);
        return switch (directory.encodings[block]) {
            case NUMBERS -> throw new IllegalStateException("numbers in a column of strings");
            case STRINGS -> readPlain(block, offset, row, count, nulls, memory);
            case DICTIONARY -> readDictionary(block, offset, row, count, nulls);
            case SYMBOLS -> readSymbols(block, offset, row, count, nulls, memory);
        };
    }

    private BytesVector readPlain(
            int block, long offset, int row, int count, long[] nulls, ColumnMemory memory) {
        int bits = directory.widths[block];
        int origin = StringEnds.end(file, offset, bits, row - 1);
        int[] ends = StringEnds.ends(file, offset, bits, row, count, origin);
        int byteCount = ends[count - 1];
        byte[] bytes = memory.take(byteCount);
        long first = offset + bytesOffset(block) + origin;
        MemorySegment.copy(file, SegmentFormat.BYTE, first, bytes, 0, byteCount);
        return new BytesVector(bytes, starts(ends), ends, nulls, count);
    }

    private long bytesOffset(int block) {
        return StringEnds.bytesOffset(
                SegmentFormat.blockRows(rowCount, block), directory.widths[block]);
    }

    /// Returns where strings begin that are one after the other.
    private static int[] starts(int[] ends) {
        int[] starts = new int[ends.length];
        System.arraycopy(ends, 0, starts, 1, ends.length - 1);
        return starts;
    }

    private BytesVector readSymbols(
            int block, long offset, int row, int count, long[] nulls, ColumnMemory memory) {
        int bits = directory.widths[block];
        int first = StringEnds.end(file, offset, bits, row - 1);
        int[] ends = StringEnds.ends(file, offset, bits, row, count, 0);
        long codes = offset + bytesOffset(block);
        var decoder = SymbolDecoder.ofRows(blocks.symbols(block), file, codes);
        byte[] bytes = decoder.rows(first, ends, estimate(block, offset, count), memory);
        return new BytesVector(bytes, starts(ends), ends, nulls, count);
    }

    /// Returns about how many bytes `count` strings of a block have.
    private int estimate(int block, long offset, int count) {
        long total = StringEnds.total(file, offset);
        return (int) (total * count / SegmentFormat.blockRows(rowCount, block));
    }

    private BytesVector readDictionary(int block, long offset, int row, int count, long[] nulls) {
        int entryCount = (int) directory.bases[block];
        if (entryCount == 0) {
            return new BytesVector(new byte[0], new int[count], new int[count], nulls, count);
        }
        long entriesOffset = offset + entriesOffset(block);
        // entryEnds[n] is where entry n begins.
        int[] entryEnds = new int[entryCount + 1];
        MemorySegment.copy(file, SegmentFormat.INT, entriesOffset, entryEnds, 1, entryCount);
        byte[] bytes = new byte[entryEnds[entryCount]];
        MemorySegment.copy(
                file, SegmentFormat.BYTE, entriesOffset + 4L * entryCount, bytes, 0, bytes.length);
        return BytesVector.coded(bytes, entryEnds, codes(block, row, count), nulls, count);
    }

    /// Returns the numbers of the entries of the rows `[row, row + count)`.
    private int[] codes(int block, int row, int count) {
        PackedNumbers packed = blocks.packed(block);
        int[] codes = new int[count];
        if (packed.decodeNarrow(row, count, codes)) {
            return codes;
        }
        long[] numbers = new long[Math.min(count, CODES_AT_ONCE)];
        for (int first = 0; first < count; first += numbers.length) {
            int length = Math.min(numbers.length, count - first);
            packed.decode(0, row + first, length, numbers);
            for (int index = 0; index < length; index++) {
                codes[first + index] = (int) numbers[index];
            }
        }
        return codes;
    }

    /// Returns where a dictionary's ends are in its block.
    private int entriesOffset(int block) {
        return NumberWidth.byteCount(blocks.blockRows(block), directory.widths[block]);
    }

    boolean isDictionary(int block) {
        return directory.encodings[block] == Encoding.DICTIONARY && directory.bases[block] > 0;
    }

    /// Returns the entries of a block's dictionary in the order of their numbers, and a NULL after
    /// the last.
    BytesVector entries(int block) {
        long offset = blocks.touch(block);
        int entryCount = (int) directory.bases[block];
        long endsOffset = offset + entriesOffset(block);
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

    @Override
    public BytesVector gather(int[] positions, int count) {
        var collected = new CollectedStrings(count);
        int first = 0;
        while (first < count) {
            int block = positions[first] >>> SegmentFormat.BLOCK_SHIFT;
            int end = first + 1;
            while (end < count && positions[end] >>> SegmentFormat.BLOCK_SHIFT == block) {
                end++;
            }
            long offset = blocks.touch(block);
            if (directory.encodings[block] == Encoding.SYMBOLS) {
                gatherSymbols(block, offset, positions, first, end, collected);
            } else if (isDictionary(block)
                    && entryByteCount(block, offset) <= (long) (end - first) * SHARED_BYTES_MAX) {
                // Strings that share an entry share its bytes, so that whoever groups sees it.
                shareEntries(block, offset, positions, first, end, collected);
            } else {
                for (int index = first; index < end; index++) {
                    long place = place(positions[index]);
                    int length = (int) place;
                    int start = collected.reserve(length);
                    long source = offset + (place >>> Integer.SIZE);
                    byte[] bytes = collected.bytes();
                    MemorySegment.copy(file, SegmentFormat.BYTE, source, bytes, start, length);
                    collected.add(start + length);
                }
            }
            first = end;
        }
        return collected.vector(blocks.nulls(positions, count));
    }

    private void gatherSymbols(
            int block,
            long offset,
            int[] positions,
            int first,
            int end,
            CollectedStrings collected) {
        int bits = directory.widths[block];
        int room = StringEnds.longest(file, offset) + SymbolDecoder.SLACK_BYTES;
        long codes = offset + bytesOffset(block);
        var decoder = SymbolDecoder.ofRow(blocks.symbols(block), file, codes);
        for (int index = first; index < end; index++) {
            int row = positions[index] & SegmentFormat.BLOCK_ROWS - 1;
            int start = collected.reserve(room);
            int firstCode = StringEnds.end(file, offset, bits, row - 1);
            int codesEnd = StringEnds.end(file, offset, bits, row);
            collected.add(decoder.row(firstCode, codesEnd, collected.bytes(), start));
        }
    }

    private long entryByteCount(int block, long offset) {
        long last = 4L * (directory.bases[block] - 1);
        return file.get(SegmentFormat.INT, offset + entriesOffset(block) + last);
    }

    /// Copies a block's entries, and points the rows `[first, end)` to them.
    private void shareEntries(
            int block,
            long offset,
            int[] positions,
            int first,
            int end,
            CollectedStrings collected) {
        PackedNumbers entries = blocks.packed(block);
        int entryCount = (int) directory.bases[block];
        long endsOffset = offset + entriesOffset(block);
        int[] entryEnds = new int[entryCount + 1];
        MemorySegment.copy(file, SegmentFormat.INT, endsOffset, entryEnds, 1, entryCount);
        long entriesOffset = endsOffset + 4L * entryCount;
        int byteCount = entryEnds[entryCount];
        int start = collected.reserveShared(byteCount);
        byte[] bytes = collected.bytes();
        MemorySegment.copy(file, SegmentFormat.BYTE, entriesOffset, bytes, start, byteCount);
        for (int index = first; index < end; index++) {
            int row = positions[index] & SegmentFormat.BLOCK_ROWS - 1;
            int entry = (int) entries.number(row);
            collected.addShared(start + entryEnds[entry], start + entryEnds[entry + 1]);
        }
        collected.use(start + byteCount);
    }

    boolean isAllNull(int block) {
        return directory.nullCounts[block] == SegmentFormat.blockRows(rowCount, block);
    }

    /// Returns where the string at a position begins in its block, times 2^32, plus its length;
    /// only for strings that are stored as they are or in a dictionary.
    long place(int position) {
        return place(
                position >>> SegmentFormat.BLOCK_SHIFT, position & (SegmentFormat.BLOCK_ROWS - 1));
    }

    /// Returns where that is in the file.
    long offset(int position, long place) {
        return directory.offsets[position >>> SegmentFormat.BLOCK_SHIFT] + (place >>> Integer.SIZE);
    }

    private long place(int block, int row) {
        long offset = blocks.touch(block);
        int bits = directory.widths[block];
        return switch (directory.encodings[block]) {
            case NUMBERS, SYMBOLS ->
                    throw new IllegalStateException("no strings to compare where they are");
            case STRINGS -> {
                int start = StringEnds.end(file, offset, bits, row - 1);
                int end = StringEnds.end(file, offset, bits, row);
                yield place(bytesOffset(block) + start, end - start);
            }
            case DICTIONARY -> {
                int entryCount = (int) directory.bases[block];
                if (entryCount == 0) {
                    yield 0;
                }
                int header = entriesOffset(block);
                int entry = (int) blocks.packed(block).number(row);
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
