package dev.reckon.sql.function.pattern;

import dev.reckon.sql.function.pattern.RegexOptions.Syntax;

/// Cuts the text of a pattern into tokens, one at a time: what a character is depends on what the
/// parser has read. For one thread, for one pattern.
///
/// Source: PostgreSQL's manual, 9.7.3.
final class PatternLexer {
    /// In the value of [Token#LOOK].
    static final int AHEAD = 1;

    static final int NEGATIVE = 2;

    /// More digits than a number can need.
    private static final int DIGIT_COUNT_MAX = 255;

    private static final int OCTAL_MAX = 0xFF;

    /// What of a pattern is being read.
    private enum Context {
        LITERAL,
        BASIC,
        EXTENDED,
        BASIC_BOUND,
        EXTENDED_BOUND,
        BRACKET,
        COLLATING,
        EQUIVALENCE,
        CLASS
    }

    private final int[] text;
    private int offset;
    private RegexOptions options;
    private Context context = Context.LITERAL;

    private Token token = Token.NONE;
    private Token before = Token.NONE;
    private int value;
    private int groupCount;

    /// Reads the directors and options that a pattern begins with.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 2201B, as all methods that read
    PatternLexer(String pattern, RegexOptions options) {
        text = pattern.codePoints().toArray();
        this.options = options;
        if (options.contradicts()) {
            throw PatternError.ARGUMENT.invalid();
        }
        readDirector();
        if (this.options.syntax() == Syntax.ADVANCED) {
            readEmbeddedOptions();
        }
        context =
                switch (this.options.syntax()) {
                    case LITERAL -> Context.LITERAL;
                    case BASIC -> Context.BASIC;
                    case EXTENDED, ADVANCED -> Context.EXTENDED;
                };
    }

    /// Returns the options, with those of the pattern itself.
    RegexOptions options() {
        return options;
    }

    Token token() {
        return token;
    }

    int value() {
        return value;
    }

    boolean sees(Token expected) {
        return token == expected;
    }

    /// Counts a group that is remembered: how many there are decides what `\10` means.
    int openGroup() {
        return ++groupCount;
    }

    int groupCount() {
        return groupCount;
    }

    private void readDirector() {
        if (options.syntax() == Syntax.LITERAL || text.length < 4 || !follows("***")) {
            return;
        }
        options =
                switch (text[3]) {
                    case '?' -> throw PatternError.BAD_VERSION.invalid();
                    case '=' ->
                            options.withSyntax(Syntax.LITERAL)
                                    .withExpanded(false)
                                    .withNewlines(false, false);
                    case ':' -> options.withSyntax(Syntax.ADVANCED);
                    default -> throw PatternError.QUANTIFIER_OPERAND.invalid();
                };
        offset = 4;
    }

    private void readEmbeddedOptions() {
        if (!follows("(?") || offset + 2 >= text.length || !isLetter(text[offset + 2])) {
            return;
        }
        offset += 2;
        for (; !atEnd() && isLetter(text[offset]); offset++) {
            RegexOptions changed = options.with(text[offset]);
            if (changed == null) {
                throw PatternError.OPTION.invalid();
            }
            options = changed;
        }
        if (!takes(')')) {
            throw PatternError.OPTION.invalid();
        }
        if (options.syntax() == Syntax.LITERAL) {
            options = options.withExpanded(false).withNewlines(false, false);
        }
    }

    private boolean isAdvanced() {
        return options.syntax() == Syntax.ADVANCED;
    }

    private boolean atEnd() {
        return offset >= text.length;
    }

