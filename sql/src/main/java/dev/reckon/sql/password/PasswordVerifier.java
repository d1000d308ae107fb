package dev.reckon.sql.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What a role keeps of its password: the verifier of SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677),
/// written as `pg_authid.rolpassword` writes it:
/// `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey` with the last three in Base64. Immutable;
/// the arrays belong to it.
public record PasswordVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    /// The length in bytes of SHA-256's digests, and so of both keys.
    public static final int KEY_BYTE_COUNT = 32;

    /// PostgreSQL's number of iterations, the least that RFC 7677 allows.
    public static final int DEFAULT_ITERATIONS = 4096;

    /// PostgreSQL's length of salts.
    public static final int SALT_BYTE_COUNT = 16;

    /// A verifier asks for the work that the client does; more than this is no password but an
    /// attack on clients.
    private static final int ITERATIONS_MAX = 10_000_000;

    private static final Pattern TEXT =
            Pattern.compile(
                    "SCRAM-SHA-256\\$(\\d{1,8}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Makes the verifier of a password with a fresh random salt.
    ///
    /// @param password not empty
    public static PasswordVerifier of(String password) {
        byte[] salt = new byte[SALT_BYTE_COUNT];
        RANDOM.nextBytes(salt);
        return of(password, salt, DEFAULT_ITERATIONS);
    }

    /// Makes the verifier of a password; takes milliseconds on purpose.
    ///
    /// @param password not empty
    public static PasswordVerifier of(String password, byte[] salt, int iterations) {
        var spec =
                new PBEKeySpec(
                        SaslPrep.prepare(password).toCharArray(),
                        salt,
                        iterations,
                        KEY_BYTE_COUNT * Byte.SIZE);
        try {
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
            byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
            return new PasswordVerifier(iterations, salt.clone(), sha256(clientKey), serverKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /// Reads a verifier's text; empty when it is none, but a password, say.
    public static Optional<PasswordVerifier> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(matcher.group(1));
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            byte[] salt = base64.decode(matcher.group(2));
            byte[] storedKey = base64.decode(matcher.group(3));
            byte[] serverKey = base64.decode(matcher.group(4));
            boolean valid =
                    iterations > 0
                            && iterations <= ITERATIONS_MAX
                            && storedKey.length == KEY_BYTE_COUNT
                            && serverKey.length == KEY_BYTE_COUNT;
            return valid
                    ? Optional.of(new PasswordVerifier(iterations, salt, storedKey, serverKey))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// Returns whether a password is the one; takes milliseconds, and the same for any password.
    public boolean matches(String password) {
        PasswordVerifier other = of(password, salt, iterations);
        return MessageDigest.isEqual(other.storedKey, storedKey);
    }

    /// Returns the keyed digest HMAC-SHA-256.
    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HmacSHA256", e);
        }
    }

    /// Returns the digest SHA-256.
    public static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordVerifier verifier
                && verifier.iterations == iterations
                && Arrays.equals(verifier.salt, salt)
                && Arrays.equals(verifier.storedKey, storedKey)
                && Arrays.equals(verifier.serverKey, serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(storedKey);
    }

    /// Returns the text that [#parse] reads.
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$"
                + iterations
                + ":"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(storedKey)
                + ":"
                + base64.encodeToString(serverKey);
    }
}
