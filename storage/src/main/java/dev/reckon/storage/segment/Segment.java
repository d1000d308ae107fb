package dev.reckon.storage.segment;

import dev.reckon.index.IndexStatistics;
import dev.reckon.index.LearnedIndex;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.MappedFile;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// An open segment: rows at positions from 0, in key order. Safe for use by many threads until
/// closed.
///
/// The footer and the index are checked when it is opened, every block when it is first touched:
/// methods that read throw a `DatabaseException` XX001 when what they need is damaged.
public final class Segment implements AutoCloseable {
    /// The number of rows in a block, which begins at a multiple of it.
    public static final int BLOCK_ROWS = SegmentFormat.BLOCK_ROWS;

    private final long id;
    private final String fileName;
    private final MappedFile file;
    private final RowLayout layout;
    private final KeyEncoder encoder;
    private final int[] keyColumns;
    private final SegmentFooter footer;
    private final KeyCodes codes;
    private final CodeBlocks codeBlocks;
    private final SegmentColumn[] columns;
    private final ColumnBlocks[] columnBlocks;
    private final KeyComparison comparison;
    private final RowKey firstKey;
    private final RowKey lastKey;
    private final LearnedIndex index;
    private final KeyLookup learned;
    private final KeyLookup binary;

    private Segment(
            long id, String fileName, MappedFile file, TableSchema schema, RowLayout layout) {
        this.id = id;
        this.fileName = fileName;
        this.file = file;
        this.layout = layout;
        MemorySegment bytes = file.bytes();
        footer = SegmentOpener.footer(fileName, bytes, schema);
        encoder = new KeyEncoder(schema);
        keyColumns = schema.key().stream().mapToInt(KeyColumn::column).toArray();
        codes = KeyCodes.of(encoder, footer.prefix());
        int rowCount = footer.rowCount();
        int blockCount = SegmentFormat.blockCount(rowCount);
        codeBlocks =
                new CodeBlocks(
                        bytes,
                        new BlockChecks(fileName, "keys", bytes, blockCount),
                        footer.codeChecksums(),
                        rowCount);
        columns = new SegmentColumn[schema.columns().size()];
        columnBlocks = new ColumnBlocks[columns.length];
        for (int column = 0; column < columns.length; column++) {
            String what = "column " + schema.column(column).name();
            columnBlocks[column] =
                    new ColumnBlocks(
                            bytes,
                            footer.columns().get(column),
                            new BlockChecks(fileName, what, bytes, blockCount),
                            rowCount);
            columns[column] = column(schema.column(column).type(), column);
        }
        comparison =
                new KeyComparison(
                        encoder,
                        Arrays.stream(keyColumns)
                                .mapToObj(column -> columns[column])
                                .toArray(SegmentColumn[]::new));
        firstKey = new RowKey(footer.firstKey());
        lastKey = new RowKey(footer.lastKey());
        index = SegmentOpener.index(fileName, bytes, footer, codeBlocks);
        learned = new KeyLookup(this, codes, codeBlocks, index);
        binary = new KeyLookup(this, codes, codeBlocks, LearnedIndex.binarySearch(rowCount));
    }

    private SegmentColumn column(DataType type, int column) {
        ColumnBlocks blocks = columnBlocks[column];
        if (blocks.directory().blockCount == 0) {
            return new CodeColumn(codeBlocks, encoder, footer.rowCount());
        }
        return switch (type.physical()) {
            case BOOLEAN, INT2, INT4, INT8 -> new NumberColumn(blocks);
            case FLOAT4 -> new RealColumn(blocks, true);
            case FLOAT8 -> new RealColumn(blocks, false);
            case NUMERIC -> new NumericColumn(new StringColumn(blocks, footer.rowCount()));
            case BYTES -> new StringColumn(blocks, footer.rowCount());
            case OBJECT -> new ObjectColumn(new StringColumn(blocks, footer.rowCount()));
        };
    }

