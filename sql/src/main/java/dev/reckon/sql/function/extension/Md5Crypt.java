package dev.reckon.sql.function.extension;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// FreeBSD's way to keep passwords: a thousand MD5 digests, mixed with the password and the salt.
final class Md5Crypt {
    static final String PREFIX = "$1$";
    static final String DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int SALT_LENGTH_MAX = 8;
    private static final int ROUND_COUNT = 1000;
    private static final int DIGEST_BYTE_COUNT = 16;

    private Md5Crypt() {}

    /// @param setting a salt, or a password as it is kept
    static String crypt(byte[] password, String setting) {
        String rest = setting.substring(PREFIX.length());
        int end = rest.indexOf('$') < 0 ? rest.length() : rest.indexOf('$');
        String text = rest.substring(0, Math.min(end, SALT_LENGTH_MAX));
        byte[] salt = text.getBytes(StandardCharsets.UTF_8);
        byte[] digest = digest(password, salt);
        for (int round = 0; round < ROUND_COUNT; round++) {
            MessageDigest next = md5();
            next.update(round % 2 == 1 ? password : digest);
            if (round % 3 != 0) {
                next.update(salt);
            }
            if (round % 7 != 0) {
                next.update(password);
            }
            next.update(round % 2 == 1 ? digest : password);
            digest = next.digest();
        }
        return PREFIX + text + "$" + text(digest);
    }

    private static byte[] digest(byte[] password, byte[] salt) {
        MessageDigest both = md5();
        both.update(password);
        both.update(salt);
        both.update(password);
        byte[] mixed = both.digest();
        MessageDigest first = md5();
        first.update(password);
        first.update(PREFIX.getBytes(StandardCharsets.US_ASCII));
        first.update(salt);
        for (int left = password.length; left > 0; left -= DIGEST_BYTE_COUNT) {
            first.update(mixed, 0, Math.min(left, DIGEST_BYTE_COUNT));
        }
        for (int bits = password.length; bits != 0; bits >>= 1) {
            first.update((bits & 1) == 1 ? 0 : password[0]);
        }
        return first.digest();
    }

    /// Writes the bytes in threes, each of them taken from afar.
    private static String text(byte[] digest) {
        var text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            int third = i == 4 ? 5 : i + 12;
            append(
                    text,
                    ((digest[i] & 0xFF) << 16)
                            | ((digest[i + 6] & 0xFF) << 8)
                            | (digest[third] & 0xFF),
                    4);
        }
        append(text, digest[11] & 0xFF, 2);
        return text.toString();
    }

    private static void append(StringBuilder text, int bits, int count) {
        int left = bits;
        for (int i = 0; i < count; i++) {
            text.append(DIGITS.charAt(left & 0x3F));
            left >>>= 6;
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
