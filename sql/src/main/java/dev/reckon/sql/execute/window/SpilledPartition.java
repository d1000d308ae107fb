package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.sql.function.WindowFunction;
import dev.reckon.sql.plan.WindowCall;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A partition that doesn't fit into memory: its rows are on disk, and are read twice side by side,
/// once ahead up to the end of a row's peers. For one thread.
///
/// So functions can be computed that ask for a row's peers, for how many rows there are, and for
/// aggregates from the partition's start to its end, to the row or to its peers.
final class SpilledPartition implements AutoCloseable {
    private final WindowPlan plan;
    private final Evaluation evaluation;
    private final MemoryReservation memory;
    private final SpilledRows rows;
    private final List<SpilledFunction> functions = new ArrayList<>();

    private Optional<SpilledRows.Reader> reader = Optional.empty();

    /// The number of the next row that comes out.
    private long position;

    /// The peer group of that row, and those after it that were read.
    private final ArrayDeque<PeerGroup> groups = new ArrayDeque<>();

    private Optional<PeerReader> peers = Optional.empty();

    /// @param memory what the aggregates take is reserved there
    SpilledPartition(WindowPlan plan, Evaluation evaluation, MemoryReservation memory) {
        this.plan = plan;
        this.evaluation = evaluation;
        this.memory = memory;
        this.rows = new SpilledRows(evaluation.spillSpace(), plan.keys().types());
        for (WindowSpec call : plan.calls()) {
            functions.add(new SpilledFunction(call, functions.size(), evaluation));
        }
    }

    /// Returns whether all functions can be computed in this way.
    static boolean suits(WindowPlan plan) {
        return plan.calls().stream().allMatch(SpilledPartition::suits);
    }

    private static boolean suits(WindowSpec call) {
        return switch (call.function()) {
            case WindowSpec.Function.Own(WindowFunction.Kind kind) ->
                    switch (kind) {
                        case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE -> true;
                        case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> false;
                    };
            case WindowSpec.Function.Whole _ ->
                    call.frame().start() == WindowCall.Bound.UNBOUNDED_PRECEDING
                            && (call.frame().end() == WindowCall.Bound.UNBOUNDED_FOLLOWING
                                    || call.frame().end() == WindowCall.Bound.CURRENT_ROW)
                            && call.frame().exclusion() == WindowCall.Exclusion.NO_OTHERS;
        };
    }

    /// Adds the next rows of the partition.
    ///
    /// @param selected row numbers, of which the first `count` are used
    void add(List<ColumnVector> columns, int[] selected, int count) {
        rows.write(columns, selected, count);
    }

    /// Returns the next rows with the results; empty at the end. No rows are added after that.
    Optional<Batch> next() {
        if (reader.isEmpty()) {
            begin();
        }
        evaluation.checkCancelled();
        Optional<Batch> batch = reader.orElseThrow().next();
        if (batch.isEmpty()) {
            return batch;
        }
        Batch each = batch.get();
        List<ColumnVector> output =
                new ArrayList<>(each.columns().subList(0, plan.keys().columnCount()));
        functions.forEach(function -> function.begin(each));
        for (int row = 0; row < each.rowCount(); row++) {
            while (groups.isEmpty() || groups.getFirst().end() <= position) {
                if (!groups.isEmpty()) {
                    groups.removeFirst();
                }
                if (groups.isEmpty()) {
                    groups.add(peers.orElseThrow().next());
                }
            }
            for (SpilledFunction function : functions) {
                function.addResult(row, position, groups.getFirst());
            }
            position++;
        }
        functions.forEach(function -> output.add(function.results()));
        long byteCount = 0;
        for (SpilledFunction function : functions) {
            byteCount += function.byteCount();
        }
        memory.resize(byteCount);
        return Optional.of(new Batch(output, each.rowCount()));
    }

    private void begin() {
        SpilledRows.Reader all = rows.read();
        for (Optional<Batch> batch = all.next(); batch.isPresent(); batch = all.next()) {
            evaluation.checkCancelled();
            for (SpilledFunction function : functions) {
                function.addToWhole(batch.get(), rows.rowCount());
            }
        }
        reader = Optional.of(rows.read());
        peers = Optional.of(new PeerReader());
    }

    long spilledByteCount() {
        return rows.byteCount();
    }

    @Override
    public void close() {
        rows.close();
    }

    /// Rows that are equal in the order of the window.
    ///
    /// @param number from 0
    /// @param start the first of them
    /// @param end the row after the last
    /// @param results of each function that takes a row's peers whole; of the others anything
    record PeerGroup(long number, long start, long end, List<Optional<ColumnVector>> results) {}

    /// Reads group by group.
    private final class PeerReader {
        private final SpilledRows.Reader source = rows.read();
        private Optional<Batch> batch = source.next();
        private int next;
        private long nextPosition;
        private long groupCount;
        private final List<Optional<SpilledFunction.Running>> running = new ArrayList<>();

        PeerReader() {
            functions.forEach(function -> running.add(function.newRunningByPeers()));
            begin();
        }

        private void begin() {
            batch.ifPresent(each -> running.forEach(one -> one.ifPresent(it -> it.begin(each))));
        }

        /// Reads the next group, of which there must be one.
        PeerGroup next() {
            List<ColumnVector> first = batch.orElseThrow().columns();
            int firstRow = next;
            long start = nextPosition;
            while (batch.isPresent()) {
                Batch each = batch.get();
                int end = next;
                while (end < each.rowCount()
                        && plan.peerOrder().compare(first, firstRow, each.columns(), end) == 0) {
                    end++;
                }
                int from = next;
                int to = end;
                running.forEach(one -> one.ifPresent(it -> it.add(from, to)));
                nextPosition += end - next;
                next = end;
                if (end < each.rowCount()) {
                    break;
                }
                evaluation.checkCancelled();
                batch = source.next();
                next = 0;
                begin();
            }
            return new PeerGroup(
                    groupCount++,
                    start,
                    nextPosition,
                    running.stream().map(one -> one.map(SpilledFunction.Running::result)).toList());
        }
    }
}
