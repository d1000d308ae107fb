package dev.reckon.sql.execute.table;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows that are kept in order, to be read several times: in memory while that allows it, then on
/// disk. For one thread at a time.
public final class StoredRows implements AutoCloseable {
    private final List<PhysicalType> types;
    private final Evaluation evaluation;
    private final MemoryReservation memory;
    private final List<Batch> batches = new ArrayList<>();
    private RowBuffer buffer;
    private Optional<SpilledRows> spilled = Optional.empty();
    private long byteCount;
    private long rowCount;

    public StoredRows(List<PhysicalType> types, Evaluation evaluation) {
        this.types = types;
        this.evaluation = evaluation;
        this.memory = evaluation.memory().open();
        this.buffer = new RowBuffer(types);
    }

    /// Adds all rows of an operator, which the caller closes.
    public void addAll(Operator source) {
        for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
            evaluation.checkCancelled();
            add(batch.get());
        }
    }

    /// Adds the selected rows of a batch.
    public void add(Batch rows) {
        rowCount += rows.selectedCount();
        if (spilled.isPresent()) {
            spilled.get().write(rows);
            return;
        }
        buffer.append(rows);
        if (buffer.rowCount() < Batch.ROW_COUNT) {
            return;
        }
        endBatch();
        if (!memory.tryResize(byteCount)) {
            spill();
        }
    }

    private void endBatch() {
        if (buffer.rowCount() > 0) {
            batches.add(new Batch(buffer.columns(), buffer.rowCount()));
            byteCount += buffer.byteCount();
            buffer = new RowBuffer(types);
        }
    }

    private void spill() {
        var rows = new SpilledRows(evaluation.spillSpace(), types);
        spilled = Optional.of(rows);
        batches.forEach(rows::write);
        batches.clear();
        byteCount = 0;
        memory.tryResize(0);
    }

    public long rowCount() {
        return rowCount;
    }

    /// Begins to read from the first row; nothing may be added after that, and the reader is valid
    /// until the rows are closed.
    public Reader read() {
        endBatch();
        return new Reader();
    }

    public long peakByteCount() {
        return memory.peakByteCount();
    }

    public long spilledByteCount() {
        return spilled.map(SpilledRows::byteCount).orElse(0L);
    }

    @Override
    public void close() {
        batches.clear();
        spilled.ifPresent(SpilledRows::close);
        memory.close();
    }

    /// Hands out the rows. For one thread.
    public final class Reader {
        private final Optional<SpilledRows.Reader> fromDisk = spilled.map(SpilledRows::read);
        private int next;

        private Reader() {}

        /// Returns the next rows, all of them selected; empty at the end.
        public Optional<Batch> next() {
            if (fromDisk.isPresent()) {
                return fromDisk.get().next();
            }
            return next == batches.size() ? Optional.empty() : Optional.of(batches.get(next++));
        }
    }
}
