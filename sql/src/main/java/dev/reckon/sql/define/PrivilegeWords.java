package dev.reckon.sql.define;

import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The words for privileges and PostgreSQL's letters for them.
final class PrivilegeWords {
    private static final Map<String, Character> LETTERS =
            Map.ofEntries(
                    Map.entry("insert", 'a'),
                    Map.entry("select", 'r'),
                    Map.entry("update", 'w'),
                    Map.entry("delete", 'd'),
                    Map.entry("truncate", 'D'),
                    Map.entry("references", 'x'),
                    Map.entry("trigger", 't'),
                    Map.entry("execute", 'X'),
                    Map.entry("usage", 'U'),
                    Map.entry("create", 'C'),
                    Map.entry("temporary", 'T'),
                    Map.entry("temp", 'T'),
                    Map.entry("connect", 'c'),
                    Map.entry("set", 's'),
                    Map.entry("alter system", 'A'));

    private PrivilegeWords() {}

    /// Returns the letters of what is granted, all that there are when nothing is named.
    ///
    /// @param all the letters that make sense for the object
    /// @param noun the kind of object, for the error
    /// @throws DatabaseException 42601 for an unknown word, 0LP01 for one that makes no sense
    static String letters(List<RoleStatement.Privilege> privileges, String all, String noun) {
        var letters = new StringBuilder();
        for (RoleStatement.Privilege privilege : privileges) {
            char letter = letter(privilege);
            if (all.indexOf(letter) < 0) {
                throw new DatabaseException(
                        SqlState.INVALID_GRANT_OPERATION,
                        "invalid privilege type "
                                + privilege.name().toUpperCase(Locale.ROOT)
                                + " for "
                                + noun);
            }
            letters.append(letter);
        }
        return privileges.isEmpty() ? all : letters.toString();
    }

    /// Returns the letter of a privilege.
    ///
    /// @throws DatabaseException 42601 when there is none of that name
    static char letter(RoleStatement.Privilege privilege) {
        Character letter = LETTERS.get(privilege.name());
        if (letter == null) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR,
                    "unrecognized privilege type \"" + privilege.name() + "\"");
        }
        return letter;
    }
}
