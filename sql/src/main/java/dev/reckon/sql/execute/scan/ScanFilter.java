package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.RuntimeFilter;
import dev.reckon.storage.batch.Batch;
import java.util.concurrent.atomic.AtomicLong;

/// A runtime filter on a column of one execution of a scan, shared by the scan's parts; it stops
/// when it lets nearly all rows pass. Safe for use by many threads.
final class ScanFilter {
    /// After so many rows it is judged.
    private static final long TRIAL_ROW_COUNT = 1 << 15;

    private final RuntimeFilter filter;
    private final int column;
    private final AtomicLong testedCount = new AtomicLong();
    private final AtomicLong passedCount = new AtomicLong();

    /// @param column its index among the scan's columns
    ScanFilter(RuntimeFilter filter, int column) {
        this.filter = filter;
        this.column = column;
    }

    RuntimeFilter filter() {
        return filter;
    }

    int column() {
        return column;
    }

    /// Returns whether testing rows costs more than it saves.
    boolean isIdle() {
        long tested = testedCount.getPlain();
        return !filter.tightens()
                && tested > TRIAL_ROW_COUNT
                && passedCount.getPlain() > tested - (tested >> 3);
    }

    /// Selects the rows of a batch of the column alone; all of them while it is idle.
    int select(Batch rows, int[] selected) {
        if (isIdle()) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                selected[i] = rows.row(i);
            }
            return rows.selectedCount();
        }
        int count = filter.select(rows.column(0), rows, selected);
        testedCount.addAndGet(rows.selectedCount());
        passedCount.addAndGet(count);
        return count;
    }
}
