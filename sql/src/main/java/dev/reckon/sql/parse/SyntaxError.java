package dev.reckon.sql.parse;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// The errors of lexer and parser, in PostgreSQL's words.
final class SyntaxError {
    private SyntaxError() {}

    /// `syntax error at or near "…"`, quoting a part of the text.
    static DatabaseException near(String text, int start, int end) {
        return near("syntax error", text, start, end);
    }

    /// `problem at or near "…"`; at the end of the text, `problem at end of input`.
    static DatabaseException near(String problem, String text, int start, int end) {
        String place =
                start >= text.length()
                        ? " at end of input"
                        : " at or near \"" + text.substring(start, end) + "\"";
        return at(problem + place, start);
    }

    /// Any other error of syntax.
    static DatabaseException at(String message, int position) {
        return new DatabaseException(SqlState.SYNTAX_ERROR, message).at(position);
    }

    /// Something that PostgreSQL itself refuses with 0A000.
    static DatabaseException unsupported(String message, int position) {
        return new DatabaseException(SqlState.FEATURE_NOT_SUPPORTED, message).at(position);
    }

    /// Nesting past [TokenCursor#DEPTH_MAX].
    static DatabaseException tooDeep(int position) {
        return new DatabaseException(
                        SqlState.STATEMENT_TOO_COMPLEX, "statement is nested too deeply")
                .withHint(
                        "Operators can be nested "
                                + TokenCursor.DEPTH_MAX
                                + " levels deep, brackets a quarter of that.")
                .at(position);
    }
}
