package dev.reckon.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WriterPaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final WriterPace pace = new WriterPace();

    private void flushesTakeASecondPerThousandBytes() {
        for (int i = 0; i < 100; i++) {
            pace.flushed(1000, SECOND);
        }
    }

    @Test
    void nobodyWaitsWhileMemoryIsHalfEmpty() {
        assertThat(pace.waitNanos(1 << 20, 0.5, 0)).isZero();
    }

    @Test
    void writersTogetherAreAsFastAsFlushesWhenMemoryIsFull() {
        flushesTakeASecondPerThousandBytes();
        long now = 0;
        long last = 0;
        for (int i = 0; i < 10; i++) {
            last = pace.waitNanos(10, 1, now); // Ten writers at the same moment.
        }
        assertThat(last).isBetween(SECOND / 11, SECOND / 9);
    }

    @Test
    void theWaitGrowsWithTheBacklog() {
        flushesTakeASecondPerThousandBytes();
        long before = 0;
        for (double backlog = 0.55; backlog <= 1; backlog += 0.05) {
            long wait = pace.waitNanos(100, backlog, ((long) (backlog * 1000)) * SECOND);
            assertThat(wait).isGreaterThan(before);
            before = wait;
        }
    }

    @Test
    void noWaitIsLongerThanASecond() {
        flushesTakeASecondPerThousandBytes();
        for (int i = 0; i < 10; i++) {
            assertThat(pace.waitNanos(1L << 40, 1, 0)).isLessThanOrEqualTo(SECOND);
        }
    }
}
