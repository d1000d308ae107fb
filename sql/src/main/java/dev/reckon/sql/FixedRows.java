package dev.reckon.sql;

import dev.reckon.storage.batch.Batch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Rows that are there already.
final class FixedRows implements Result.Rows {
    private final List<ResultColumn> columns;
    private final Queue<Batch> batches;
    private final String tag;

    FixedRows(List<ResultColumn> columns, List<Batch> batches, String tag) {
        this.columns = columns;
        this.batches = new ArrayDeque<>(batches);
        this.tag = tag;
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public Optional<Batch> next() {
        return Optional.ofNullable(batches.poll());
    }

    @Override
    public String tag() {
        return tag;
    }
}
