package dev.reckon.sql.function.text;

import dev.reckon.sql.function.pattern.RegexOptions;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// The letters after a pattern.
///
/// @param global whether all matches are meant, not the first
record RegexFlags(RegexOptions options, boolean global) {
    /// @throws DatabaseException 22023 for a letter that is none
    static RegexFlags parse(String letters) {
        return new RegexFlags(
                RegexOptions.parse(letters.replace("g", "")), letters.indexOf('g') >= 0);
    }

    /// Reads letters where `g` is not one of them.
    ///
    /// @param function whose letters they are, for the error
    /// @throws DatabaseException 22023
    static RegexOptions parseSingle(String letters, String function) {
        RegexFlags flags = parse(letters);
        if (flags.global) {
            var error =
                    new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            function + "() does not support the \"global\" option");
            throw function.equals("regexp_match")
                    ? error.withHint("Use the regexp_matches function instead.")
                    : error;
        }
        return flags.options;
    }
}
