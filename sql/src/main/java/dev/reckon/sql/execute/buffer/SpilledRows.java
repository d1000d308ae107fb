package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Optional;

/// Rows in a temporary file: first written, a batch at a time, then read any number of times. For
/// one thread; each of its readers may be on another.
public final class SpilledRows implements AutoCloseable {
    private final SpillFile file;
    private final BatchCodec codec;
    private RowBuffer pending;
    private final List<PhysicalType> types;
    private long byteCount;
    private long rowCount;

    /// Makes an empty file in `space`; the caller closes it.
    public SpilledRows(SpillSpace space, List<PhysicalType> types) {
        this.types = types;
        this.file = space.create();
        this.codec = new BatchCodec(types);
        this.pending = new RowBuffer(types);
    }

    /// Appends the selected rows of a batch. Small batches are written together.
    public void write(Batch batch) {
        write(batch.columns(), batch);
    }

    /// Appends the rows that `rows` selects of the given vectors.
    public void write(List<ColumnVector> vectors, Batch rows) {
        pending.append(vectors, rows);
        writeFullBatch();
    }

    /// Appends the given rows of the vectors.
    public void write(List<ColumnVector> vectors, int[] rows, int count) {
        pending.append(vectors, rows, count);
        writeFullBatch();
    }

    private void writeFullBatch() {
        if (pending.rowCount() >= Batch.ROW_COUNT) {
            flush();
        }
    }

    private void flush() {
        RowBuffer rows = pending;
        if (rows.rowCount() == 0) {
            return;
        }
        int count = codec.encode(rows.columns(), rows.rowCount());
        file.write(codec.bytes(), count);
        byteCount += count;
        rowCount += rows.rowCount();
        pending = new RowBuffer(types);
    }

    public List<PhysicalType> types() {
        return types;
    }

    /// Returns the number of rows written.
    public long rowCount() {
        return rowCount + pending.rowCount();
    }

    /// Returns the number of bytes that are in the file, or soon will be.
    public long byteCount() {
        return byteCount + (pending.rowCount() == 0 ? 0 : pending.byteCount());
    }

    /// Begins to read from the first row; ends the writing. Valid until the rows are closed.
    public Reader read() {
        flush();
        return new Reader();
    }

    /// Deletes the file.
    @Override
    public void close() {
        file.close();
    }

    /// Hands out the rows in the order in which they were written. For one thread.
    public final class Reader {
        private final BatchCodec decoder = new BatchCodec(types);
        private long offset;

        /// Returns the next rows; empty at the end.
        public Optional<Batch> next() {
            if (offset == byteCount) {
                return Optional.empty();
            }
            byte[] bytes = bytes();
            offset += bytes.length;
            return Optional.of(decoder.decode(bytes));
        }

        /// Several readers, on threads of their own, may share the file, which is for one at a
        /// time.
        private byte[] bytes() {
            synchronized (file) {
                byte[] header = new byte[BatchCodec.HEADER_BYTE_COUNT];
                file.read(offset, header, header.length);
                byte[] bytes = new byte[decoder.byteCount(header)];
                file.read(offset, bytes, bytes.length);
                return bytes;
            }
        }
    }
}