    private boolean follows(String expected) {
        if (offset + expected.length() > text.length) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (text[offset + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean takes(char expected) {
        if (atEnd() || text[offset] != expected) {
            return false;
        }
        offset++;
        return true;
    }

    private void set(Token newToken, int newValue) {
        token = newToken;
        value = newValue;
    }

    private void set(Token newToken) {
        set(newToken, 0);
    }

    /// Reads the next token.
    void next() {
        before = token;
        boolean inText =
                switch (context) {
                    case BASIC, EXTENDED, BASIC_BOUND, EXTENDED_BOUND -> true;
                    case LITERAL, BRACKET, COLLATING, EQUIVALENCE, CLASS -> false;
                };
        if (options.expanded() && inText) {
            skipSpace();
        }
        if (atEnd()) {
            switch (context) {
                case LITERAL, BASIC, EXTENDED -> set(Token.END_OF_PATTERN);
                case BASIC_BOUND, EXTENDED_BOUND -> throw PatternError.BRACES.invalid();
                case BRACKET, COLLATING, EQUIVALENCE, CLASS ->
                        throw PatternError.BRACKETS.invalid();
            }
            return;
        }
        int c = text[offset++];
        switch (context) {
            case LITERAL -> set(Token.CHARACTER, c);
            case BASIC -> readBasic(c);
            case EXTENDED -> readExtended(c);
            case BASIC_BOUND, EXTENDED_BOUND -> readBound(c);
            case BRACKET -> readBracket(c);
            case COLLATING -> readName(c, '.');
            case EQUIVALENCE -> readName(c, '=');
            case CLASS -> readName(c, ':');
        }
    }

    private void skipSpace() {
        while (true) {
            while (!atEnd() && CharacterNames.SPACE.contains(text[offset])) {
                offset++;
            }
            if (atEnd() || text[offset] != '#') {
                return;
            }
            while (!atEnd() && text[offset] != '\n') {
                offset++;
            }
        }
    }

    private void readBound(int c) {
        boolean isBasic = context == Context.BASIC_BOUND;
        if (c >= '0' && c <= '9') {
            set(Token.DIGIT, c - '0');
        } else if (c == ',') {
            set(Token.COMMA);
        } else if (c == '}' && !isBasic) {
            context = Context.EXTENDED;
            set(Token.BOUND_CLOSE, preference());
        } else if (c == '\\' && isBasic && takes('}')) {
            context = Context.BASIC;
            set(Token.BOUND_CLOSE, 1);
        } else {
            throw PatternError.REPETITION_COUNT.invalid();
        }
    }

    /// Returns 0 when a quantifier ends with `?`, otherwise 1.
    private int preference() {
        return isAdvanced() && takes('?') ? 0 : 1;
    }

    private void readBracket(int c) {
        boolean isFirst = before == Token.BRACKET_OPEN;
        switch (c) {
            case ']' -> {
                if (isFirst) {
                    set(Token.CHARACTER, c);
                } else {
                    context = options.syntax() == Syntax.BASIC ? Context.BASIC : Context.EXTENDED;
                    set(Token.BRACKET_CLOSE);
                }
            }
            case '\\' -> {
                if (!isAdvanced()) {
                    set(Token.CHARACTER, c);
                    return;
                }
                if (atEnd()) {
                    throw PatternError.ESCAPE.invalid();
                }
                readEscape();
                if (token != Token.CHARACTER
                        && token != Token.CLASS
                        && token != Token.CLASS_COMPLEMENT) {
                    throw PatternError.ESCAPE.invalid();
                }
            }
            case '-' -> {
                boolean isLast = !atEnd() && text[offset] == ']';
                set(isFirst || isLast ? Token.CHARACTER : Token.RANGE, c);
            }
            case '[' -> {
                if (atEnd()) {
                    throw PatternError.BRACKETS.invalid();
                } else if (takes('.')) {
                    context = Context.COLLATING;
                    set(Token.COLLATING_OPEN);
                } else if (takes('=')) {
                    context = Context.EQUIVALENCE;
                    set(Token.EQUIVALENCE_OPEN);
                } else if (takes(':')) {
                    context = Context.CLASS;
                    set(Token.CLASS_OPEN);
                } else {
                    set(Token.CHARACTER, c);
                }
            }
            default -> set(Token.CHARACTER, c);
        }
    }

    /// Reads a character of a name in `[.name.]` and the like.
    private void readName(int c, char close) {
        if (c == close && takes(']')) {
            context = Context.BRACKET;
            set(Token.NAME_CLOSE);
        } else {
            set(Token.CHARACTER, c);
        }
    }

    private void readExtended(int c) {
        switch (c) {
            case '|' -> set(Token.BAR);
            case '*' -> set(Token.STAR, preference());
            case '+' -> set(Token.PLUS, preference());
            case '?' -> set(Token.QUESTION, preference());
            case '{' -> {
                if (options.expanded()) {
                    skipSpace();
                }
                if (atEnd() || text[offset] < '0' || text[offset] > '9') {
                    set(Token.CHARACTER, c);
                } else {
                    context = Context.EXTENDED_BOUND;
                    set(Token.BOUND_OPEN);
                }
            }
            case '(' -> readGroup();
            case ')' -> set(Token.GROUP_CLOSE, c);
            case '[' -> openBracket();
            case '.' -> set(Token.DOT);
            case '^' -> set(Token.CARET);
            case '$' -> set(Token.DOLLAR);
            case '\\' -> {
                if (atEnd()) {
                    throw PatternError.ESCAPE.invalid();
                }
                if (isAdvanced()) {
                    readEscape();
                } else {
                    set(Token.CHARACTER, text[offset++]);
                }
            }
            default -> set(Token.CHARACTER, c);
        }
    }

    private void readGroup() {
        if (!isAdvanced() || !takes('?')) {
            set(Token.GROUP_OPEN, 1);
        } else if (takes(':')) {
            set(Token.GROUP_OPEN, 0);
        } else if (takes('#')) {
            while (!atEnd() && text[offset] != ')') {
                offset++;
            }
            takes(')');
            next();
        } else if (takes('=')) {
            set(Token.LOOK, AHEAD);
        } else if (takes('!')) {
            set(Token.LOOK, AHEAD | NEGATIVE);
        } else if (follows("<=")) {
            offset += 2;
            set(Token.LOOK, 0);
        } else if (follows("<!")) {
            offset += 2;
            set(Token.LOOK, NEGATIVE);
        } else {
            throw PatternError.QUANTIFIER_OPERAND.invalid();
        }
    }

    private void openBracket() {
        if (follows("[:<:]]")) {
            offset += 6;
            set(Token.WORD_START);
        } else if (follows("[:>:]]")) {
            offset += 6;
            set(Token.WORD_END);
        } else {
            context = Context.BRACKET;
            set(Token.BRACKET_OPEN, takes('^') ? 0 : 1);
        }
    }

    private void readBasic(int c) {
        switch (c) {
            case '*' -> {
                boolean isPlain =
                        before == Token.NONE || before == Token.GROUP_OPEN || before == Token.CARET;
                set(isPlain ? Token.CHARACTER : Token.STAR, isPlain ? c : 1);
            }
            case '[' -> openBracket();
            case '.' -> set(Token.DOT);
            case '^' -> {
                boolean isFirst = before == Token.NONE || before == Token.GROUP_OPEN;
                set(isFirst ? Token.CARET : Token.CHARACTER, c);
            }
            case '$' -> {
                if (options.expanded()) {
                    skipSpace();
                }
                set(atEnd() || follows("\\)") ? Token.DOLLAR : Token.CHARACTER, c);
            }
            case '\\' -> {
                if (atEnd()) {
                    throw PatternError.ESCAPE.invalid();
                }
                readBasicEscape(text[offset++]);
            }
            default -> set(Token.CHARACTER, c);
        }
    }

    private void readBasicEscape(int c) {
        switch (c) {
            case '{' -> {
                context = Context.BASIC_BOUND;
                set(Token.BOUND_OPEN);
            }
            case '(' -> set(Token.GROUP_OPEN, 1);
            case ')' -> set(Token.GROUP_CLOSE, c);
            case '<' -> set(Token.WORD_START);
            case '>' -> set(Token.WORD_END);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> set(Token.BACK_REFERENCE, c - '0');
            default -> set(Token.CHARACTER, c);
        }
    }

    /// Reads what follows a backslash in an advanced expression.
    private void readEscape() {
        int c = text[offset++];
        if (!isLetter(c) && (c < '0' || c > '9')) {
            set(Token.CHARACTER, c);
            return;
        }
        switch (c) {
            case 'a' -> set(Token.CHARACTER, 7);
            case 'A' -> set(Token.TEXT_START);
            case 'b' -> set(Token.CHARACTER, '\b');
            case 'B' -> set(Token.CHARACTER, '\\');
            case 'c' -> {
                if (atEnd()) {
                    throw PatternError.ESCAPE.invalid();
                }
                set(Token.CHARACTER, text[offset++] & 0x1F);
            }
            case 'd', 's', 'w' -> set(Token.CLASS, c);
            case 'D', 'S', 'W' -> set(Token.CLASS_COMPLEMENT, Character.toLowerCase(c));
            case 'e' -> set(Token.CHARACTER, 0x1B);
            case 'f' -> set(Token.CHARACTER, '\f');
            case 'm' -> set(Token.WORD_START);
            case 'M' -> set(Token.WORD_END);
            case 'n' -> set(Token.CHARACTER, '\n');
            case 'r' -> set(Token.CHARACTER, '\r');
            case 't' -> set(Token.CHARACTER, '\t');
            case 'u' -> set(Token.CHARACTER, hexadecimal(4, 4));
            case 'U' -> set(Token.CHARACTER, hexadecimal(8, 8));
            case 'v' -> set(Token.CHARACTER, 0x0B);
            case 'x' -> set(Token.CHARACTER, hexadecimal(1, DIGIT_COUNT_MAX));
            case 'y' -> set(Token.WORD_EDGE);
            case 'Y' -> set(Token.NO_WORD_EDGE);
            case 'Z' -> set(Token.TEXT_END);
            case '0' -> readOctal();
            default -> {
                if (isLetter(c)) {
                    throw PatternError.ESCAPE.invalid();
                }
                readReference();
            }
        }
    }

    /// One digit is always a reference; more are one when there are so many groups already.
    private void readReference() {
        int first = offset;
        offset--;
        int number = digits(10, 1, DIGIT_COUNT_MAX);
        if (offset == first || (number > 0 && number <= groupCount)) {
            set(Token.BACK_REFERENCE, number);
        } else {
            offset = first;
            readOctal();
        }
    }

    /// Reads up to three octal digits, the first of which has been read.
    private void readOctal() {
        offset--;
        int number = digits(8, 1, 3);
        if (number > OCTAL_MAX) {
            offset--;
            number >>= 3;
        }
        set(Token.CHARACTER, number);
    }

    private int hexadecimal(int least, int most) {
        int number = digits(16, least, most);
        // PostgreSQL's characters have 31 bits, less two values.
        if (number < 0 || number == Integer.MAX_VALUE) {
            throw PatternError.ESCAPE.invalid();
        }
        return number;
    }

    private int digits(int base, int least, int most) {
        int number = 0;
        int count = 0;
        while (count < most && !atEnd()) {
            int c = text[offset];
            int digit = c < 0x80 ? Character.digit(c, base) : -1;
            if (digit < 0) {
                break;
            }
            number = number * base + digit;
            count++;
            offset++;
        }
        if (count < least) {
            throw PatternError.ESCAPE.invalid();
        }
        return number;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
