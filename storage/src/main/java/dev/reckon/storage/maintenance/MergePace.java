package dev.reckon.storage.maintenance;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Keeps background merges to a number of bytes a second, so that they leave the disk and a core to
/// those who wait for them. Safe for use by many threads.
final class MergePace {
    /// What was not used for so long is lost: a merge after a rest does not run without limit.
    private static final long UNUSED_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanoTime;
    private volatile long bytesPerSecondMax;

    /// When what was written until now would have been written at the highest rate. For the thread
    /// that merges.
    private long dueNanos;

    /// @param nanoTime the time, as `System.nanoTime` tells it
    /// @param bytesPerSecondMax 0 for no limit
    MergePace(LongSupplier nanoTime, long bytesPerSecondMax) {
        this.nanoTime = nanoTime;
        this.bytesPerSecondMax = bytesPerSecondMax;
        this.dueNanos = nanoTime.getAsLong();
    }

    /// Changes the limit; 0 for none.
    void limit(long bytesPerSecond) {
        bytesPerSecondMax = bytesPerSecond;
    }

    /// Counts bytes that were written, and returns when the next may be, as `System.nanoTime` tells
    /// it.
    long next(long byteCount) {
        long now = nanoTime.getAsLong();
        long limit = bytesPerSecondMax;
        if (limit == 0) {
            dueNanos = now;
            return now;
        }
        if (now - dueNanos > UNUSED_NANOS_MAX) {
            dueNanos = now - UNUSED_NANOS_MAX;
        }
        dueNanos += (long) ((double) byteCount * TimeUnit.SECONDS.toNanos(1) / limit);
        return dueNanos;
    }
}
