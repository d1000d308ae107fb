package dev.reckon.storage.segment;

import com.google.errorprone.annotations.MustBeClosed;
import dev.reckon.index.IndexFormat;
import dev.reckon.index.LearnedIndex;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.MappedFile;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.RowKey;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes one segment from rows in ascending order of their keys, in one pass and bounded memory: a
/// block of each column. For one thread.
///
/// Codes have their place at the front of the file, columns follow block by block, then the index
/// that is learned from the codes, and a footer that says where all that is.
public final class SegmentWriter implements AutoCloseable {
    private final FileSystem files;
    private final long id;
    private final String name;
    private final TableSchema schema;
    private final RowLayout layout;
    private final KeyEncoder encoder;
    private final KeyCodes codes;
    private final FileSystem.WritableFile file;
    private final int rowCountMax;

    private final List<BlockBuilder> builders = new ArrayList<>();
    private final List<ColumnDirectory> directories = new ArrayList<>();
    private final ByteSink sink = new ByteSink();
    private final long[] blockCodes = new long[SegmentFormat.BLOCK_ROWS];
    private int[] codeChecksums = new int[16];

    /// The column that is its codes, -1 when there is none.
    private final int codeColumn;

    private final byte[][] rows = new byte[SegmentFormat.BLOCK_ROWS][];
    private int bufferedRowCount;

    private long offset;
    private int rowCount;
    private int blockRowCount;
    private byte[] firstKey = {};
    private byte[] lastKey = {};
    private boolean hasKey;
    private boolean finished;

    /// Begins the file [Segment#fileName].
    ///
    /// @param rowCountMax at least the number of rows to come; each takes eight bytes of the file,
    ///   whether it comes or not
    /// @param first at most the first key to come
    /// @param last at least the last key to come
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // The writer owns the file.
    public SegmentWriter(
            FileSystem files,
            long id,
            TableSchema schema,
            RowLayout layout,
            int rowCountMax,
            RowKey first,
            RowKey last) {
        this.files = files;
        this.id = id;
        this.name = Segment.fileName(id);
        this.schema = schema;
        this.layout = layout;
        this.rowCountMax = rowCountMax;
        encoder = new KeyEncoder(schema);
        codes = KeyCodes.between(encoder, first.bytes(), last.bytes());
        codeColumn = encoder.isSingleLong() ? schema.key().getFirst().column() : -1;
        for (int column = 0; column < schema.columns().size(); column++) {
            builders.add(BlockBuilder.of(schema.column(column).type()));
            directories.add(new ColumnDirectory());
        }
        offset =
                SegmentFormat.align(
                        SegmentFormat.HEADER_BYTES + (long) rowCountMax * Long.BYTES, 64);
        try {
            file = files.create(name);
        } catch (IOException failure) {
            throw failed(failure);
        }
        writeHeader();
    }

    private RuntimeException failed(IOException failure) {
        return DiskErrors.asDatabaseException("write " + files.describe(name), failure);
    }

    private void writeHeader() {
        sink.clear();
        sink.putLong(SegmentFormat.MAGIC);
        sink.putInt(SegmentFormat.VERSION);
        sink.putInt(0);
        sink.putLong(schema.id());
        sink.putLong((long) rowCountMax * Long.BYTES);
        int checksum =
                SegmentFormat.checksum(sink.bytes(), SegmentFormat.HEADER_TABLE, sink.length());
        sink.clear();
        sink.putLong(SegmentFormat.MAGIC);
        sink.putInt(SegmentFormat.VERSION);
        sink.putInt(checksum);
        sink.putLong(schema.id());
        sink.putLong((long) rowCountMax * Long.BYTES);
        write(0);
    }

