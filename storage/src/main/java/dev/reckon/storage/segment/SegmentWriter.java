package dev.reckon.storage.segment;

import com.google.errorprone.annotations.MustBeClosed;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes one segment from rows in ascending order of their keys, in one pass and bounded memory: a
/// block of each column. For one thread.
///
/// Rows may come encoded, as batches, or from other segments, in any mixture.
public final class SegmentWriter implements AutoCloseable {
    private final FileSystem files;
    private final long id;
    private final TableSchema schema;
    private final RowLayout layout;
    private final KeyEncoder encoder;
    private final KeyCodes codes;
    private final SegmentOutput output;
    private final int rowCountMax;

    /// The column that is its codes, -1 when there is none.
    private final int codeColumn;

    private final List<BlockBuilder> builders = new ArrayList<>();
    private final List<ColumnDirectory> directories = new ArrayList<>();

    /// The codes of the block that is being filled.
    private final long[] blockCodes = new long[SegmentFormat.BLOCK_ROWS];

    /// Rows of the block that are in the columns; then come those of `encodedRows` or of `copied`,
    /// of which one is empty.
    private int blockRowCount;

    private final byte[][] encodedRows = new byte[SegmentFormat.BLOCK_ROWS][];
    private int encodedRowCount;
    private final CopiedRows copied = new CopiedRows();

    /// Rows in the blocks that are finished.
    private int finishedRowCount;

    private byte[] firstKey = {};
    private LastRow lastRow = LastRow.NONE;
    private boolean finished;

