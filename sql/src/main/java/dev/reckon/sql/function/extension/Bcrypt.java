package dev.reckon.sql.function.extension;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Passwords kept by Blowfish with a key schedule that takes as long as one likes (Provos and
/// Mazières, "A Future-Adaptable Password Scheme", 1999).
final class Bcrypt {
    static final int COST_MIN = 4;
    static final int COST_MAX = 31;
    static final int SALT_BYTE_COUNT = 16;

    private static final String DIGITS =
            "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// `$2a$06$`
    private static final int PREFIX_LENGTH = 7;

    private static final int SALT_LENGTH = 22;
    private static final int RESULT_BYTE_COUNT = 23;
    private static final int ENCRYPTION_COUNT = 64;

    private Bcrypt() {}

    /// @param setting a salt, or a password as it is kept
    static String crypt(byte[] password, String setting) {
        if (!setting.matches("(?s)\\$2[ax]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{22}.*")) {
            throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "invalid salt");
        }
        int cost = Integer.parseInt(setting.substring(4, 6));
        String saltText = setting.substring(PREFIX_LENGTH, PREFIX_LENGTH + SALT_LENGTH);
        byte[] salt = bytes(saltText);
        int[] key = key(password, setting.charAt(2) == 'x');
        int[] saltWords = words(salt);
        int[] repeated = repeated(saltWords);
        var cipher = new Blowfish();
        cipher.mix(key, saltWords);
        for (long round = 0; round < 1L << cost; round++) {
            Cancellation.check();
            cipher.mix(key);
            cipher.mix(repeated);
        }
        int[] text = words("OrpheanBeholderScryDoubt".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < ENCRYPTION_COUNT; i++) {
            for (int pair = 0; pair < text.length; pair += 2) {
                cipher.encrypt(text, pair);
            }
        }
        var result = ByteBuffer.allocate(text.length * Integer.BYTES);
        for (int word : text) {
            result.putInt(word);
        }
        return setting.substring(0, PREFIX_LENGTH)
                + text(salt)
                + text(Arrays.copyOf(result.array(), RESULT_BYTE_COUNT));
    }

    /// Returns the words of a key: the password and a zero byte, again and again.
    ///
    /// @param isSigned whether bytes of 128 and above fill the word to their left, as an old
    ///   mistake had it
    private static int[] key(byte[] password, boolean isSigned) {
        int length = 0;
        while (length < password.length && password[length] != 0) {
            length++;
        }
        int[] key = new int[Blowfish.KEY_WORD_COUNT];
        int next = 0;
        for (int i = 0; i < key.length; i++) {
            int word = 0;
            for (int j = 0; j < Integer.BYTES; j++) {
                byte unit = next < length ? password[next] : 0;
                word = (word << Byte.SIZE) | (isSigned ? unit : unit & 0xFF);
                next = next < length ? next + 1 : 0;
            }
            key[i] = word;
        }
        return key;
    }

    private static int[] words(byte[] bytes) {
        int[] words = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(words);
        return words;
    }

    private static int[] repeated(int[] salt) {
        int[] key = new int[Blowfish.KEY_WORD_COUNT];
        for (int i = 0; i < key.length; i++) {
            key[i] = salt[i % salt.length];
        }
        return key;
    }

    /// Writes bytes six bits at a time, the highest first.
    static String text(byte[] bytes) {
        var text = new StringBuilder();
        int bits = 0;
        int count = 0;
        for (byte each : bytes) {
            bits = (bits << Byte.SIZE) | (each & 0xFF);
            count += Byte.SIZE;
            while (count >= 6) {
                count -= 6;
                text.append(DIGITS.charAt((bits >> count) & 0x3F));
            }
        }
        if (count > 0) {
            text.append(DIGITS.charAt((bits << (6 - count)) & 0x3F));
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        byte[] bytes = new byte[SALT_BYTE_COUNT];
        int bits = 0;
        int count = 0;
        int next = 0;
        for (int i = 0; i < text.length() && next < bytes.length; i++) {
            bits = (bits << 6) | DIGITS.indexOf(text.charAt(i));
            count += 6;
            if (count >= Byte.SIZE) {
                count -= Byte.SIZE;
                bytes[next++] = (byte) (bits >> count);
            }
        }
        return bytes;
    }
}
