package dev.reckon.sql.function.pattern;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import org.jspecify.annotations.Nullable;

/// How a pattern is to be read (PostgreSQL's manual, table 9.24).
///
/// @param ignoresCase whether upper and lower case are the same; only ASCII has case, as in the
///   collation C
/// @param expanded whether white space and `#` comments in the pattern mean nothing
/// @param newlineStops whether `.` and brackets with `^` don't match a newline
/// @param newlineAnchors whether `^` and `$` match at newlines
public record RegexOptions(
        Syntax syntax,
        boolean ignoresCase,
        boolean expanded,
        boolean newlineStops,
        boolean newlineAnchors) {
    /// What a pattern is without options.
    public static final RegexOptions NONE =
            new RegexOptions(Syntax.ADVANCED, false, false, false, false);

    /// The kinds of regular expressions.
    public enum Syntax {
        /// The pattern stands for itself.
        LITERAL,
        /// POSIX's basic ones.
        BASIC,
        /// POSIX's extended ones.
        EXTENDED,
        /// PostgreSQL's own.
        ADVANCED
    }

    /// Reads option letters as functions take them, without `g`.
    ///
    /// @throws DatabaseException 22023 for a letter that is none
    public static RegexOptions parse(String letters) {
        RegexOptions options = NONE;
        for (int i = 0; i < letters.length(); i++) {
            // PostgreSQL's `e` makes basic expressions of them, unlike the embedded `(?e)`.
            char letter = letters.charAt(i) == 'e' ? 'b' : letters.charAt(i);
            RegexOptions next = options.with(letter);
            if (next == null) {
                throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid regular expression option: \""
                                + letters.substring(i, letters.offsetByCodePoints(i, 1))
                                + "\"");
            }
            options = next;
        }
        return options;
    }

    /// Returns these options changed by a letter, null when it is none.
    @Nullable RegexOptions with(int letter) {
        return switch (letter) {
            case 'b' -> withSyntax(Syntax.BASIC);
            case 'e' -> withSyntax(Syntax.EXTENDED);
            case 'q' -> withSyntax(Syntax.LITERAL);
            case 'c' -> ignoringCase(false);
            case 'i' -> ignoringCase(true);
            case 'm', 'n' -> withNewlines(true, true);
            case 'p' -> withNewlines(true, false);
            case 's' -> withNewlines(false, false);
            case 'w' -> withNewlines(false, true);
            case 't' -> withExpanded(false);
            case 'x' -> withExpanded(true);
            default -> null;
        };
    }

    RegexOptions withSyntax(Syntax newSyntax) {
        return new RegexOptions(newSyntax, ignoresCase, expanded, newlineStops, newlineAnchors);
    }

    /// Returns these options for patterns in which case counts or not.
    public RegexOptions ignoringCase(boolean ignores) {
        return new RegexOptions(syntax, ignores, expanded, newlineStops, newlineAnchors);
    }

    RegexOptions withNewlines(boolean stops, boolean anchors) {
        return new RegexOptions(syntax, ignoresCase, expanded, stops, anchors);
    }

    RegexOptions withExpanded(boolean isExpanded) {
        return new RegexOptions(syntax, ignoresCase, isExpanded, newlineStops, newlineAnchors);
    }

    /// Returns whether options were asked for that mean nothing in a literal.
    boolean contradicts() {
        return syntax == Syntax.LITERAL && (expanded || newlineStops || newlineAnchors);
    }
}
