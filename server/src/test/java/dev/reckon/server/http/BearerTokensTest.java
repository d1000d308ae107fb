package dev.reckon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BearerTokensTest {
    @Test
    void tokenStandsForItsUserForAWhile() {
        var nanos = new AtomicLong(17);
        var tokens = new BearerTokens(nanos::get);
        String token = tokens.issue("ann");
        assertThat(tokens.issue("ann")).isNotEqualTo(token);
        assertThat(tokens.user(token)).contains("ann");
        assertThat(tokens.user("guess")).isEmpty();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(BearerTokens.LIFETIME_SECONDS));
        assertThat(tokens.user(token)).isEmpty();
    }
}
