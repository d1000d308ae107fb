package dev.reckon.storage.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CancellationTest {
    private static final Cancellation.Check CANCELLED =
            () -> {
                throw new DatabaseException(SqlState.QUERY_CANCELED, "no longer wanted");
            };

    @AfterEach
    void workForNone() {
        Cancellation.workForNone();
    }

    @Test
    void aThreadThatWorksForNoStatementIsNeverStopped() {
        Cancellation.check();
        Cancellation.workFor(CANCELLED);
        assertThatThrownBy(Cancellation::check).hasMessage("no longer wanted");
        Cancellation.workForNone();
        Cancellation.check();
    }

    @Test
    void aLoopLooksNowAndThenAndAShortOneNever() {
        var looks = new AtomicInteger();
        Cancellation.workFor(looks::incrementAndGet);
        for (int i = 0; i < 1000; i++) {
            Cancellation.check(i);
        }
        assertThat(looks).hasValue(0);
        for (int i = 0; i < 1_000_000; i++) {
            Cancellation.check(i);
        }
        assertThat(looks.get()).isBetween(500, 2000);
    }

    @Test
    void elementsAreLookedAtAsALoopDoes() {
        List<Integer> numbers = IntStream.range(0, 100_000).boxed().toList();
        assertThat(Cancellation.each(numbers)).containsExactlyElementsOf(numbers);
        assertThat(Cancellation.stream(numbers).toList()).isEqualTo(numbers);
        Cancellation.workFor(CANCELLED);
        assertThatThrownBy(() -> Cancellation.each(numbers).forEach(_ -> {}))
                .hasMessage("no longer wanted");
        assertThatThrownBy(() -> Cancellation.stream(numbers).toList())
                .hasMessage("no longer wanted");
        assertThat(Cancellation.stream(numbers.subList(0, 10)).toList()).hasSize(10);
    }

    @Test
    void whoHelpsIsStoppedAndThenWorksForNone() throws InterruptedException {
        var stopped = new AtomicInteger();
        Cancellation.workFor(CANCELLED);
        Runnable work =
                Cancellation.sharing(() -> {
                    try {
                        Cancellation.check();
                    } catch (DatabaseException _) {
                        stopped.incrementAndGet();
                    }
                });
        Thread helper =
                Thread.ofPlatform()
                        .start(() -> {
                            work.run();
                            Cancellation.check();
                            stopped.incrementAndGet();
                        });
        helper.join();
        assertThat(stopped).hasValue(2);
    }
}