    /// Begins the file [Segment#fileName].
    ///
    /// @param rowCountMax at least the number of rows to come; each takes eight bytes of the file,
    ///   whether it comes or not
    /// @param first at most the first key to come
    /// @param last at least the last key to come
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // The writer owns its output.
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
        this.schema = schema;
        this.layout = layout;
        this.rowCountMax = rowCountMax;
        encoder = new KeyEncoder(schema);
        codes = KeyCodes.between(encoder, first.bytes(), last.bytes());
        codeColumn = encoder.isSingleLong() ? schema.key().getFirst().column() : -1;
        var trainer = new SymbolTrainer();
        for (int column = 0; column < schema.columns().size(); column++) {
            Optional<CompactStrings> compact =
                    isOfKey(schema, column)
                            ? Optional.empty()
                            : Optional.of(new CompactStrings(trainer));
            builders.add(BlockBuilder.of(schema.column(column).type(), compact));
            directories.add(new ColumnDirectory());
        }
        output = new SegmentOutput(files, Segment.fileName(id), schema.id(), rowCountMax);
    }

    private static boolean isOfKey(TableSchema schema, int column) {
        return schema.key().stream().anyMatch(part -> part.column() == column);
    }

    /// The row that was added last, whose key is made only when it is asked for.
    private record LastRow(byte[] key, List<Segment> source, int position) {
        static final LastRow NONE = new LastRow(new byte[0], List.of(), -1);

        byte[] keyBytes() {
            return source.isEmpty() ? key : source.getFirst().key(position).bytes();
        }
    }

    /// Returns the number of rows so far.
    public int rowCount() {
        return finishedRowCount + pendingRowCount();
    }

    /// Returns the rows of the block that is being filled.
    private int pendingRowCount() {
        return blockRowCount + encodedRowCount + copied.rowCount();
    }

    /// Appends a row whose key is greater than all before.
    public void add(RowKey key, byte[] row) {
        if (copied.rowCount() > 0) {
            flushPending();
        }
        noteKey(key.bytes());
        encodedRows[encodedRowCount++] = row;
        finishFullBlock();
    }

    /// Takes the code of the next row, and checks the order.
    private void noteKey(byte[] key) {
        if (rowCount() == 0) {
            firstKey = key;
        } else if (Arrays.compareUnsigned(lastRow.keyBytes(), key) >= 0) {
            throw new IllegalArgumentException("keys are not in ascending order");
        }
        noteCode(code(key));
        lastRow = new LastRow(key, List.of(), 0);
    }

    private long code(byte[] key) {
        if (!codes.matches(key)) {
            throw new IllegalArgumentException("a key outside the announced range");
        }
        return codes.code(key);
    }

    private void noteCode(long code) {
        if (rowCount() == rowCountMax) {
            throw new IllegalArgumentException("more rows than announced: " + rowCountMax);
        }
        blockCodes[pendingRowCount()] = code;
    }

    /// Appends the selected rows of a batch with all columns of the table, whose keys ascend and
    /// are greater than all before.
    public void add(Batch batch) {
        flushPending();
        for (int first = 0; first < batch.selectedCount(); ) {
            int space = SegmentFormat.BLOCK_ROWS - blockRowCount;
            int end = Math.min(batch.selectedCount(), first + space);
            noteKeys(batch, first, end);
            for (int column = 0; column < builders.size(); column++) {
                if (column != codeColumn) {
                    builders.get(column).append(batch.column(column), batch, first, end - first);
                }
            }
            blockRowCount += end - first;
            finishFullBlock();
            first = end;
        }
    }

    /// Takes the codes of the selected rows `[first, end)` of a batch, and checks the order.
    private void noteKeys(Batch batch, int first, int end) {
        int start = blockRowCount;
        if (!encoder.isSingleLong()) {
            for (int index = first; index < end; index++) {
                noteKey(encoder.encode(batch, batch.row(index)).bytes());
                blockRowCount++;
            }
            blockRowCount = start;
            return;
        }
        noteKey(encoder.encode(batch, batch.row(first)).bytes());
        if (rowCount() + (end - first) > rowCountMax) {
            throw new IllegalArgumentException("more rows than announced: " + rowCountMax);
        }
        long[] values = ((LongVector) batch.column(codeColumn)).values();
        long previous = blockCodes[start];
        for (int index = first + 1; index < end; index++) {
            long code = encoder.code(values[batch.row(index)]);
            if (Long.compareUnsigned(previous, code) >= 0) {
                throw new IllegalArgumentException("keys are not in ascending order");
            }
            blockCodes[start + index - first] = code;
            previous = code;
        }
        byte[] lastKey = encoder.encode(batch, batch.row(end - 1)).bytes();
        lastRow = new LastRow(lastKey, List.of(), 0);
    }

    /// Copies rows of another segment of the table, whose keys are greater than all before.
    ///
    /// @param start first position
    /// @param end last position, exclusive
    public void add(Segment source, int start, int end) {
        if (encodedRowCount > 0) {
            flushPending();
        }
        for (int position = start; position < end; ) {
            int blockEnd = (position | (SegmentFormat.BLOCK_ROWS - 1)) + 1;
            int space = SegmentFormat.BLOCK_ROWS - pendingRowCount();
            int count = Math.min(Math.min(end, blockEnd) - position, space);
            noteCodes(source, position, count);
            if (count == SegmentFormat.BLOCK_ROWS) {
                copyBlock(source, position >>> SegmentFormat.BLOCK_SHIFT);
            } else {
                copied.add(source, position, count);
                finishFullBlock();
            }
            position += count;
        }
    }

    private void noteCodes(Segment source, int position, int count) {
        if (rowCount() + count > rowCountMax) {
            throw new IllegalArgumentException("more rows than announced: " + rowCountMax);
        }
        if (rowCount() == 0) {
            firstKey = source.key(position).bytes();
            code(firstKey);
        }
        int row = pendingRowCount();
        boolean convertible = codes.canShorten(source.codes().prefix().length);
        long previous = row == 0 ? 0 : blockCodes[row - 1];
        for (int index = 0; index < count; index++) {
            long code =
                    convertible
                            ? codes.shorten(source.codes(), source.code(position + index))
                            : code(source.key(position + index).bytes());
            if (Long.compareUnsigned(code, previous) < 0) {
                throw new IllegalArgumentException("keys are not in ascending order");
            }
            blockCodes[row + index] = code;
            previous = code;
        }
        lastRow = new LastRow(firstKey, List.of(source), position + count - 1);
    }

    /// Copies a whole block as it is encoded.
    private void copyBlock(Segment source, int block) {
        for (int column = 0; column < builders.size(); column++) {
            if (column != codeColumn) {
                source.copyBlock(column, block, output.sink(), directories.get(column));
                output.writeBlock(directories.get(column));
            }
        }
        finishCodes(SegmentFormat.BLOCK_ROWS);
    }

    private void finishFullBlock() {
        if (pendingRowCount() == SegmentFormat.BLOCK_ROWS) {
            flushPending();
            finishBlock();
        }
    }

    /// Moves rows that wait to the columns.
    private void flushPending() {
        int count = encodedRowCount + copied.rowCount();
        if (count == 0) {
            return;
        }
        Batch dense = new Batch(List.of(), count);
        for (int column = 0; column < builders.size(); column++) {
            if (column != codeColumn) {
                builders.get(column)
                        .append(
                                encodedRowCount > 0
                                        ? layout.decode(encodedRows, count, column)
                                        : copied.column(column),
                                dense,
                                0,
                                count);
            }
        }
        Arrays.fill(encodedRows, 0, encodedRowCount, null);
        encodedRowCount = 0;
        copied.clear();
        blockRowCount += count;
    }

    private void finishBlock() {
        for (int column = 0; column < builders.size(); column++) {
            if (column != codeColumn) {
                builders.get(column).finish(output.sink(), directories.get(column));
                output.writeBlock(directories.get(column));
            }
        }
        int count = blockRowCount;
        blockRowCount = 0;
        finishCodes(count);
    }

    private void finishCodes(int count) {
        output.writeCodes(finishedRowCount, blockCodes, count);
        finishedRowCount += count;
    }

    /// Writes and syncs the file (not the directory), and returns it opened. At least one row.
    public Segment finish() {
        flushPending();
        if (blockRowCount > 0) {
            finishBlock();
        }
        if (finishedRowCount == 0) {
            throw new IllegalStateException("a segment without rows");
        }
        SegmentOutput.Place index = output.writeIndex(finishedRowCount);
        byte[] lastKey = lastRow.keyBytes();
        code(lastKey);
        output.finish(
                new SegmentFooter(
                        schema.id(),
                        finishedRowCount,
                        codes.prefix(),
                        firstKey,
                        lastKey,
                        output.codeChecksums(finishedRowCount),
                        index.offset(),
                        index.length(),
                        directories));
        Segment segment = Segment.open(files, id, schema, layout);
        finished = true;
        return segment;
    }

    /// Deletes the file unless it is finished.
    @Override
    public void close() {
        if (!finished) {
            output.close();
        }
    }
}
