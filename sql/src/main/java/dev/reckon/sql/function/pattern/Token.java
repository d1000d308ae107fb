package dev.reckon.sql.function.pattern;

/// What a piece of a pattern's text is.
enum Token {
    /// Before the first token.
    NONE,
    END_OF_PATTERN,
    /// A character that stands for itself; the value is its code point.
    CHARACTER,
    /// A digit of a bound; the value is what it counts.
    DIGIT,
    COMMA,
    BOUND_OPEN,
    /// The value is 1 when more is preferred, 0 when less is; so with the other quantifiers.
    BOUND_CLOSE,
    STAR,
    PLUS,
    QUESTION,
    /// The value is 1 when the group is remembered.
    GROUP_OPEN,
    GROUP_CLOSE,
    BAR,
    DOT,
    CARET,
    DOLLAR,
    TEXT_START,
    TEXT_END,
    WORD_START,
    WORD_END,
    WORD_EDGE,
    NO_WORD_EDGE,
    /// The value has [PatternLexer#AHEAD] and [PatternLexer#NEGATIVE].
    LOOK,
    /// The value is the group's number.
    BACK_REFERENCE,
    /// The value is 0 when the bracket begins with `^`.
    BRACKET_OPEN,
    BRACKET_CLOSE,
    /// `-` between two characters of a bracket.
    RANGE,
    /// `[.`
    COLLATING_OPEN,
    /// `[=`
    EQUIVALENCE_OPEN,
    /// `[:`
    CLASS_OPEN,
    /// What ends one of the three before.
    NAME_CLOSE,
    /// `\d`, `\s` or `\w`; the value is the letter, in lower case.
    CLASS,
    /// `\D`, `\S` or `\W`; the value is the letter, in lower case.
    CLASS_COMPLEMENT
}
