package dev.reckon.sql.execute.compile;

import java.util.concurrent.atomic.LongAdder;

/// What one node of a plan did in an execution, for EXPLAIN ANALYZE. Safe for use by many threads.
public final class NodeStatistics {
    private final LongAdder openCount = new LongAdder();
    private final LongAdder rowCount = new LongAdder();
    private final LongAdder batchCount = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder spilledByteCount = new LongAdder();
    private final LongAdder filteredRowCount = new LongAdder();
    private long peakByteCount;

    /// Returns how often the node was begun.
    public long openCount() {
        return openCount.sum();
    }

    /// Returns the number of rows that it gave, in all.
    public long rowCount() {
        return rowCount.sum();
    }

    public long batchCount() {
        return batchCount.sum();
    }

    /// Returns the time spent in it and in what is below it, in nanoseconds, all threads together.
    public long nanos() {
        return nanos.sum();
    }

    /// Returns the number of bytes that it wrote to temporary files.
    public long spilledByteCount() {
        return spilledByteCount.sum();
    }

    /// Returns the number of rows that runtime filters removed before they came out.
    public long filteredRowCount() {
        return filteredRowCount.sum();
    }

    /// Returns the most bytes of memory that it held at once.
    public synchronized long peakByteCount() {
        return peakByteCount;
    }

    void open(long openNanos) {
        openCount.increment();
        nanos.add(openNanos);
    }

    void batch(int rows, long batchNanos) {
        if (rows > 0) {
            batchCount.increment();
            rowCount.add(rows);
        }
        nanos.add(batchNanos);
    }

    synchronized void close(long peakBytes, long spilledBytes, long filteredRows) {
        peakByteCount = Math.max(peakByteCount, peakBytes);
        spilledByteCount.add(spilledBytes);
        filteredRowCount.add(filteredRows);
    }
}