    /// Opens the file [#fileName] of a segment.
    ///
    /// @throws DatabaseException XX001 when it is damaged, 58030 when it cannot be read
    @SuppressWarnings("MustBeClosed") // The segment owns the file.
    public static Segment open(FileSystem files, long id, TableSchema schema, RowLayout layout) {
        String name = fileName(id);
        MappedFile file;
        try {
            file = files.map(name);
        } catch (IOException failure) {
            throw DiskErrors.asDatabaseException("read " + files.describe(name), failure);
        }
        try {
            return new Segment(id, files.describe(name), file, schema, layout);
        } catch (RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    /// Returns the name of a segment's file.
    public static String fileName(long id) {
        return "segment-%016x".formatted(id);
    }

    public long id() {
        return id;
    }

    /// Returns the number of positions, live and deleted.
    public int rowCount() {
        return footer.rowCount();
    }

    /// Returns the number of blocks.
    public int blockCount() {
        return SegmentFormat.blockCount(rowCount());
    }

    /// Returns the number of rows of a block.
    public int blockRowCount(int block) {
        return SegmentFormat.blockRows(rowCount(), block);
    }

    /// Returns the size of the file.
    public long byteCount() {
        return file.bytes().byteSize();
    }

    public RowKey firstKey() {
        return firstKey;
    }

    public RowKey lastKey() {
        return lastKey;
    }

    /// Returns the encoder of the table's keys.
    public KeyEncoder keyEncoder() {
        return encoder;
    }

    /// Returns what was measured when the index was built.
    public IndexStatistics indexStatistics() {
        return index.statistics();
    }

    /// Returns the way to find keys by the segment's own model.
    public KeyLookup learned() {
        return learned;
    }

    /// Returns the way to find keys by binary search, for comparison.
    public KeyLookup binary() {
        return binary;
    }

    /// Returns the position of a key, deleted or not; -1 when the segment doesn't have it.
    public int position(RowKey key) {
        return learned.position(key);
    }

    /// Returns the first position whose key is at least `key`, which may be any bytes; the number
    /// of rows when there is none.
    public int lowerBound(byte[] key) {
        return learned.lowerBound(key);
    }

    public SegmentColumn column(int column) {
        return columns[column];
    }

    /// Returns the key at a position.
    public RowKey key(int position) {
        if (codes.areWhole()) {
            return new RowKey(codes.key(codeBlocks.code(position)));
        }
        int[] positions = {position};
        var vectors = new ArrayList<ColumnVector>(keyColumns.length);
        for (int column : keyColumns) {
            vectors.add(columns[column].gather(positions, 1));
        }
        return encoder.encodeKeyColumns(new Batch(vectors, 1), 0);
    }

    /// Returns what all keys start with.
    public byte[] keyPrefix() {
        return codes.prefix();
    }

    /// Returns codes of the keys at `[first, first + count)`, which are in one block: the eight
    /// bytes after the first `prefixLength` ones, which are no more than [#keyPrefix] has.
    public long[] codes(int first, int count, int prefixLength) {
        long[] values = codeBlocks.read(first, count, ColumnMemory.owned());
        if (prefixLength != codes.prefix().length) {
            KeyCodes shorter = KeyCodes.of(encoder, Arrays.copyOf(codes.prefix(), prefixLength));
            for (int index = 0; index < count; index++) {
                values[index] = shorter.shorten(codes, values[index]);
            }
        }
        return values;
    }

    /// Returns whether the key at a position is below (negative), equal to (zero) or above
    /// (positive) the given bytes.
    int compareKey(int position, byte[] key) {
        return comparison.compare(position, key);
    }

    KeyCodes codes() {
        return codes;
    }

    long code(int position) {
        return codeBlocks.code(position);
    }

    /// Returns the row at a position, as the table's `RowLayout` makes it.
    public byte[] row(int position) {
        int[] positions = {position};
        var vectors = new ArrayList<ColumnVector>(columns.length);
        for (SegmentColumn column : columns) {
            vectors.add(column.gather(positions, 1));
        }
        return layout.encode(new Batch(vectors, 1), 0);
    }

    /// Returns the encodings that any block has.
    Set<Encoding> encodings() {
        Set<Encoding> found = EnumSet.noneOf(Encoding.class);
        for (ColumnBlocks blocks : columnBlocks) {
            for (int block = 0; block < blocks.directory().blockCount; block++) {
                found.add(blocks.directory().encodings[block]);
            }
        }
        return found;
    }

    /// Copies a block of a column as it is encoded, and what the directory says of it.
    void copyBlock(int column, int block, ByteSink target, ColumnDirectory directory) {
        ColumnBlocks source = columnBlocks[column];
        long offset = source.touch(block);
        source.directory().copy(block, directory);
        if (source.directory().encodings[block] == Encoding.SYMBOLS) {
            directory.setTable(directory.tables.number(source.symbols(block)));
        }
        target.putBytes(file.bytes(), offset, source.directory().lengths[block]);
    }

    /// Reads everything once: checksums, the order of keys, that each key is found at its position.
    ///
    /// @throws DatabaseException XX001 naming file and what is damaged
    public void verify() {
        verify(damaged -> {
            throw damaged;
        });
    }

    /// Verifies as [#verify()], and goes on after damage, as far as that is of use.
    ///
    /// @param damage gets what is wrong with the keys and with each column, and if nothing is, with
    ///   the order of keys
    public void verify(Consumer<DatabaseException> damage) {
        List<Runnable> sections = new ArrayList<>();
        sections.add(codeBlocks::verify);
        for (SegmentColumn column : columns) {
            sections.add(column::verify);
        }
        boolean whole = true;
        for (Runnable section : sections) {
            try {
                section.run();
            } catch (DatabaseException e) {
                damage.accept(e);
                whole = false;
            }
        }
        if (whole) {
            try {
                verifyOrder();
            } catch (DatabaseException e) {
                damage.accept(e);
            }
        }
    }

    private void verifyOrder() {
        byte[] previous = {};
        for (int position = 0; position < rowCount(); position++) {
            RowKey key = key(position);
            if (position > 0 && Arrays.compareUnsigned(previous, key.bytes()) >= 0) {
                throw SegmentFormat.damaged(fileName, "keys out of order at row " + position);
            }
            if (position(key) != position) {
                throw SegmentFormat.damaged(fileName, "the index does not find row " + position);
            }
            previous = key.bytes();
        }
        if (!key(0).equals(firstKey) || !key(rowCount() - 1).equals(lastKey)) {
            throw SegmentFormat.damaged(fileName, "the footer names other keys");
        }
    }

    /// Gives the file's memory back; nobody may use the segment afterwards.
    @Override
    public void close() {
        file.close();
    }
}
