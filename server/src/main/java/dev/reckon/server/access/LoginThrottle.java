package dev.reckon.server.access;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Slows the guessing of passwords: after a few failures in a row an address is refused for a
/// while, twice as long after each further one. Safe for use by many threads.
public final class LoginThrottle {
    /// Typing errors are free.
    static final int FREE_FAILURES = 5;

    static final long FIRST_REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST_REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// The addresses that failed last are remembered, so that memory is bounded.
    private static final int ADDRESS_COUNT_MAX = 10_000;

    private final LongSupplier nanoClock;

    /// Guarded by this.
    private final Map<InetAddress, Failures> failures =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
                    return size() > ADDRESS_COUNT_MAX;
                }
            };

    private record Failures(int count, long refusedUntilNanos) {}

    /// @param nanoClock as [System#nanoTime]
    public LoginThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// Returns whether an address must not try now.
    public synchronized boolean refuses(InetAddress address) {
        Failures known = failures.get(address);
        return known != null
                && known.count > FREE_FAILURES
                && nanoClock.getAsLong() - known.refusedUntilNanos < 0;
    }

    /// Counts a failed login.
    public synchronized void failed(InetAddress address) {
        Failures known = failures.get(address);
        int count = known == null ? 1 : known.count + 1;
        int doublings = Math.clamp(count - FREE_FAILURES - 1, 0, 10);
        long refusal = Math.min(FIRST_REFUSAL_NANOS << doublings, LONGEST_REFUSAL_NANOS);
        failures.put(address, new Failures(count, nanoClock.getAsLong() + refusal));
    }

    /// Forgets the failures of an address that has proved a password.
    public synchronized void succeeded(InetAddress address) {
        failures.remove(address);
    }
}
