package dev.reckon.bench;

import java.util.Arrays;

/// Times of single operations, in nanoseconds, and their percentiles. For one thread.
public final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    /// Adds one operation's time.
    public void add(long elapsedNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = elapsedNanos;
    }

    /// Returns the time that a share `fraction` of the operations did not exceed, in microseconds.
    public double micros(double fraction) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(fraction * count) - 1;
        return sorted[Math.clamp(rank, 0, count - 1)] / 1e3;
    }

    public int count() {
        return count;
    }
}
