package dev.reckon.sql.function.pattern;

/// Reads bracket expressions. For one thread, for one pattern.
///
/// Source: PostgreSQL's manual, 9.7.3.2.
final class BracketParser {
    private final PatternLexer lexer;
    private final RegexOptions options;

    BracketParser(PatternLexer lexer) {
        this.lexer = lexer;
        options = lexer.options();
    }

    /// Returns the members of `\d`, `\s` or `\w`.
    static CharacterSet shorthand(int letter) {
        return switch (letter) {
            case 'd' -> CharacterNames.DIGIT;
            case 's' -> CharacterNames.SPACE;
            default -> CharacterNames.WORD;
        };
    }

    /// Returns a character, in both cases where case doesn't matter.
    CharacterSet character(int character) {
        return cased(CharacterSet.of(character));
    }

    private CharacterSet cased(CharacterSet set) {
        return options.ignoresCase() ? set.inBothCases() : set;
    }

    /// Reads from `[` to `]`.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 2201B
    CharacterSet parse() {
        boolean negated = lexer.value() == 0;
        lexer.next();
        CharacterSet set = CharacterSet.EMPTY;
        while (!lexer.sees(Token.BRACKET_CLOSE)) {
            set = set.or(element());
        }
        lexer.next();
        if (!negated) {
            return set;
        }
        return (options.newlineStops() ? set.or(CharacterNames.NEWLINE) : set).not();
    }

    private CharacterSet element() {
        switch (lexer.token()) {
            case CLASS -> {
                CharacterSet set = shorthand(lexer.value());
                lexer.next();
                return set;
            }
            case CLASS_COMPLEMENT -> {
                CharacterSet set = shorthand(lexer.value()).not();
                lexer.next();
                return set;
            }
            case CLASS_OPEN -> {
                return CharacterNames.characterClass(name(), options.ignoresCase())
                        .orElseThrow(PatternError.CHARACTER_CLASS::invalid);
            }
            case EQUIVALENCE_OPEN -> {
                return character(collatingElement());
            }
            case RANGE -> throw PatternError.RANGE.invalid();
            default -> {}
        }
        int first = end();
        int last = first;
        if (lexer.sees(Token.RANGE)) {
            lexer.next();
            boolean isEnd =
                    switch (lexer.token()) {
                        case CHARACTER, RANGE, COLLATING_OPEN -> true;
                        default -> false;
                    };
            if (!isEnd) {
                throw PatternError.RANGE.invalid();
            }
            last = end();
        }
        if (first > last) {
            throw PatternError.RANGE.invalid();
        }
        return cased(CharacterSet.range(first, last));
    }

    /// One end of a range.
    private int end() {
        if (lexer.sees(Token.COLLATING_OPEN)) {
            return collatingElement();
        }
        // A `-` here is the character.
        int character = lexer.value();
        lexer.next();
        return character;
    }

    private int collatingElement() {
        return CharacterNames.element(name()).orElseThrow(PatternError.COLLATING_ELEMENT::invalid);
    }

    private String name() {
        lexer.next();
        var name = new StringBuilder();
        while (lexer.sees(Token.CHARACTER)) {
            name.appendCodePoint(lexer.value());
            lexer.next();
        }
        lexer.next();
        return name.toString();
    }
}
