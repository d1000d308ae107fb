package dev.reckon.storage.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where the blocks of one column are, how they are encoded, and what they hold at most. Arrays of
/// one entry for each block, so that a lookup touches few cache lines.
///
/// Grown by a writer, for one thread; then fixed, and safe for many.
final class ColumnDirectory {
    private static final int ENTRY_BYTES = 52;
    private static final int NO_ROWS_MIN = -1;

    int blockCount;
    long[] offsets = {};
    int[] lengths = {};
    int[] checksums = {};
    Encoding[] encodings = {};

    /// Bits of each number, of what is stored of each end, or of each entry's number.
    byte[] widths = {};

    /// Digits behind the point of a numeric.
    short[] scales = {};

    /// What is added to each number; the entries of a dictionary.
    long[] bases = {};

    int[] nullCounts = {};

    /// The least and the greatest `OrderCode` of a block, unsigned; the least is above the greatest
    /// when all rows are NULL.
    long[] minCodes = {};

    long[] maxCodes = {};

    /// Which of the column's symbol tables a block's codes are of.
    int[] tableNumbers = {};

    SymbolTables tables = new SymbolTables();

    /// What all blocks hold that is not NULL.
    DistinctSketch sketch = new DistinctSketch();

    /// Adds a block whose bytes are known already, and whose place will be.
    void add(Encoding encoding, int width, int scale, long base, int nullCount) {
        if (blockCount == lengths.length) {
            resize(Math.max(16, 2 * blockCount));
        }
        encodings[blockCount] = encoding;
        widths[blockCount] = (byte) width;
        scales[blockCount] = (short) scale;
        bases[blockCount] = base;
        nullCounts[blockCount] = nullCount;
        tableNumbers[blockCount] = 0;
        // Until told otherwise, any value may be there.
        minCodes[blockCount] = 0;
        maxCodes[blockCount] = -1L;
        blockCount++;
    }

    /// Says which symbol table the last block's codes are of.
    void setTable(int number) {
        tableNumbers[blockCount - 1] = number;
    }

    /// Narrows what the last block can hold.
    void zone(long minCode, long maxCode) {
        minCodes[blockCount - 1] = minCode;
        maxCodes[blockCount - 1] = maxCode;
    }

    /// Says that the last block holds NULLs alone.
    void emptyZone() {
        zone(NO_ROWS_MIN, 0);
    }

    /// Sets where the last block is.
    void place(long offset, int length, int checksum) {
        offsets[blockCount - 1] = offset;
        lengths[blockCount - 1] = length;
        checksums[blockCount - 1] = checksum;
    }

    private void checkEntries() {
        for (int block = 0; block < blockCount; block++) {
            if (!NumberWidth.isValid(widths[block])) {
                throw new IllegalArgumentException("numbers of %d bits".formatted(widths[block]));
            }
            if (encodings[block] == Encoding.SYMBOLS
                    && (tableNumbers[block] < 0 || tableNumbers[block] >= tables.count())) {
                throw new IllegalArgumentException("no symbol table " + tableNumbers[block]);
            }
        }
    }

    /// Adds the entry of one of the blocks here to another directory, but not its symbol table.
    void copy(int block, ColumnDirectory target) {
        target.add(encodings[block], widths[block], scales[block], bases[block], nullCounts[block]);
        target.zone(minCodes[block], maxCodes[block]);
        target.sketch.merge(sketch);
    }

    private void resize(int capacity) {
        offsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        checksums = Arrays.copyOf(checksums, capacity);
        encodings = Arrays.copyOf(encodings, capacity);
        widths = Arrays.copyOf(widths, capacity);
        scales = Arrays.copyOf(scales, capacity);
        bases = Arrays.copyOf(bases, capacity);
        nullCounts = Arrays.copyOf(nullCounts, capacity);
        tableNumbers = Arrays.copyOf(tableNumbers, capacity);
        minCodes = Arrays.copyOf(minCodes, capacity);
        maxCodes = Arrays.copyOf(maxCodes, capacity);
    }

    void write(ByteSink target) {
        for (int block = 0; block < blockCount; block++) {
            target.putLong(offsets[block]);
            target.putInt(lengths[block]);
            target.putInt(checksums[block]);
            target.putByte(encodings[block].code());
            target.putByte(widths[block]);
            target.putShort(scales[block]);
            target.putLong(bases[block]);
            target.putLong(minCodes[block]);
            target.putLong(maxCodes[block]);
            target.putInt(nullCounts[block]);
            target.putInt(tableNumbers[block]);
        }
        if (blockCount > 0) {
            tables.write(target);
            target.putBytes(sketch.registers(), 0, DistinctSketch.REGISTER_COUNT);
        }
    }

    /// Reads the entries of `blockCount` blocks.
    ///
    /// @throws IllegalArgumentException when they contradict themselves
    /// @throws java.nio.BufferUnderflowException when they are cut
    static ColumnDirectory read(ByteBuffer source, int blockCount) {
        if (source.remaining() / ENTRY_BYTES < blockCount) {
            throw new java.nio.BufferUnderflowException();
        }
        var directory = new ColumnDirectory();
        directory.resize(blockCount);
        directory.blockCount = blockCount;
        for (int block = 0; block < blockCount; block++) {
            directory.offsets[block] = source.getLong();
            directory.lengths[block] = source.getInt();
            directory.checksums[block] = source.getInt();
            directory.encodings[block] = Encoding.ofCode(source.get());
            directory.widths[block] = source.get();
            directory.scales[block] = source.getShort();
            directory.bases[block] = source.getLong();
            directory.minCodes[block] = source.getLong();
            directory.maxCodes[block] = source.getLong();
            directory.nullCounts[block] = source.getInt();
            directory.tableNumbers[block] = source.getInt();
        }
        if (blockCount > 0) {
            directory.tables = SymbolTables.read(source);
            directory.checkEntries();
            byte[] registers = new byte[DistinctSketch.REGISTER_COUNT];
            source.get(registers);
            directory.sketch = new DistinctSketch(registers);
        }
        return directory;
    }
}
