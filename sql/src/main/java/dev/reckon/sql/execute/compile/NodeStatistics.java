package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.Operator;
import java.util.concurrent.atomic.LongAdder;

/// What one node of a plan did in an execution, for EXPLAIN ANALYZE. Safe for use by many threads.
public final class NodeStatistics {
    private final LongAdder openCount = new LongAdder();
    private final LongAdder rowCount = new LongAdder();
    private final LongAdder batchCount = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder spilledByteCount = new LongAdder();
    private final LongAdder filteredRowCount = new LongAdder();
    private final LongAdder readBlockCount = new LongAdder();
    private final LongAdder skippedBlockCount = new LongAdder();
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

    /// Returns the number of blocks of segments that it read.
    public long readBlockCount() {
        return readBlockCount.sum();
    }

    /// Returns the number of blocks that it left out, as none of their rows could be wanted.
    public long skippedBlockCount() {
        return skippedBlockCount.sum();
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

    /// Takes what an operator has counted that is about to be closed.
    synchronized void close(Operator operator) {
        peakByteCount = Math.max(peakByteCount, operator.peakByteCount());
        spilledByteCount.add(operator.spilledByteCount());
        filteredRowCount.add(operator.filteredRowCount());
        readBlockCount.add(operator.readBlockCount());
        skippedBlockCount.add(operator.skippedBlockCount());
    }
}
