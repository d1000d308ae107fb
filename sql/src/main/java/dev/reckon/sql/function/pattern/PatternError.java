package dev.reckon.sql.function.pattern;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// What is wrong with a pattern, in PostgreSQL's words.
enum PatternError {
    BAD_VERSION("invalid regexp (reg version 0.8)"),
    COLLATING_ELEMENT("invalid collating element"),
    CHARACTER_CLASS("invalid character class"),
    ESCAPE("invalid escape \\ sequence"),
    BACK_REFERENCE("invalid backreference number"),
    BRACKETS("brackets [] not balanced"),
    PARENTHESES("parentheses () not balanced"),
    BRACES("braces {} not balanced"),
    REPETITION_COUNT("invalid repetition count(s)"),
    RANGE("invalid character range"),
    QUANTIFIER_OPERAND("quantifier operand invalid"),
    ARGUMENT("invalid argument to regex function"),
    OPTION("invalid embedded option"),
    TOO_COMPLEX("regular expression is too complex");

    private final String words;

    PatternError(String words) {
        this.words = words;
    }

    /// Returns the error of a pattern that can't be compiled.
    DatabaseException invalid() {
        return new DatabaseException(
                SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + words);
    }

    /// Returns the error of a search that can't be finished.
    DatabaseException failed() {
        return new DatabaseException(
                SqlState.INVALID_REGULAR_EXPRESSION, "regular expression failed: " + words);
    }
}
