package dev.reckon.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LoginThrottle throttle = new LoginThrottle(nanos::get);
    private final InetAddress address = InetAddress.getLoopbackAddress();

    @Test
    void refusesForLongerAndLongerAndForgivesASuccess() {
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            throttle.failed(address);
            assertThat(throttle.refuses(address)).isFalse();
        }
        throttle.failed(address);
        assertThat(throttle.refuses(address)).isTrue();
        nanos.addAndGet(LoginThrottle.FIRST_REFUSAL_NANOS);
        assertThat(throttle.refuses(address)).isFalse();

        throttle.failed(address);
        nanos.addAndGet(LoginThrottle.FIRST_REFUSAL_NANOS);
        assertThat(throttle.refuses(address)).isTrue();
        nanos.addAndGet(LoginThrottle.FIRST_REFUSAL_NANOS);
        assertThat(throttle.refuses(address)).isFalse();

        for (int i = 0; i < 1000; i++) {
            throttle.failed(address);
        }
        nanos.addAndGet(LoginThrottle.LONGEST_REFUSAL_NANOS);
        assertThat(throttle.refuses(address)).isFalse();

        throttle.succeeded(address);
        throttle.failed(address);
        assertThat(throttle.refuses(address)).isFalse();
    }
}
