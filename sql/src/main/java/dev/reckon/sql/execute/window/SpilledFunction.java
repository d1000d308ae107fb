package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.WindowFunction;
import dev.reckon.sql.plan.WindowCall;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.VectorBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A window function over a partition that is on disk. For one thread.
final class SpilledFunction {
    private final WindowSpec spec;

    /// Its position among the functions of the window.
    private final int index;

    private final Evaluation evaluation;
    private VectorBuilder results;

    /// The number of rows of the partition.
    private long rowCount;

    /// What ntile divides them into, once the first row has told; empty for NULL.
    private Optional<Long> bucketCount = Optional.empty();

    private boolean isBucketCountKnown;

    /// The aggregate over the whole partition, or up to the row at hand; empty for other functions.
    private final Optional<Running> aggregate;

    private final boolean isByPeers;
    private final boolean isByRow;

    SpilledFunction(WindowSpec spec, int index, Evaluation evaluation) {
        this.spec = spec;
        this.index = index;
        this.evaluation = evaluation;
        this.results = new VectorBuilder(spec.resultType().physical(), Batch.ROW_COUNT);
        boolean isAggregate = spec.function() instanceof WindowSpec.Function.Whole;
        boolean isRunning = isAggregate && !spec.frame().isWholePartition();
        this.isByRow = isRunning && spec.frame().mode() == WindowCall.Mode.ROWS;
        this.isByPeers = isRunning && !isByRow;
        this.aggregate = isAggregate && !isByPeers ? newRunning() : Optional.empty();
    }

    private Optional<Running> newRunning() {
        return spec.function() instanceof WindowSpec.Function.Whole(var implementation)
                ? Optional.of(new Running(implementation, spec, evaluation))
                : Optional.empty();
    }

    /// Returns what adds up the rows of one peer group after the other, where that is asked for.
    Optional<Running> newRunningByPeers() {
        return isByPeers ? newRunning() : Optional.empty();
    }

    /// Shows the rows of the whole partition, batch after batch, before any result is asked for.
    void addToWhole(Batch rows, long partitionRowCount) {
        rowCount = partitionRowCount;
        if (isBuckets() && !isBucketCountKnown) {
            isBucketCountKnown = true;
            bucketCount = bucketCount(spec.arguments().get(0).evaluate(rows, evaluation));
        }
        if (!isByRow && aggregate.isPresent()) {
            aggregate.get().begin(rows);
            aggregate.get().add(0, rows.rowCount());
        }
    }

    private boolean isBuckets() {
        return spec.function() instanceof WindowSpec.Function.Own(WindowFunction.Kind kind)
                && kind == WindowFunction.Kind.NTILE;
    }

    private static Optional<Long> bucketCount(ColumnVector counts) {
        if (counts.isNull(0)) {
            return Optional.empty();
        }
        return Optional.of(PositionFunctions.requireBuckets(((LongVector) counts).values()[0]));
    }

    /// Begins with a batch of rows for which results are asked.
    void begin(Batch rows) {
        results = new VectorBuilder(spec.resultType().physical(), rows.rowCount());
        if (isByRow) {
            aggregate.orElseThrow().begin(rows);
        }
    }

    /// Computes the result of the next row.
    ///
    /// @param row its number in the batch
    /// @param position its number in the partition
    void addResult(int row, long position, SpilledPartition.PeerGroup group) {
        switch (spec.function()) {
            case WindowSpec.Function.Own(WindowFunction.Kind kind) -> addOwn(kind, position, group);
            case WindowSpec.Function.Whole _ -> {
                if (isByRow) {
                    aggregate.orElseThrow().add(row, row + 1);
                }
                ColumnVector result =
                        isByPeers
                                ? group.results().get(index).orElseThrow()
                                : aggregate.orElseThrow().result();
                results.append(result, 0);
            }
        }
    }

    private void addOwn(WindowFunction.Kind kind, long position, SpilledPartition.PeerGroup group) {
        switch (kind) {
            case ROW_NUMBER -> results.appendLong(position + 1);
            case RANK -> results.appendLong(group.start() + 1);
            case DENSE_RANK -> results.appendLong(group.number() + 1);
            case PERCENT_RANK ->
                    results.appendDouble(
                            rowCount == 1 ? 0 : (double) group.start() / (rowCount - 1));
            case CUME_DIST -> results.appendDouble((double) group.end() / rowCount);
            case NTILE -> {
                if (bucketCount.isEmpty()) {
                    results.appendNull();
                } else {
                    results.appendLong(
                            PositionFunctions.bucket(position, rowCount, bucketCount.get()));
                }
            }
            case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE ->
                    throw new IllegalStateException("not over a partition on disk: " + kind);
        }
    }

    /// Returns the results of the batch.
    ColumnVector results() {
        return results.build();
    }

    /// Returns about how many bytes of memory the aggregate takes.
    long byteCount() {
        return aggregate.map(Running::byteCount).orElse(0L);
    }

    /// An aggregate to which rows are added in order. For one thread.
    static final class Running {
        private static final int[] NO_GROUPS = {};

        private final WindowSpec spec;
        private final Evaluation evaluation;
        private final AggregateFunction.Accumulator accumulator;
        private Batch rows = new Batch(List.of(), 0);
        private boolean[] counts = {};
        private List<ColumnVector> arguments = List.of();
        private int[] selected = {};
        private int[] groups = NO_GROUPS;
        private Optional<ColumnVector> result = Optional.empty();

        private Running(
                AggregateFunction.Implementation implementation,
                WindowSpec spec,
                Evaluation evaluation) {
            this.spec = spec;
            this.evaluation = evaluation;
            this.accumulator =
                    implementation.newAccumulator(
                            spec.argumentTypes(), spec.resultType(), evaluation.environment());
            accumulator.reserve(1);
        }

        /// Begins with a batch of rows, of which some are added then.
        void begin(Batch newRows) {
            rows = newRows;
            int rowCount = newRows.rowCount();
            counts = new boolean[rowCount];
            selected = new int[rowCount];
            groups = new int[rowCount];
            Batch counted = newRows;
            if (spec.filter().isPresent()) {
                int count = spec.filter().get().select(newRows, evaluation, selected);
                for (int i = 0; i < count; i++) {
                    counts[selected[i]] = true;
                }
                counted = newRows.select(Arrays.copyOf(selected, count), count);
            } else {
                Arrays.fill(counts, true);
            }
            Batch each = counted;
            arguments =
                    spec.arguments().stream()
                            .map(argument -> argument.evaluate(each, evaluation))
                            .toList();
        }

        /// Adds rows `[start, end)` of the batch.
        void add(int start, int end) {
            int count = 0;
            for (int row = start; row < end; row++) {
                if (counts[row]) {
                    selected[count++] = row;
                }
            }
            if (count > 0) {
                int[] some = Arrays.copyOf(selected, count);
                accumulator.add(arguments, rows.select(some, count), groups);
                result = Optional.empty();
            }
        }

        /// Returns the aggregate of all rows added, as a vector of one row.
        ColumnVector result() {
            ColumnVector known = result.orElseGet(() -> accumulator.results(1));
            result = Optional.of(known);
            return known;
        }

        long byteCount() {
            return accumulator.byteCount();
        }
    }
}
