package dev.reckon.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reckon.sql.Database;
import dev.reckon.sql.password.PasswordVerifier;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;

/// Decides how a client proves who it is. Safe for use by many threads.
public final class AccessPolicy {
    /// The only database there is; its name is checked once passwords are set.
    public static final String DATABASE = "reckon";

    private final Database database;
    private final LoginThrottle throttle = new LoginThrottle(System::nanoTime);

    /// Makes up verifiers of roles that do not exist; known to nobody, and gone with the process.
    private final byte[] secret = new byte[PasswordVerifier.KEY_BYTE_COUNT];

    public AccessPolicy(Database database) {
        this.database = database;
        new SecureRandom().nextBytes(secret);
    }

    /// Returns whether a client must prove a password: always from another machine, and from this
    /// one as soon as any role has a password.
    public boolean requiresPassword(InetAddress peer) {
        return !peer.isLoopbackAddress() || database.hasPasswords();
    }

    /// Returns what a role's password is checked against. For a role without a password, or no role
    /// at all, it is made up and nothing matches it: always the same salt for the same name, so
    /// that a client can't tell.
    public PasswordVerifier verifier(String role) {
        return database.passwordVerifier(role).orElseGet(() -> madeUp(role));
    }

    /// Returns the count of failed logins by address.
    public LoginThrottle throttle() {
        return throttle;
    }

    private PasswordVerifier madeUp(String role) {
        byte[] salt =
                Arrays.copyOf(
                        PasswordVerifier.hmac(secret, ("salt " + role).getBytes(UTF_8)),
                        PasswordVerifier.SALT_BYTE_COUNT);
        byte[] storedKey = PasswordVerifier.hmac(secret, ("stored " + role).getBytes(UTF_8));
        byte[] serverKey = PasswordVerifier.hmac(secret, ("server " + role).getBytes(UTF_8));
        return new PasswordVerifier(
                PasswordVerifier.DEFAULT_ITERATIONS, salt, storedKey, serverKey);
    }
}
