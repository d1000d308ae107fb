package dev.reckon.sql.execute.sort;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.buffer.BatchSlices;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes rows in any order and hands them out sorted. Past the memory budget sorted runs go to
/// disk, and are merged at the end. For one thread.
public final class ExternalSort implements AutoCloseable {
    /// How many runs are merged at once: each holds a batch in memory.
    private static final int FAN_IN = 32;

    private final RowOrder order;
    private final List<PhysicalType> types;
    private final Evaluation evaluation;
    private final MemoryReservation memory;
    private final ArrayDeque<SpilledRows> runs = new ArrayDeque<>();
    private RowBuffer buffer;
    private long spilledByteCount;

    /// @param types of the rows' columns, to which `order` refers
    public ExternalSort(RowOrder order, List<PhysicalType> types, Evaluation evaluation) {
        this.order = order;
        this.types = types;
        this.evaluation = evaluation;
        this.memory = evaluation.memory().open();
        this.buffer = new RowBuffer(types);
    }

    /// Adds the rows that `rows` selects of the given vectors.
    public void add(List<ColumnVector> vectors, Batch rows) {
        buffer.append(vectors, rows);
        if (buffer.isFull() || !memory.tryResize(neededByteCount())) {
            spill();
        }
    }

    private long neededByteCount() {
        return buffer.byteCount() + (long) buffer.rowCount() * RowSorter.BYTES_PER_ROW;
    }

    private void spill() {
        var run = new SpilledRows(evaluation.spillSpace(), types);
        runs.add(run);
        BatchSlices sorted = sorted();
        buffer = new RowBuffer(types);
        write(run, sorted::next);
        memory.tryResize(0);
    }

    private BatchSlices sorted() {
        List<ColumnVector> columns = buffer.columns();
        int[] rows = RowSorter.sort(order, columns, buffer.rowCount());
        return new BatchSlices(columns, rows, 0, rows.length);
    }

    private void write(SpilledRows run, Source source) {
        for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
            evaluation.checkCancelled();
            run.write(batch.get());
        }
        spilledByteCount += run.byteCount();
    }

    /// Batches in order.
    @FunctionalInterface
    public interface Source {
        /// Returns the next rows, all of them selected; empty at the end.
        Optional<Batch> next();
    }

    /// Ends the adding, and returns the rows in order; valid until the sort is closed.
    public Source finish() {
        if (runs.isEmpty()) {
            return buffer.rowCount() == 0 ? Optional::empty : sorted()::next;
        }
        if (buffer.rowCount() > 0) {
            spill();
        }
        while (runs.size() > FAN_IN) {
            // The earliest runs, so that the order of equal rows stays.
            List<SpilledRows> merged = new ArrayList<>();
            for (int i = 0; i < FAN_IN; i++) {
                merged.add(runs.removeFirst());
            }
            var run = new SpilledRows(evaluation.spillSpace(), types);
            runs.addFirst(run);
            write(run, new RunMerge(order, types, merged)::next);
            merged.forEach(SpilledRows::close);
        }
        return new RunMerge(order, types, new ArrayList<>(runs))::next;
    }

    public long peakByteCount() {
        return memory.peakByteCount();
    }

    public long spilledByteCount() {
        return spilledByteCount;
    }

    /// Releases memory and files.
    @Override
    public void close() {
        runs.forEach(SpilledRows::close);
        runs.clear();
        buffer = new RowBuffer(types);
        memory.close();
    }
}
