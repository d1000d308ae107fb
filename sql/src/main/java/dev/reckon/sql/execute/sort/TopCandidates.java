package dev.reckon.sql.execute.sort;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.buffer.BatchSlices;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import java.util.List;
import java.util.Optional;

/// The first rows of those that were added, and a few more. Drops at once what comes after the last
/// row that can still be among the first. For one thread.
final class TopCandidates implements AutoCloseable {
    /// How many candidates more than wanted are kept before they are sorted.
    private static final int SLACK = Batch.ROW_COUNT / 4;

    private final SortKeys keys;
    private final int end;
    private final Optional<TopThreshold> shared;
    private final Evaluation evaluation;
    private final MemoryReservation memory;
    private RowBuffer candidates;

    /// The last of the first `end` rows when the candidates were sorted last; empty before that.
    private List<ColumnVector> threshold = List.of();

    /// Where the candidates go when even they don't fit into memory; empty until then.
    private Optional<ExternalSort> overflow = Optional.empty();

    /// @param end how many rows are wanted, at least one
    /// @param shared is told of the threshold
    TopCandidates(SortKeys keys, int end, Optional<TopThreshold> shared, Evaluation evaluation) {
        this.keys = keys;
        this.end = end;
        this.shared = shared;
        this.evaluation = evaluation;
        this.memory = evaluation.memory().open();
        this.candidates = new RowBuffer(keys.types());
    }

    /// Adds the rows that `rows` selects of its columns and the computed keys behind them.
    void add(List<ColumnVector> vectors, Batch rows) {
        Batch better = threshold.isEmpty() ? rows : better(vectors, rows);
        if (better.selectedCount() == 0) {
            return;
        }
        if (overflow.isPresent()) {
            overflow.get().add(vectors, better);
            return;
        }
        candidates.append(vectors, better);
        if (candidates.rowCount() > end + Math.max(end, SLACK)) {
            shrink();
        }
        if (!memory.tryResize(candidates.byteCount())) {
            overflow();
        }
    }

    /// Ends the adding, and returns the candidates in order; valid until this is closed.
    ExternalSort.Source finish() {
        if (overflow.isPresent()) {
            return overflow.get().finish();
        }
        List<ColumnVector> columns = candidates.columns();
        int[] order = RowSorter.sort(keys.order(), columns, candidates.rowCount());
        return new BatchSlices(columns, order, 0, Math.min(end, order.length))::next;
    }

    /// Goes on as a sort that can use the disk.
    private void overflow() {
        memory.tryResize(0);
        var sort = new ExternalSort(keys.order(), keys.types(), evaluation);
        overflow = Optional.of(sort);
        sort.add(candidates.columns(), new Batch(List.of(), candidates.rowCount()));
        candidates = new RowBuffer(keys.types());
    }

    /// Keeps the first `end` candidates only.
    private void shrink() {
        List<ColumnVector> columns = candidates.columns();
        int[] order = RowSorter.sort(keys.order(), columns, candidates.rowCount());
        var kept = new RowBuffer(keys.types());
        kept.append(columns, order, end);
        candidates = kept;
        threshold = RowBuffer.gather(columns, new int[] {order[end - 1]}, 1);
        int first = keys.order().keys().getFirst().column();
        shared.ifPresent(each -> each.tighten(threshold.get(first).value(0)));
    }

    /// Selects the rows that come before the threshold.
    private Batch better(List<ColumnVector> vectors, Batch rows) {
        int[] selected = new int[rows.selectedCount()];
        int count = maybeBetter(vectors, rows, selected);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = selected[i];
            if (keys.order().compare(vectors, row, threshold, 0) < 0) {
                selected[kept++] = row;
            }
        }
        return rows.select(selected, kept);
    }

    /// Selects the rows that are not after the threshold by the first key, in a plain loop when it
    /// is a number without NULLs; else all.
    private int maybeBetter(List<ColumnVector> vectors, Batch rows, int[] selected) {
        RowOrder.Key key = keys.order().keys().get(0);
        ColumnVector vector = vectors.get(key.column());
        ColumnVector limit = threshold.get(key.column());
        long[] values = {};
        long bound = 0;
        boolean isPlain = vector.hasNoNulls() && !limit.isNull(0);
        if (isPlain && vector instanceof LongVector longs) {
            values = longs.values();
            bound = ((LongVector) limit).values()[0];
        } else if (isPlain
                && vector instanceof NumericVector numerics
                && limit instanceof NumericVector last
                && numerics.isCompact()
                && last.isCompact()
                && numerics.scale() == last.scale()) {
            values = numerics.unscaled();
            bound = last.unscaled()[0];
        } else {
            for (int i = 0; i < rows.selectedCount(); i++) {
                selected[i] = rows.row(i);
            }
            return rows.selectedCount();
        }
        long flip = key.descending() ? -1 : 0;
        long flippedBound = bound ^ flip;
        int count = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            selected[count] = row;
            count += (values[row] ^ flip) <= flippedBound ? 1 : 0;
        }
        return count;
    }

    long peakByteCount() {
        return Math.max(
                memory.peakByteCount(), overflow.map(ExternalSort::peakByteCount).orElse(0L));
    }

    long spilledByteCount() {
        return overflow.map(ExternalSort::spilledByteCount).orElse(0L);
    }

    @Override
    public void close() {
        overflow.ifPresent(ExternalSort::close);
        candidates = new RowBuffer(keys.types());
        memory.close();
    }
}