    /// Writes the sink at an offset.
    private void write(long at) {
        try {
            file.write(at, sink.bytes(), 0, sink.length());
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /// Returns the number of rows so far.
    public int rowCount() {
        return rowCount + bufferedRowCount;
    }

    /// Appends a row whose key is greater than all before.
    public void add(RowKey key, byte[] row) {
        noteKey(key.bytes());
        blockCodes[blockRowCount + bufferedRowCount] = code(key.bytes());
        rows[bufferedRowCount++] = row;
        if (blockRowCount + bufferedRowCount == SegmentFormat.BLOCK_ROWS) {
            flushRows();
        }
    }

    private long code(byte[] key) {
        if (!codes.matches(key)) {
            throw new IllegalArgumentException("a key outside the announced range");
        }
        return codes.code(key);
    }

    private void noteKey(byte[] key) {
        if (!hasKey) {
            firstKey = key;
            hasKey = true;
        } else if (Arrays.compareUnsigned(lastKey, key) >= 0) {
            throw new IllegalArgumentException("keys are not in ascending order");
        }
        lastKey = key;
    }

    /// Moves buffered rows to the columns.
    private void flushRows() {
        if (bufferedRowCount == 0) {
            return;
        }
        int count = bufferedRowCount;
        Batch dense = new Batch(List.of(), count);
        for (int column = 0; column < builders.size(); column++) {
            if (column != codeColumn) {
                ColumnVector vector = layout.decode(rows, count, column);
                builders.get(column).append(vector, dense, 0, count);
            }
        }
        Arrays.fill(rows, 0, count, null);
        bufferedRowCount = 0;
        advance(count);
    }

    /// Counts rows that are in the columns and the codes, and writes the block when it is full.
    private void advance(int count) {
        rowCount += count;
        blockRowCount += count;
        if (rowCount > rowCountMax) {
            throw new IllegalArgumentException("more rows than announced: " + rowCountMax);
        }
        if (blockRowCount == SegmentFormat.BLOCK_ROWS) {
            finishBlock();
        }
    }

    /// Appends the selected rows of a batch with all columns of the table, whose keys ascend and
    /// are greater than all before.
    public void add(Batch batch) {
        flushRows();
        for (int first = 0; first < batch.selectedCount(); ) {
            int count =
                    Math.min(
                            batch.selectedCount() - first,
                            SegmentFormat.BLOCK_ROWS - blockRowCount);
            for (int index = 0; index < count; index++) {
                byte[] key = encoder.encode(batch, batch.row(first + index)).bytes();
                noteKey(key);
                blockCodes[blockRowCount + index] = code(key);
            }
            append(batch, first, count);
            first += count;
        }
    }

    private void append(Batch batch, int first, int count) {
        for (int column = 0; column < builders.size(); column++) {
            if (column != codeColumn) {
                builders.get(column).append(batch.column(column), batch, first, count);
            }
        }
        advance(count);
    }

    /// Copies rows of another segment of the table, whose keys are greater than all before.
    ///
    /// @param start first position
    /// @param end last position, exclusive
    public void add(Segment source, int start, int end) {
        flushRows();
        for (int position = start; position < end; ) {
            int blockEnd = (position | SegmentFormat.BLOCK_ROWS - 1) + 1;
            int count = Math.min(Math.min(end, blockEnd) - position, spaceInBlock());
            addWithinBlock(source, position, count);
            position += count;
        }
    }

    private int spaceInBlock() {
        return SegmentFormat.BLOCK_ROWS - blockRowCount;
    }

    private void addWithinBlock(Segment source, int position, int count) {
        byte[] key = source.key(position).bytes();
        noteKey(key);
        lastKey = count == 1 ? key : source.key(position + count - 1).bytes();
        copyCodes(source, position, count);
        if (count == SegmentFormat.BLOCK_ROWS) {
            copyBlock(source, position >>> SegmentFormat.BLOCK_SHIFT);
            return;
        }
        Batch dense = new Batch(List.of(), count);
        for (int column = 0; column < builders.size(); column++) {
            if (column != codeColumn) {
                ColumnVector vector = source.column(column).read(position, count);
                builders.get(column).append(vector, dense, 0, count);
            }
        }
        advance(count);
    }

    private void copyCodes(Segment source, int position, int count) {
        boolean convertible = codes.canShorten(source.codes().prefix().length);
        for (int index = 0; index < count; index++) {
            blockCodes[blockRowCount + index] =
                    convertible
                            ? codes.shorten(source.codes(), source.code(position + index))
                            : code(source.key(position + index).bytes());
        }
        if (!codes.matches(firstKey) || !codes.matches(lastKey)) {
            throw new IllegalArgumentException("a key outside the announced range");
        }
    }

    /// Copies a whole block as it is encoded.
    private void copyBlock(Segment source, int block) {
        for (int column = 0; column < builders.size(); column++) {
            if (column == codeColumn) {
                continue;
            }
            sink.clear();
            source.copyBlock(column, block, sink, directories.get(column));
            writeBlock(directories.get(column));
        }
        writeCodes(rowCount, SegmentFormat.BLOCK_ROWS);
        rowCount += SegmentFormat.BLOCK_ROWS;
        if (rowCount > rowCountMax) {
            throw new IllegalArgumentException("more rows than announced: " + rowCountMax);
        }
    }

    private void finishBlock() {
        for (int column = 0; column < builders.size(); column++) {
            if (column == codeColumn) {
                continue;
            }
            sink.clear();
            builders.get(column).finish(sink, directories.get(column));
            writeBlock(directories.get(column));
        }
        writeCodes(rowCount - blockRowCount, blockRowCount);
        blockRowCount = 0;
    }

    /// Writes the sink as the next block of a column.
    private void writeBlock(ColumnDirectory directory) {
        int checksum = SegmentFormat.checksum(sink.bytes(), 0, sink.length());
        directory.place(offset, sink.length(), checksum);
        write(offset);
        offset = SegmentFormat.align(offset + sink.length(), Long.BYTES);
    }

    /// Writes the codes of the block that begins at row `first`.
    private void writeCodes(int first, int count) {
        sink.clear();
        sink.putNumbers(blockCodes, count, 0, Long.BYTES);
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        if (block == codeChecksums.length) {
            codeChecksums = Arrays.copyOf(codeChecksums, 2 * block);
        }
        codeChecksums[block] = SegmentFormat.checksum(sink.bytes(), 0, sink.length());
        write(SegmentFormat.HEADER_BYTES + (long) first * Long.BYTES);
    }

    /// Writes and syncs the file (not the directory), and returns it opened. At least one row.
    public Segment finish() {
        flushRows();
        if (blockRowCount > 0) {
            finishBlock();
        }
        if (rowCount == 0) {
            throw new IllegalStateException("a segment without rows");
        }
        long indexOffset = SegmentFormat.align(offset, 64);
        byte[] index = learn();
        try {
            file.write(indexOffset, index, 0, index.length);
        } catch (IOException failure) {
            throw failed(failure);
        }
        var footer =
                new SegmentFooter(
                        schema.id(),
                        rowCount,
                        codes.prefix(),
                        firstKey,
                        lastKey,
                        Arrays.copyOf(codeChecksums, SegmentFormat.blockCount(rowCount)),
                        indexOffset,
                        index.length,
                        directories);
        sink.clear();
        footer.write(sink);
        writeTrailer(SegmentFormat.align(indexOffset + index.length, Long.BYTES));
        try {
            file.sync();
            file.close();
        } catch (IOException failure) {
            throw failed(failure);
        }
        Segment segment = Segment.open(files, id, schema, layout);
        finished = true;
        return segment;
    }

    /// Learns the index from the codes as they are in the file, so that they need no memory.
    private byte[] learn() {
        try (MappedFile written = files.map(name)) {
            MemorySegment keys =
                    written.bytes()
                            .asSlice(SegmentFormat.HEADER_BYTES, (long) rowCount * Long.BYTES);
            return IndexFormat.write(LearnedIndex.build(keys, rowCount));
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /// Writes the footer, which is in the sink, and the trailer after it.
    private void writeTrailer(long footerOffset) {
        int length = sink.length();
        int checksum = SegmentFormat.checksum(sink.bytes(), 0, length);
        int start = sink.length();
        sink.putLong(footerOffset);
        sink.putInt(length);
        sink.putInt(checksum);
        sink.putInt(SegmentFormat.checksum(sink.bytes(), start, sink.length()));
        sink.putInt(SegmentFormat.VERSION);
        sink.putLong(SegmentFormat.MAGIC);
        write(footerOffset);
    }

    /// Deletes the file unless it is finished.
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            file.close();
            files.delete(name);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }
}
