package dev.reckon.sql.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

final class WorkerPoolTest {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void theRateIsHighWhileStatementsBeginFasterThanLongOnesCould() {
        var rate = new StatementRate();
        rate.isHigh(0);
        for (int i = 0; i < 100; i++) {
            rate.note();
        }
        assertThat(rate.isHigh(9 * MILLISECOND)).as("the window is not over").isFalse();
        assertThat(rate.isHigh(20 * MILLISECOND)).isTrue();
        assertThat(rate.isHigh(25 * MILLISECOND)).as("as of the last window").isTrue();
        for (int i = 0; i < 3; i++) {
            rate.note();
        }
        assertThat(rate.isHigh(50 * MILLISECOND)).isFalse();
    }

    @Test
    void everyPartIsDoneOnceWhetherHelpersStayOrLeave() {
        try (var pool = new WorkerPool(3)) {
            for (int round = 0; round < 50; round++) {
                var done = new AtomicIntegerArray(100);
                pool.run(
                        done.length(),
                        () -> "worker",
                        (_, part) -> {
                            for (int i = 0; i < 20; i++) {
                                pool.noteStatement();
                            }
                            done.incrementAndGet(part);
                        });
                for (int part = 0; part < done.length(); part++) {
                    assertThat(done.get(part)).isEqualTo(1);
                }
            }
        }
    }
}
