package dev.reckon.storage.segment;

import com.google.errorprone.annotations.MustBeClosed;
import dev.reckon.index.IndexFormat;
import dev.reckon.index.LearnedIndex;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.MappedFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// The file of a segment that is being written: where each section goes. For one thread.
///
/// Codes have their place at the front of the file, columns follow block by block, then the index
/// that is learned from the codes, and a footer that says where all that is.
final class SegmentOutput implements AutoCloseable {
    private final FileSystem files;
    private final String name;
    private final long tableId;
    private final int rowCountMax;
    private final FileSystem.WritableFile file;
    private final ByteSink sink = new ByteSink();
    private int[] codeChecksums = new int[16];
    private long offset;

    /// @throws DatabaseException 53100 or 58030
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // This object owns the file.
    SegmentOutput(FileSystem files, String name, long tableId, int rowCountMax) {
        this.files = files;
        this.name = name;
        this.tableId = tableId;
        this.rowCountMax = rowCountMax;
        offset = SegmentFormat.align(codesOffset(rowCountMax), SegmentFormat.LINE_BYTES);
        try {
            file = files.create(name);
        } catch (IOException failure) {
            throw failed(failure);
        }
        try {
            writeHeader();
        } catch (RuntimeException | Error failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (DatabaseException second) {
            failure.addSuppressed(second);
        }
    }

    private DatabaseException failed(IOException failure) {
        return DiskErrors.asDatabaseException("write " + files.describe(name), failure);
    }

    /// Returns where the code of a row is.
    private static long codesOffset(int row) {
        return SegmentFormat.HEADER_BYTES + (long) row * Long.BYTES;
    }

    private void writeHeader() {
        var checked = new ByteSink();
        checked.putLong(tableId);
        checked.putLong((long) rowCountMax * Long.BYTES);
        sink.clear();
        sink.putLong(SegmentFormat.MAGIC);
        sink.putInt(SegmentFormat.VERSION);
        sink.putInt(SegmentFormat.checksum(checked.bytes(), 0, checked.length()));
        sink.putBytes(checked.bytes(), 0, checked.length());
        write(0);
    }

    private void write(long at) {
        write(at, sink.bytes(), sink.length());
    }

    private void write(long at, byte[] bytes, int length) {
        try {
            file.write(at, bytes, 0, length);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /// Returns an empty sink, for the bytes of [#writeBlock].
    ByteSink sink() {
        sink.clear();
        return sink;
    }

    /// Writes what is in the sink as the last block of a column's directory, after its symbol table
    /// if that is new.
    void writeBlock(ColumnDirectory directory) {
        for (SymbolTable table : List.copyOf(directory.tables.unplaced())) {
            byte[] bytes = table.write();
            int tableChecksum = SegmentFormat.checksum(bytes, 0, bytes.length);
            directory.tables.place(offset, bytes.length, tableChecksum);
            write(offset, bytes, bytes.length);
            offset = SegmentFormat.align(offset + bytes.length, Long.BYTES);
        }
        int checksum = SegmentFormat.checksum(sink.bytes(), 0, sink.length());
        directory.place(offset, sink.length(), checksum);
        write(offset);
        offset = SegmentFormat.align(offset + sink.length(), Long.BYTES);
    }

    /// Writes the codes of the block that begins at row `first`.
    void writeCodes(int first, long[] codes, int count) {
        sink.clear();
        sink.putNumbers(codes, count, 0, Long.SIZE);
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        if (block == codeChecksums.length) {
            codeChecksums = Arrays.copyOf(codeChecksums, 2 * block);
        }
        codeChecksums[block] = SegmentFormat.checksum(sink.bytes(), 0, sink.length());
        write(codesOffset(first));
    }

    /// Returns the checksums of the codes of so many rows.
    int[] codeChecksums(int rowCount) {
        return Arrays.copyOf(codeChecksums, SegmentFormat.blockCount(rowCount));
    }

    /// Learns the index from the codes as they are in the file, so that they need no memory, and
    /// writes it.
    Place writeIndex(int rowCount) {
        byte[] index;
        try (MappedFile written = files.map(name)) {
            MemorySegment keys =
                    written.bytes()
                            .asSlice(SegmentFormat.HEADER_BYTES, (long) rowCount * Long.BYTES);
            index = IndexFormat.write(LearnedIndex.build(keys, rowCount));
        } catch (IOException failure) {
            throw failed(failure);
        }
        offset = SegmentFormat.align(offset, SegmentFormat.LINE_BYTES);
        var place = new Place(offset, index.length);
        write(offset, index, index.length);
        offset = SegmentFormat.align(offset + index.length, Long.BYTES);
        return place;
    }

    /// Where a section is.
    record Place(long offset, long length) {}

    /// Writes footer and trailer, syncs the file, and closes it.
    void finish(SegmentFooter footer) {
        sink.clear();
        footer.write(sink);
        int length = sink.length();
        int checksum = SegmentFormat.checksum(sink.bytes(), 0, length);
        sink.putLong(offset);
        sink.putInt(length);
        sink.putInt(checksum);
        sink.putInt(SegmentFormat.checksum(sink.bytes(), length, sink.length()));
        sink.putInt(SegmentFormat.VERSION);
        sink.putLong(SegmentFormat.MAGIC);
        write(offset);
        try {
            file.sync();
            file.close();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /// Closes and deletes the file.
    @Override
    public void close() {
        try {
            file.close();
            files.delete(name);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }
}
