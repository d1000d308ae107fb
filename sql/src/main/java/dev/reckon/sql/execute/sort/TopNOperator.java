package dev.reckon.sql.execute.sort;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first rows of a sort. Parts of the input are read by several threads, each with candidates
/// of its own.
public final class TopNOperator implements Operator {
    /// The most rows for which this is a good way; past it the caller sorts everything.
    public static final long ROW_COUNT_MAX = 1 << 20;

    /// Past so many rows, one thread's candidates are enough.
    private static final int SHARED_ROW_COUNT_MAX = 1 << 14;

    private final OperatorFactory input;
    private final SortKeys keys;
    private final int end;
    private final boolean isParallel;
    private final Optional<TopThreshold> threshold;
    private final Evaluation evaluation;

    private final List<TopCandidates> candidates = new ArrayList<>();
    private Optional<ExternalSort.Source> result = Optional.empty();
    private long toSkip;
    private long left;

    /// @param offset rows to leave out first
    /// @param limit rows to give; together at most [#ROW_COUNT_MAX]
    /// @param isParallel whether parts of the input may be read by several threads
    /// @param threshold what the input's scan is told; it finds it in the evaluation
    public TopNOperator(
            OperatorFactory input,
            SortKeys keys,
            long offset,
            long limit,
            boolean isParallel,
            Optional<TopThreshold> threshold,
            Evaluation evaluation) {
        this.input = input;
        this.keys = keys;
        this.toSkip = offset;
        this.left = limit;
        this.end = (int) (offset + limit);
        this.isParallel = isParallel && end <= SHARED_ROW_COUNT_MAX;
        this.threshold = threshold;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        if (left == 0) {
            return Optional.empty();
        }
        if (result.isEmpty()) {
            result = Optional.of(read());
        }
        while (left > 0) {
            Optional<Batch> batch = result.get().next();
            if (batch.isEmpty()) {
                left = 0;
                return batch;
            }
            int count = batch.get().selectedCount();
            if (toSkip >= count) {
                toSkip -= count;
                continue;
            }
            int first = (int) toSkip;
            int last = (int) Math.min(count, first + left);
            toSkip = 0;
            left -= last - first;
            return batch.map(rows -> keys.strip(slice(rows, first, last)));
        }
        return Optional.empty();
    }

    private static Batch slice(Batch rows, int first, int last) {
        int[] selected = new int[last - first];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = rows.row(first + i);
        }
        return rows.select(selected, selected.length);
    }

    private ExternalSort.Source read() {
        Optional<ParallelRows> parts =
                isParallel ? input.openParallel(evaluation) : Optional.empty();
        if (parts.isPresent()) {
            return readParallel(parts.get());
        }
        TopCandidates all = newCandidates();
        try (Operator rows = input.open(evaluation)) {
            addAll(rows, all);
        }
        return all.finish();
    }

    private TopCandidates newCandidates() {
        var made = new TopCandidates(keys, end, threshold, evaluation);
        synchronized (candidates) {
            candidates.add(made);
        }
        return made;
    }

    private void addAll(Operator source, TopCandidates to) {
        for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
            evaluation.checkCancelled();
            to.add(keys.extend(batch.get(), evaluation), batch.get());
        }
    }

    private ExternalSort.Source readParallel(ParallelRows parts) {
        try (parts) {
            List<TopCandidates> workers =
                    evaluation
                            .workers()
                            .run(
                                    parts.partCount(),
                                    this::newCandidates,
                                    (worker, part) -> {
                                        try (Operator rows = parts.open(part)) {
                                            addAll(rows, worker);
                                        }
                                    });
            TopCandidates all = workers.getFirst();
            for (TopCandidates worker : workers.subList(1, workers.size())) {
                addRest(worker.finish(), all);
            }
            return all.finish();
        }
    }

    /// Adds the first rows of another thread's candidates.
    private void addRest(ExternalSort.Source sorted, TopCandidates to) {
        long rowCount = 0;
        while (rowCount < end) {
            Optional<Batch> batch = sorted.next();
            if (batch.isEmpty()) {
                return;
            }
            evaluation.checkCancelled();
            rowCount += batch.get().selectedCount();
            to.add(batch.get().columns(), batch.get());
        }
    }

    @Override
    public long peakByteCount() {
        return candidates.stream().mapToLong(TopCandidates::peakByteCount).sum();
    }

    @Override
    public long spilledByteCount() {
        return candidates.stream().mapToLong(TopCandidates::spilledByteCount).sum();
    }

    @Override
    public void close() {
        candidates.forEach(TopCandidates::close);
    }
}
