package dev.reckon.sql.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
    @Test
    void computesAValueAtItsFirstUseOnly() {
        var once = new Once();
        var count = new AtomicInteger();
        var key = new Object();

        assertThat(once.value(key, count::incrementAndGet)).isEqualTo(1);
        assertThat(once.value(key, count::incrementAndGet)).isEqualTo(1);
        assertThat(once.value(new Object(), count::incrementAndGet)).isEqualTo(2);
    }

    /// A subquery with a list of constants never ended: its helpers asked for the list and waited
    /// for the session's thread, which computed the subquery and waited for them.
    @Test
    void letsAValueBeComputedByThreadsThatAskForOthers() {
        var once = new Once();

        Object sum =
                once.value(
                        "subquery",
                        () ->
                                CompletableFuture.supplyAsync(
                                                () -> (int) once.value("list", () -> 20) + 1)
                                        .orTimeout(10, TimeUnit.SECONDS)
                                        .join());

        assertThat(sum).isEqualTo(21);
    }
}
