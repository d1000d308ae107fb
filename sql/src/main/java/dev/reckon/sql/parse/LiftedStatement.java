package dev.reckon.sql.parse;

import java.util.List;

/// A statement whose constants have become parameters.
///
/// @param text the statement with `$1`, `$2`, … in place of constants; the same for all statements
///   that differ in these constants only
/// @param key `text` and the kinds of the constants: what plans are cached by, because a plan
///   depends on the types
/// @param literals the constants, `$1` first
public record LiftedStatement(String text, String key, List<Literal> literals) {
    /// A constant that was lifted.
    ///
    /// @param text a number's digits with its sign, or what a string says
    /// @param position where it stands in the original text
    public record Literal(Kind kind, String text, int position) {}

    /// The kinds of constants. A parameter must be treated as the constant would be: a number has
    /// its type from the start, a string has none until its place gives it one.
    public enum Kind {
        /// An `integer`.
        INTEGER('i'),
        /// A `bigint`.
        BIGINT('l'),
        /// A `numeric`.
        NUMERIC('n'),
        /// A string of unknown type.
        STRING('s');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }
}
