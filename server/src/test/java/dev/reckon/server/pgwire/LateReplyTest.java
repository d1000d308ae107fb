package dev.reckon.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LateReplyTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final LateReply reply = new LateReply(clock::get);

    @Test
    void awaitReturnsAtOnceWhenNothingIsLate() {
        assertThat(reply.isOpen()).isFalse();
        assertThatCode(reply::await).doesNotThrowAnyException();
        reply.open();
        reply.withdraw();
        assertThatCode(reply::await).doesNotThrowAnyException();
    }

    @Test
    void awaitReturnsWhenAnotherThreadHasRunTheEnd() throws Exception {
        var ended = new AtomicLong();
        reply.open();
        Thread other =
                Thread.ofPlatform().unstarted(() -> reply.run(() -> ended.incrementAndGet()));
        other.start();
        reply.await();
        assertThat(ended).hasValue(1);
        assertThat(reply.isOpen()).isFalse();
        other.join();
    }

    @Test
    void whatTheEndThrowsIsForWhoAwaitsIt() {
        reply.open();
        reply.run(() -> {
            throw new IOException("connection reset");
        });
        assertThatThrownBy(reply::await)
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThatCode(reply::await).doesNotThrowAnyException();
    }

    @Test
    void aReplyThatTheClientDoesNotTakeIsStuckAfterTwoSeconds() {
        reply.open();
        reply.run(() -> {
            assertThat(reply.isStuck()).isFalse();
            clock.addAndGet(Duration.ofMillis(1_999).toNanos());
            assertThat(reply.isStuck()).isFalse();
            clock.addAndGet(Duration.ofMillis(2).toNanos());
            assertThat(reply.isStuck()).isTrue();
        });
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(reply.isStuck()).isFalse();
        assertThatCode(reply::await).doesNotThrowAnyException();
    }
}
