package dev.reckon.sql.execute.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.NumberInterval;
import java.util.Optional;

/// A runtime filter as one operator's scan tests it; counts the rows that it drops. For one thread.
final class RuntimeCondition implements ColumnCondition {
    private static final Optional<NumberInterval> ALL_NUMBERS =
            Optional.of(new NumberInterval(Long.MIN_VALUE, Long.MAX_VALUE, true));

    private final ScanFilter filter;
    private final int column;
    private long droppedCount;

    /// @param column the filter's column in the table
    RuntimeCondition(ScanFilter filter, int column) {
        this.filter = filter;
        this.column = column;
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public int select(Batch values, int[] selected) {
        int count = filter.select(values, selected);
        droppedCount += values.selectedCount() - count;
        return count;
    }

    /// Once the filter is idle, rows need not be decoded to be let pass. A NULL has no partner.
    @Override
    public Optional<NumberInterval> interval(int scale) {
        return filter.isIdle() ? ALL_NUMBERS : filter.filter().interval(scale);
    }

    long droppedCount() {
        return droppedCount;
    }
}
