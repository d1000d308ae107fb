package dev.reckon.sql.function.extension;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.security.SecureRandom;
import java.util.Locale;

/// Random bytes, and the salts that are made of them.
final class Salts {
    private static final int RANDOM_BYTE_COUNT_MAX = 1024;
    private static final int MD5_ROUND_COUNT = 1000;
    private static final int MD5_SALT_LENGTH = 8;
    private static final int BLOWFISH_COST_USUAL = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Salts() {}

    static byte[] randomBytes(int count) {
        if (count < 1 || count > RANDOM_BYTE_COUNT_MAX) {
            throw new DatabaseException(
                    SqlState.EXTERNAL_ROUTINE_INVOCATION_EXCEPTION, "Length not in range");
        }
        return random(count);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /// Returns a salt for [Passwords#crypt].
    ///
    /// @param rounds 0 for as many as are usual
    static String salt(String algorithm, int rounds) {
        return switch (algorithm.toLowerCase(Locale.ROOT)) {
            case "bf" -> blowfish(rounds == 0 ? BLOWFISH_COST_USUAL : rounds);
            case "md5" -> {
                if (rounds != 0 && rounds != MD5_ROUND_COUNT) {
                    throw wrongRounds();
                }
                var salt = new StringBuilder(Md5Crypt.PREFIX);
                for (byte each : random(MD5_SALT_LENGTH)) {
                    salt.append(Md5Crypt.DIGITS.charAt(each & 0x3F));
                }
                yield salt.toString();
            }
            case "des", "xdes" -> throw Passwords.des();
            default ->
                    throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE, "gen_salt: Unknown salt algorithm");
        };
    }

    private static String blowfish(int cost) {
        if (cost < Bcrypt.COST_MIN || cost > Bcrypt.COST_MAX) {
            throw wrongRounds();
        }
        return "$2a$"
                + (cost < 10 ? "0" : "")
                + cost
                + "$"
                + Bcrypt.text(random(Bcrypt.SALT_BYTE_COUNT));
    }

    private static DatabaseException wrongRounds() {
        return new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE, "gen_salt: Incorrect number of rounds");
    }
}
