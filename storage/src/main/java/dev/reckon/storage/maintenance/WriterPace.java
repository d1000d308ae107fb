package dev.reckon.storage.maintenance;

import java.util.concurrent.TimeUnit;

/// Slows writers down while memory fills faster than it is flushed, little by little, so that they
/// never come to the point where they must stop. Guarded by its owner.
///
/// From half of the backlog on, writers together may write what a flush writes in the same time,
/// divided by how far the other half is full: at the very end no more comes in than goes out.
final class WriterPace {
    /// Before the first flush is measured.
    private static final double BYTES_PER_SECOND_FIRST = 16 << 20;

    /// How much the last flush counts against those before it.
    private static final double LAST_PART = 0.5;

    /// Nobody waits longer for one commit.
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private double flushedBytesPerSecond = BYTES_PER_SECOND_FIRST;
    private long dueNanos;

    /// Notes how long a flush took.
    void flushed(long byteCount, long nanos) {
        double rate = (double) byteCount * TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos);
        flushedBytesPerSecond += LAST_PART * (rate - flushedBytesPerSecond);
    }

    /// Returns how long a writer should wait before it commits.
    ///
    /// @param byteCount what it has written
    /// @param backlog how full memory is: 0 for empty, 1 for the point where writers stop
    /// @param now as `System.nanoTime` tells it
    long waitNanos(long byteCount, double backlog, long now) {
        double pressure = Math.min(1, 2 * backlog - 1);
        if (pressure <= 0) {
            dueNanos = now;
            return 0;
        }
        double seconds = byteCount * pressure / flushedBytesPerSecond;
        long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        dueNanos = Math.max(now, dueNanos) + Math.min(nanos, WAIT_NANOS_MAX);
        return Math.min(dueNanos - now, WAIT_NANOS_MAX);
    }
}
