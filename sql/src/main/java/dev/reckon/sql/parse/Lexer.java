package dev.reckon.sql.parse;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a text into tokens by PostgreSQL's rules, all at once.
///
/// Tokens lie in parallel arrays. What is wrong with a text that is no token is kept and only
/// thrown when the parser gets there, because an earlier syntax error comes first. After the last
/// token stands [Token#END_OF_INPUT] or [Token#INVALID]. For one thread.
final class Lexer {
    /// Bits that say of an ASCII character which part of a token it can be.
    private static final byte SPACE = 1;

    private static final byte LETTER = 2;
    private static final byte DIGIT = 4;
    private static final byte OPERATOR = 8;
    private static final byte[] CLASSES = new byte[128];

    /// Characters that make an operator of several characters keep a trailing plus or minus.
    private static final String UNUSUAL_OPERATORS = "~!@#^&|`?%";

    static {
        for (char c : " \t\n\r\f".toCharArray()) {
            CLASSES[c] = SPACE;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            CLASSES[c] = LETTER;
            CLASSES[Character.toUpperCase(c)] = LETTER;
        }
        CLASSES['_'] = LETTER;
        for (char c = '0'; c <= '9'; c++) {
            CLASSES[c] = DIGIT;
        }
        for (char c : "~!@#^&|`?+-*/%<>=".toCharArray()) {
            CLASSES[c] = OPERATOR;
        }
    }

    private final String text;
    private Token[] tokens;
    private int[] starts;
    private int[] ends;
    private @Nullable String[] values;
    private int count;
    private int offset;
    private @Nullable DatabaseException failure;

