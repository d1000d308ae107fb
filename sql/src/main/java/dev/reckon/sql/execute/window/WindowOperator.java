package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.buffer.BatchSlices;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.sort.ExternalSort;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Adds the results of window functions to each row; rows come out sorted by partition and order.
///
/// The input is sorted, on disk if need be; one partition at a time is held in memory, or on disk
/// where the functions allow it ([SpilledPartition]).
public final class WindowOperator implements Operator {
    private final Operator input;
    private final WindowPlan plan;
    private final Evaluation evaluation;
    private final ExternalSort sort;
    private final MemoryReservation memory;

    private Optional<ExternalSort.Source> sorted = Optional.empty();

    /// The sorted batch at hand, and the first row of it that is in no partition yet.
    private Optional<Batch> batch = Optional.empty();

    private int position;
    private BatchSlices output = BatchSlices.of(List.of(), 0);

    /// The partition at hand, when it doesn't fit into memory.
    private Optional<SpilledPartition> spilled = Optional.empty();

    private long spilledByteCount;

    /// Takes `input` over.
    public WindowOperator(Operator input, WindowPlan plan, Evaluation evaluation) {
        this.input = input;
        this.plan = plan;
        this.evaluation = evaluation;
        this.sort = new ExternalSort(plan.keys().order(), plan.keys().types(), evaluation);
        this.memory = evaluation.memory().open();
    }

    @Override
    public Optional<Batch> next() {
        if (sorted.isEmpty()) {
            for (Optional<Batch> rows = input.next(); rows.isPresent(); rows = input.next()) {
                evaluation.checkCancelled();
                sort.add(plan.keys().extend(rows.get(), evaluation), rows.get());
            }
            sorted = Optional.of(sort.finish());
            batch = sorted.get().next();
        }
        while (true) {
            evaluation.checkCancelled();
            Optional<Batch> rows = spilled.isPresent() ? spilled.get().next() : output.next();
            if (rows.isPresent()) {
                return rows;
            }
            endSpilled();
            if (batch.isEmpty()) {
                return batch;
            }
            RowBuffer partition = readPartition();
            if (spilled.isEmpty()) {
                output = compute(partition);
            }
        }
    }

    private void endSpilled() {
        if (spilled.isPresent()) {
            spilledByteCount += spilled.get().spilledByteCount();
            spilled.get().close();
            spilled = Optional.empty();
            memory.tryResize(0);
        }
    }

    /// Reads all rows of the next partition; they are not in what is returned when it is on disk.
    private RowBuffer readPartition() {
        var partition = new RowBuffer(plan.keys().types());
        List<ColumnVector> first = batch.orElseThrow().columns();
        int firstRow = position;
        while (batch.isPresent()) {
            Batch rows = batch.get();
            int end = position;
            while (end < rows.rowCount()
                    && plan.partitionOrder().compare(first, firstRow, rows.columns(), end) == 0) {
                end++;
            }
            int[] selected = new int[end - position];
            for (int i = 0; i < selected.length; i++) {
                selected[i] = position + i;
            }
            add(rows.columns(), selected, partition);
            if (end < rows.rowCount()) {
                position = end;
                return partition;
            }
            batch = sorted.orElseThrow().next();
            position = 0;
        }
        return partition;
    }

    private void add(List<ColumnVector> columns, int[] selected, RowBuffer partition) {
        if (spilled.isPresent()) {
            spilled.get().add(columns, selected, selected.length);
            return;
        }
        partition.append(columns, selected, selected.length);
        if (memory.tryResize(partition.byteCount())) {
            return;
        }
        if (!SpilledPartition.suits(plan)) {
            memory.resize(partition.byteCount());
        }
        memory.tryResize(0);
        var onDisk = new SpilledPartition(plan, evaluation, memory);
        spilled = Optional.of(onDisk);
        List<ColumnVector> rows = partition.columns();
        for (int start = 0; start < partition.rowCount(); start += Batch.ROW_COUNT) {
            int first = start;
            int[] some = new int[Math.min(Batch.ROW_COUNT, partition.rowCount() - start)];
            Arrays.setAll(some, row -> first + row);
            onDisk.add(rows, some, some.length);
        }
    }

    private BatchSlices compute(RowBuffer rows) {
        List<ColumnVector> columns = rows.columns();
        WindowPartition partition = WindowPartition.of(columns, rows.rowCount(), plan.peerOrder());
        List<ColumnVector> output = new ArrayList<>(columns.subList(0, plan.keys().columnCount()));
        for (WindowSpec call : plan.calls()) {
            output.add(
                    switch (call.function()) {
                        case WindowSpec.Function.Own own ->
                                PositionFunctions.compute(own.kind(), call, partition, evaluation);
                        case WindowSpec.Function.Whole whole ->
                                FrameAggregate.compute(
                                        whole.implementation(), call, partition, evaluation);
                    });
        }
        return BatchSlices.of(output, rows.rowCount());
    }

    @Override
    public long peakByteCount() {
        return sort.peakByteCount() + memory.peakByteCount();
    }

    @Override
    public long spilledByteCount() {
        return sort.spilledByteCount()
                + spilledByteCount
                + spilled.map(SpilledPartition::spilledByteCount).orElse(0L);
    }

    @Override
    public void close() {
        input.close();
        sort.close();
        spilled.ifPresent(SpilledPartition::close);
        memory.close();
    }
}
