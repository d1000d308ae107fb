package dev.reckon.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MergePaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long now = 5 * SECOND;

    @Test
    void neverWritesFasterThanTheLimitForLong() {
        var pace = new MergePace(() -> now, 1000);
        long start = now;
        for (int i = 0; i < 100; i++) {
            now = Math.max(now, pace.next(100));
        }
        assertThat(now - start).isBetween(SECOND * 98 / 10, SECOND * 101 / 10);
    }

    @Test
    void doesNotSaveUpWhatWasNotUsed() {
        var pace = new MergePace(() -> now, 1000);
        now += 60 * SECOND;
        assertThat(pace.next(1000) - now).isGreaterThan(SECOND * 8 / 10);
    }

    @Test
    void aChangedLimitCountsFromThenOn() {
        var pace = new MergePace(() -> now, 1000);
        pace.limit(0);
        assertThat(pace.next(1_000_000)).isEqualTo(now);
        pace.limit(10_000);
        assertThat(pace.next(10_000)).isEqualTo(now + SECOND);
    }
}