    Lexer(String text) {
        this.text = text;
        int capacity = Math.max(16, text.length() / 3);
        tokens = new Token[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
        values = new @Nullable String[capacity];
        try {
            for (int count = 0; next(); count++) {
                Cancellation.check(count);
            }
            end(Token.END_OF_INPUT);
        } catch (DatabaseException e) {
            failure = e;
            end(Token.INVALID);
        }
    }

    /// Adds the token after all others: twice, so that the parser can take it and still find one.
    private void end(Token token) {
        add(token, text.length(), text.length());
        add(token, text.length(), text.length());
    }

    Token token(int index) {
        return tokens[index];
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    /// The number of tokens, those included that mark the end.
    int count() {
        return count;
    }

    /// What is wrong with the text at [Token#INVALID].
    DatabaseException failure() {
        if (failure == null) {
            throw new IllegalStateException("no invalid token");
        }
        return failure;
    }

    /// The value of an identifier or a string: folded, unquoted, escapes resolved.
    String value(int index) {
        String value = values[index];
        if (value == null) {
            value =
                    switch (tokens[index]) {
                        case IDENTIFIER -> Identifiers.fold(text, starts[index], ends[index]);
                        case STRING_LITERAL -> text.substring(starts[index] + 1, ends[index] - 1);
                        default -> text.substring(starts[index], ends[index]);
                    };
            values[index] = value;
        }
        return value;
    }

    private boolean next() {
        if (!skipBlanks()) {
            return false;
        }
        int start = offset;
        char c = text.charAt(start);
        if (isLetter(c)) {
            if (at(start + 1, '\'') || (at(start + 1, '&') && (c == 'u' || c == 'U'))) {
                return prefixed(c);
            }
            return word();
        }
        if (isDigit(c)
                || (c == '.' && start + 1 < text.length() && isDigit(text.charAt(start + 1)))) {
            return number();
        }
        return switch (c) {
            case '\'' -> string();
            case '"' -> quoted(StringScanner.quotedIdentifier(text, start));
            case '$' -> dollar();
            case '(' -> one(Token.OPEN_PARENTHESIS);
            case ')' -> one(Token.CLOSE_PARENTHESIS);
            case '[' -> one(Token.OPEN_BRACKET);
            case ']' -> one(Token.CLOSE_BRACKET);
            case ',' -> one(Token.COMMA);
            case ';' -> one(Token.SEMICOLON);
            case '.' -> at(start + 1, '.') ? many(Token.DOT_DOT, 2) : one(Token.DOT);
            case ':' -> {
                if (at(start + 1, ':')) {
                    yield many(Token.TYPECAST, 2);
                }
                yield at(start + 1, '=') ? many(Token.COLON_EQUALS, 2) : one(Token.COLON);
            }
            default -> {
                if (isOperator(c)) {
                    yield operator();
                }
                throw SyntaxError.near(text, start, start + 1);
            }
        };
    }

    /// Skips white space and comments, and returns whether text follows.
    private boolean skipBlanks() {
        int length = text.length();
        while (offset < length) {
            char c = text.charAt(offset);
            if (isSpace(c)) {
                offset++;
            } else if (c == '-' && at(offset + 1, '-')) {
                offset = endOfLine(offset);
            } else if (c == '/' && at(offset + 1, '*')) {
                skipComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private void skipComment() {
        int start = offset;
        int depth = 0;
        int length = text.length();
        while (offset + 1 < length) {
            if (text.charAt(offset) == '/' && text.charAt(offset + 1) == '*') {
                depth++;
                offset += 2;
            } else if (text.charAt(offset) == '*' && text.charAt(offset + 1) == '/') {
                depth--;
                offset += 2;
                if (depth == 0) {
                    return;
                }
            } else {
                offset++;
            }
        }
        throw SyntaxError.near("unterminated /* comment", text, start, length);
    }

    private boolean word() {
        int start = offset;
        int end = start;
        int hash = 0;
        int length = text.length();
        while (end < length) {
            char c = text.charAt(end);
            if (c >= 'A' && c <= 'Z') {
                c = (char) (c + 'a' - 'A');
            } else if (!isLetter(c) && !isDigit(c) && c != '$') {
                break;
            }
            hash = Keywords.hash(hash, c);
            end++;
        }
        add(Keywords.find(text, start, end, hash), start, end);
        return true;
    }

    /// A word that may be the prefix of a literal: `E''`, `B''`, `X''`, `N''`, `U&''`, `U&""`.
    private boolean prefixed(char prefix) {
        int start = offset;
        return switch (prefix) {
            case 'e', 'E' -> quoted(StringScanner.escaped(text, start));
            case 'b', 'B' -> quoted(StringScanner.bits(text, start, Token.BIT_LITERAL));
            case 'x', 'X' -> quoted(StringScanner.bits(text, start, Token.HEX_LITERAL));
            case 'n', 'N' -> one(Token.NCHAR);
            case 'u', 'U' -> {
                if (at(start + 1, '&') && (at(start + 2, '\'') || at(start + 2, '"'))) {
                    yield quoted(StringScanner.unicode(text, start));
                }
                yield word();
            }
            default -> word();
        };
    }

    /// `'…'`, by far the most frequent literal: it needs no string of its own unless a quote is
    /// doubled or the literal goes on after a line break.
    private boolean string() {
        int start = offset;
        int close = text.indexOf('\'', start + 1);
        if (close > 0 && !at(close + 1, '\'') && !StringScanner.continues(text, close + 1)) {
            add(Token.STRING_LITERAL, start, close + 1);
            return true;
        }
        return quoted(StringScanner.plain(text, start));
    }

    private boolean quoted(StringScanner.Literal literal) {
        add(literal.token(), offset, literal.end());
        values[count - 1] = literal.value();
        return true;
    }

    /// `$1` or `$tag$…$tag$`.
    private boolean dollar() {
        int start = offset;
        int end = start + 1;
        int length = text.length();
        if (end < length && isDigit(text.charAt(end))) {
            while (end < length && isDigit(text.charAt(end))) {
                end++;
            }
            if (end < length && isLetter(text.charAt(end))) {
                throw SyntaxError.near(
                        "trailing junk after parameter", text, start, endOfJunk(end));
            }
            add(Token.DOLLAR_NUMBER, start, end);
            return true;
        }
        if (end < length && isLetter(text.charAt(end))) {
            while (end < length && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)))) {
                end++;
            }
        }
        if (!at(end, '$')) {
            throw SyntaxError.near(text, start, start + 1);
        }
        String delimiter = text.substring(start, end + 1);
        int close = text.indexOf(delimiter, end + 1);
        if (close < 0) {
            throw SyntaxError.near("unterminated dollar-quoted string", text, start, length);
        }
        add(Token.STRING_LITERAL, start, close + delimiter.length());
        values[count - 1] = text.substring(end + 1, close);
        return true;
    }

    private boolean number() {
        int start = offset;
        int end = digits(start);
        boolean whole = true;
        if (at(end, '.') && !(end > start && at(end + 1, '.'))) {
            whole = false;
            end = digits(end + 1);
        }
        if (at(end, 'e') || at(end, 'E')) {
            int exponent = end + 1;
            if (at(exponent, '+') || at(exponent, '-')) {
                exponent++;
            }
            int exponentEnd = digits(exponent);
            if (exponentEnd == exponent) {
                int junk = exponent == end + 1 ? endOfJunk(end) : exponent;
                throw SyntaxError.near("trailing junk after numeric literal", text, start, junk);
            }
            whole = false;
            end = exponentEnd;
        }
        if (end < text.length() && isLetter(text.charAt(end))) {
            throw SyntaxError.near(
                    "trailing junk after numeric literal", text, start, endOfJunk(end));
        }
        add(
                whole && isInteger(start, end) ? Token.INTEGER_LITERAL : Token.NUMBER_LITERAL,
                start,
                end);
        return true;
    }

    /// The end of the letters and digits that stand right after a number.
    private int endOfJunk(int from) {
        int end = from;
        while (end < text.length()
                && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)) || at(end, '$'))) {
            end++;
        }
        return end;
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /// Whether digits are a number below 2^31.
    private boolean isInteger(int start, int end) {
        if (end - start <= 9) {
            return true;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + (text.charAt(i) - '0');
            if (value > Integer.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    private boolean operator() {
        int start = offset;
        int end = start;
        int length = text.length();
        while (end < length && isOperator(text.charAt(end))) {
            boolean comment =
                    end > start
                            && ((text.charAt(end) == '-' && at(end + 1, '-'))
                                    || (text.charAt(end) == '/' && at(end + 1, '*')));
            if (comment) {
                break;
            }
            end++;
        }
        // SQL says that "1+-2" is two operators; but "@-" may be one.
        if (end - start > 1 && isSign(text.charAt(end - 1))) {
            boolean unusual = false;
            for (int i = start; i < end - 1 && !unusual; i++) {
                unusual = UNUSUAL_OPERATORS.indexOf(text.charAt(i)) >= 0;
            }
            while (!unusual && end - start > 1 && isSign(text.charAt(end - 1))) {
                end--;
            }
        }
        add(operatorToken(start, end), start, end);
        return true;
    }

    private Token operatorToken(int start, int end) {
        char first = text.charAt(start);
        if (end - start == 1) {
            return switch (first) {
                case '+' -> Token.PLUS;
                case '-' -> Token.MINUS;
                case '*' -> Token.STAR;
                case '/' -> Token.SLASH;
                case '%' -> Token.PERCENT;
                case '^' -> Token.CARET;
                case '<' -> Token.LESS;
                case '>' -> Token.GREATER;
                case '=' -> Token.EQUALS;
                default -> Token.SYMBOL;
            };
        }
        if (end - start == 2) {
            char second = text.charAt(start + 1);
            if (second == '=') {
                return switch (first) {
                    case '<' -> Token.LESS_EQUALS;
                    case '>' -> Token.GREATER_EQUALS;
                    case '!' -> Token.NOT_EQUALS;
                    default -> Token.SYMBOL;
                };
            }
            if (second == '>') {
                if (first == '<') {
                    return Token.NOT_EQUALS;
                }
                return first == '=' ? Token.ARROW : Token.SYMBOL;
            }
        }
        return Token.SYMBOL;
    }

    private boolean one(Token token) {
        add(token, offset, offset + 1);
        return true;
    }

    private boolean many(Token token, int length) {
        add(token, offset, offset + length);
        return true;
    }

    private void add(Token token, int start, int end) {
        if (count == tokens.length) {
            int capacity = count * 2;
            tokens = Arrays.copyOf(tokens, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        tokens[count] = token;
        starts[count] = start;
        ends[count] = end;
        count++;
        offset = end;
    }

    private boolean at(int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }

    static boolean isSpace(char c) {
        return c < 128 && CLASSES[c] == SPACE;
    }

    static boolean isLetter(char c) {
        return c >= 128 || CLASSES[c] == LETTER;
    }

    static boolean isDigit(char c) {
        return c < 128 && CLASSES[c] == DIGIT;
    }

    private static boolean isOperator(char c) {
        return c < 128 && CLASSES[c] == OPERATOR;
    }
}
