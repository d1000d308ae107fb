package dev.reckon.sql.settings;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Locale;
import java.util.regex.Pattern;

/// The names of settings that users make up: two or more words with a dot between them.
final class OwnNames {
    private static final Pattern WORDS =
            Pattern.compile("[\\p{L}_][\\p{L}_0-9$]*(\\.[\\p{L}_][\\p{L}_0-9$]*)+");

    /// The language reserves its name for settings of its own.
    private static final String RESERVED_PREFIX = "plpgsql.";

    private OwnNames() {}

    /// Checks a name.
    ///
    /// @throws DatabaseException 42602
    static void require(String name) {
        if (!WORDS.matcher(name).matches()) {
            throw invalid(name)
                    .withDetail(
                            "Custom parameter names must be two or more simple identifiers"
                                    + " separated by dots.");
        }
        if (name.toLowerCase(Locale.ROOT).startsWith(RESERVED_PREFIX)) {
            throw invalid(name).withDetail("\"plpgsql\" is a reserved prefix.");
        }
    }

    private static DatabaseException invalid(String name) {
        return new DatabaseException(
                SqlState.INVALID_NAME, "invalid configuration parameter name \"" + name + "\"");
    }
}
