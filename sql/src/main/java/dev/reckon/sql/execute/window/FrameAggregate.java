package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.plan.WindowCall;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import java.util.Arrays;
import java.util.List;

/// An aggregate over the frame of every row of a partition. For one thread.
///
/// One result for the whole partition is computed once; a frame that only grows at its end takes
/// the rows that are new; any other is added up anew when it differs from the one before.
final class FrameAggregate {
    private final AggregateFunction.Implementation implementation;
    private final WindowSpec spec;
    private final WindowPartition partition;
    private final Evaluation evaluation;
    private final List<ColumnVector> arguments;
    private final boolean[] counts;
    private final int[] groups;

    private FrameAggregate(
            AggregateFunction.Implementation implementation,
            WindowSpec spec,
            WindowPartition partition,
            Evaluation evaluation) {
        this.implementation = implementation;
        this.spec = spec;
        this.partition = partition;
        this.evaluation = evaluation;
        int rowCount = partition.rowCount();
        this.counts = new boolean[rowCount];
        this.groups = new int[rowCount];
        Batch rows = partition.rows();
        if (spec.filter().isPresent()) {
            int[] selected = new int[rowCount];
            int count = spec.filter().get().select(rows, evaluation, selected);
            for (int i = 0; i < count; i++) {
                counts[selected[i]] = true;
            }
            rows = rows.select(selected, count);
        } else {
            Arrays.fill(counts, true);
        }
        Batch counted = rows;
        this.arguments =
                spec.arguments().stream()
                        .map(argument -> argument.evaluate(counted, evaluation))
                        .toList();
    }

    static ColumnVector compute(
            AggregateFunction.Implementation implementation,
            WindowSpec spec,
            WindowPartition partition,
            Evaluation evaluation) {
        var aggregate = new FrameAggregate(implementation, spec, partition, evaluation);
        return spec.frame().isWholePartition() ? aggregate.whole() : aggregate.ofFrames();
    }

    private AggregateFunction.Accumulator newAccumulator() {
        AggregateFunction.Accumulator accumulator =
                implementation.newAccumulator(
                        spec.argumentTypes(), spec.resultType(), evaluation.environment());
        accumulator.reserve(1);
        return accumulator;
    }

    private ColumnVector whole() {
        AggregateFunction.Accumulator accumulator = newAccumulator();
        add(accumulator, 0, partition.rowCount());
        return ConstantVectors.repeat(accumulator.results(1), 0, partition.rowCount());
    }

    private ColumnVector ofFrames() {
        Frames frames = Frames.of(partition, spec.frame(), evaluation);
        boolean excludes = frames.exclusion() != WindowCall.Exclusion.NO_OTHERS;
        var results = new VectorBuilder(spec.resultType().physical(), partition.rowCount());
        AggregateFunction.Accumulator accumulator = newAccumulator();
        ColumnVector result = accumulator.results(1);
        int start = 0;
        int end = 0;
        for (int row = 0; row < partition.rowCount(); row++) {
            int newStart = frames.starts()[row];
            int newEnd = frames.ends()[row];
            if (excludes) {
                evaluation.checkCancelled();
                accumulator = newAccumulator();
                addWithout(accumulator, frames, row);
                result = accumulator.results(1);
            } else if (newStart != start || newEnd != end) {
                if (newStart != start || newEnd < end) {
                    evaluation.checkCancelled();
                    accumulator = newAccumulator();
                    end = newStart;
                }
                add(accumulator, end, newEnd);
                result = accumulator.results(1);
                start = newStart;
                end = newEnd;
            }
            results.append(result, 0);
        }
        return results.build();
    }

    private void add(AggregateFunction.Accumulator accumulator, int start, int end) {
        int[] rows = new int[end - start];
        int count = 0;
        for (int row = start; row < end; row++) {
            if (counts[row]) {
                rows[count++] = row;
            }
        }
        add(accumulator, rows, count);
    }

    private void addWithout(AggregateFunction.Accumulator accumulator, Frames frames, int row) {
        int start = frames.starts()[row];
        int end = frames.ends()[row];
        int[] rows = new int[end - start];
        int count = 0;
        for (int candidate = start; candidate < end; candidate++) {
            if (counts[candidate] && !frames.isExcluded(row, candidate)) {
                rows[count++] = candidate;
            }
        }
        add(accumulator, rows, count);
    }

    private void add(AggregateFunction.Accumulator accumulator, int[] rows, int count) {
        if (count > 0) {
            accumulator.add(arguments, partition.rows().select(rows, count), groups);
        }
    }
}
