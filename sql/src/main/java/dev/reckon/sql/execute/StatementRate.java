package dev.reckon.sql.execute;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Tells whether so many statements begin that most of them must be short. Safe for use by many
/// threads.
final class StatementRate {
    /// How long statements are counted before the rate is judged again.
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /// From this many a second on the rate is high: queries that use helpers take milliseconds.
    private static final long HIGH_PER_SECOND = 500;

    private final LongAdder begun = new LongAdder();

    // Guarded by this: the window.
    private long windowStart;
    private long begunBefore;
    private boolean isHigh;

    void note() {
        begun.increment();
    }

    /// Returns what the last whole window said.
    ///
    /// @param now as `System.nanoTime` tells it
    synchronized boolean isHigh(long now) {
        long elapsed = now - windowStart;
        if (elapsed >= WINDOW_NANOS) {
            long total = begun.sum();
            isHigh =
                    (total - begunBefore) * TimeUnit.SECONDS.toNanos(1)
                            >= HIGH_PER_SECOND * elapsed;
            windowStart = now;
            begunBefore = total;
        }
        return isHigh;
    }
}
