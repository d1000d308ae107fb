package dev.reckon.sql.function.extension;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/// Digests by the names that pgcrypto gives them.
final class Digests {
    /// Between one piece of so many bytes and the next is a moment to stop.
    private static final int STEP_BYTE_COUNT = 1 << 20;

    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5C;

    private Digests() {}

    /// @param blockByteCount what HMAC makes its keys as long as
    private record Algorithm(String name, int blockByteCount) {
        MessageDigest start() {
            try {
                return MessageDigest.getInstance(name);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// @throws DatabaseException 22023 when pgcrypto has none of that name, 0A000 when only Reckon
    ///   has none
    private static Algorithm algorithm(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "md5" -> new Algorithm("MD5", 64);
            case "sha1" -> new Algorithm("SHA-1", 64);
            case "sha224" -> new Algorithm("SHA-224", 64);
            case "sha256" -> new Algorithm("SHA-256", 64);
            case "sha384" -> new Algorithm("SHA-384", 128);
            case "sha512" -> new Algorithm("SHA-512", 128);
            case "sha3-224" -> new Algorithm("SHA3-224", 144);
            case "sha3-256" -> new Algorithm("SHA3-256", 136);
            case "sha3-384" -> new Algorithm("SHA3-384", 104);
            case "sha3-512" -> new Algorithm("SHA3-512", 72);
            case "md4", "ripemd160", "rmd160", "blake2b512", "blake2s256", "sm3", "whirlpool" ->
                    throw DatabaseException.notSupported(
                            "the digest \"" + name + "\"", "Use sha256 or another of its family.");
            default ->
                    throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "Cannot use \"" + name + "\": No such hash algorithm");
        };
    }

    static byte[] digest(String name, byte[] bytes) {
        return finish(algorithm(name).start(), bytes);
    }

    private static byte[] finish(MessageDigest digest, byte[] bytes) {
        for (int start = 0; start < bytes.length; start += STEP_BYTE_COUNT) {
            Cancellation.check();
            digest.update(bytes, start, Math.min(STEP_BYTE_COUNT, bytes.length - start));
        }
        return digest.digest();
    }

    /// Returns the keyed digest of RFC 2104.
    static byte[] hmac(String name, byte[] key, byte[] bytes) {
        Algorithm algorithm = algorithm(name);
        byte[] fitting =
                Arrays.copyOf(
                        key.length > algorithm.blockByteCount
                                ? finish(algorithm.start(), key)
                                : key,
                        algorithm.blockByteCount);
        MessageDigest inner = algorithm.start();
        inner.update(masked(fitting, INNER));
        MessageDigest outer = algorithm.start();
        outer.update(masked(fitting, OUTER));
        return finish(outer, finish(inner, bytes));
    }

    private static byte[] masked(byte[] key, byte mask) {
        byte[] masked = key.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask;
        }
        return masked;
    }
}
