package dev.reckon.server.http;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Tokens that stand for a user who has proved a password. They live in memory only, for some
/// hours. Safe for use by many threads.
final class BearerTokens {
    static final long LIFETIME_SECONDS = 12 * 3600;

    private static final int TOKEN_BYTE_COUNT = 32;

    /// The oldest go when there are more.
    private static final int TOKEN_COUNT_MAX = 10_000;

    private final LongSupplier nanoClock;
    private final SecureRandom random = new SecureRandom();

    /// Guarded by this.
    private final Map<String, Grant> grants =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Grant> eldest) {
                    return size() > TOKEN_COUNT_MAX;
                }
            };

    private record Grant(String user, long endNanos) {}

    /// @param nanoClock as [System#nanoTime]
    BearerTokens(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// Makes a token for a user.
    String issue(String user) {
        byte[] bytes = new byte[TOKEN_BYTE_COUNT];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long end = nanoClock.getAsLong() + TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS);
        synchronized (this) {
            grants.put(token, new Grant(user, end));
        }
        return token;
    }

    /// Returns the user whom a token stands for; empty when it is unknown or too old.
    synchronized Optional<String> user(String token) {
        Grant grant = grants.get(token);
        if (grant != null && nanoClock.getAsLong() - grant.endNanos >= 0) {
            grants.remove(token);
            return Optional.empty();
        }
        return Optional.ofNullable(grant).map(Grant::user);
    }
}
