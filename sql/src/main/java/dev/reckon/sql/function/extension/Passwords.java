package dev.reckon.sql.function.extension;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Passwords as they are kept, in the manner of crypt(3): the salt says how.
final class Passwords {
    private Passwords() {}

    /// @param salt a salt, or a password as it is kept
    static String crypt(byte[] password, String salt) {
        if (salt.startsWith("$2a$") || salt.startsWith("$2x$")) {
            return Bcrypt.crypt(password, salt);
        }
        if (salt.startsWith(Md5Crypt.PREFIX)) {
            return Md5Crypt.crypt(password, salt);
        }
        if (salt.length() < 2) {
            throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "invalid salt");
        }
        throw des();
    }

    static DatabaseException des() {
        return DatabaseException.notSupported("DES of passwords", "Use gen_salt('bf').");
    }
}
