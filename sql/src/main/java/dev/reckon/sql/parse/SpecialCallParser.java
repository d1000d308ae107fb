package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.CallForm;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Expression.CastForm;
import dev.reckon.sql.ast.Expression.Coalesce;
import dev.reckon.sql.ast.Expression.Extreme;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.Expression.NullIf;
import dev.reckon.sql.ast.Expression.SessionValue;
import dev.reckon.sql.ast.Expression.SessionValueKind;
import dev.reckon.sql.ast.Expression.StringConstant;
import dev.reckon.sql.ast.Expression.UnsupportedExpression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Calls that SQL writes in words (`EXTRACT(year FROM x)`), as PostgreSQL's grammar turns them into
/// calls, and the values without parentheses (`CURRENT_DATE`).
final class SpecialCallParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    SpecialCallParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// What begins with a word of the column-name category and a parenthesis after it.
    Expression parse() {
        Token word = tokens.token();
        int position = tokens.position();
        tokens.advance();
        if (isXml(word)) {
            return xml(word, position);
        }
        tokens.expect(Token.OPEN_PARENTHESIS);
        Expression call =
                switch (word) {
                    case COALESCE -> new Coalesce(grammar.expressions.list(), position);
                    case GREATEST -> new Extreme(true, grammar.expressions.list(), position);
                    case LEAST -> new Extreme(false, grammar.expressions.list(), position);
                    case NULLIF -> nullIf(position);
                    case EXTRACT -> extract(position);
                    case OVERLAY -> overlay(position);
                    case POSITION -> position(position);
                    case SUBSTRING -> substring(position);
                    case TREAT -> treat(position);
                    case TRIM -> trim(position);
                    case NORMALIZE -> normalize(position);
                    // Names of columns that no function can have.
                    default -> throw tokens.unexpected(-1);
                };
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return call;
    }

    /// What begins with a reserved word.
    Expression reserved() {
        int position = tokens.position();
        SessionValueKind kind =
                switch (tokens.token()) {
                    case CURRENT_DATE -> SessionValueKind.CURRENT_DATE;
                    case CURRENT_TIME -> SessionValueKind.CURRENT_TIME;
                    case CURRENT_TIMESTAMP -> SessionValueKind.CURRENT_TIMESTAMP;
                    case LOCALTIME -> SessionValueKind.LOCALTIME;
                    case LOCALTIMESTAMP -> SessionValueKind.LOCALTIMESTAMP;
                    case CURRENT_ROLE -> SessionValueKind.CURRENT_ROLE;
                    case CURRENT_USER -> SessionValueKind.CURRENT_USER;
                    case SESSION_USER -> SessionValueKind.SESSION_USER;
                    case USER -> SessionValueKind.USER;
                    case CURRENT_CATALOG -> SessionValueKind.CURRENT_CATALOG;
                    case CURRENT_SCHEMA -> SessionValueKind.CURRENT_SCHEMA;
                    default -> throw tokens.unexpected();
                };
        tokens.advance();
        boolean precise =
                switch (kind) {
                    case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> true;
                    default -> false;
                };
        OptionalInt precision = OptionalInt.empty();
        if (precise && tokens.accept(Token.OPEN_PARENTHESIS)) {
            precision = OptionalInt.of(tokens.expectInteger());
            tokens.expect(Token.CLOSE_PARENTHESIS);
        }
        return new SessionValue(kind, precision, position);
    }

    /// `COLLATION FOR (x)`
    Expression collationFor() {
        int position = tokens.expect(Token.COLLATION);
        tokens.expect(Token.FOR);
        tokens.expect(Token.OPEN_PARENTHESIS);
        Expression operand = grammar.expressions.parse();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return sql("pg_collation_for", List.of(operand), position);
    }

    /// The name of a Unicode normal form.
    static Optional<String> normalForm(Token token) {
        return switch (token) {
            case NFC, NFD, NFKC, NFKD -> Optional.of(token.name());
            default -> Optional.empty();
        };
    }

    private static FunctionCall sql(String name, List<Expression> arguments, int position) {
        return FunctionCall.of(
                QualifiedName.system(name, position), arguments, CallForm.SQL, position);
    }

    /// A call in the ordinary way of a function that also has a way in words.
    private FunctionCall plain(String name, Optional<Expression> first, int position) {
        var arguments = new ArrayList<Expression>();
        first.ifPresent(arguments::add);
        if (first.isEmpty() && !tokens.at(Token.CLOSE_PARENTHESIS)) {
            arguments.add(grammar.calls.argument());
        }
        while (tokens.accept(Token.COMMA)) {
            arguments.add(grammar.calls.argument());
        }
        return FunctionCall.of(
                new QualifiedName(List.of(name), position),
                List.copyOf(arguments),
                CallForm.PLAIN,
                position);
    }

    /// Whether the arguments can only be those of an ordinary call.
    private boolean atPlainArguments() {
        Token next = tokens.peek(1);
        return tokens.at(Token.CLOSE_PARENTHESIS)
                || next == Token.ARROW
                || next == Token.COLON_EQUALS;
    }

    private Expression nullIf(int position) {
        Expression left = grammar.expressions.parse();
        tokens.expect(Token.COMMA);
        return new NullIf(left, grammar.expressions.parse(), position);
    }

    private Expression extract(int position) {
        int at = tokens.position();
        boolean field =
                switch (tokens.token()) {
                    case IDENTIFIER, STRING_LITERAL, YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> true;
                    default -> false;
                };
        if (!field) {
            throw tokens.unexpected();
        }
        var name = new StringConstant(tokens.take(), at);
        tokens.expect(Token.FROM);
        return sql("extract", List.of(name, grammar.expressions.parse()), position);
    }

    private Expression overlay(int position) {
        if (atPlainArguments()) {
            return plain("overlay", Optional.empty(), position);
        }
        Expression text = grammar.expressions.parse();
        if (!tokens.accept(Token.PLACING)) {
            return plain("overlay", Optional.of(text), position);
        }
        var arguments = new ArrayList<Expression>();
        arguments.add(text);
        arguments.add(grammar.expressions.parse());
        tokens.expect(Token.FROM);
        arguments.add(grammar.expressions.parse());
        if (tokens.accept(Token.FOR)) {
            arguments.add(grammar.expressions.parse());
        }
        return sql("overlay", List.copyOf(arguments), position);
    }

    private Expression position(int position) {
        Expression part = grammar.expressions.parseRestricted();
        tokens.expect(Token.IN);
        Expression whole = grammar.expressions.parseRestricted();
        return sql("position", List.of(whole, part), position);
    }

    private Expression substring(int position) {
        if (atPlainArguments()) {
            return plain("substring", Optional.empty(), position);
        }
        Expression text = grammar.expressions.parseBeforeSimilar();
        return switch (tokens.token()) {
            case FROM -> {
                tokens.advance();
                Expression from = grammar.expressions.parse();
                if (tokens.accept(Token.FOR)) {
                    Expression count = grammar.expressions.parse();
                    yield sql("substring", List.of(text, from, count), position);
                }
                yield sql("substring", List.of(text, from), position);
            }
            case FOR -> substringFor(text, position);
            case SIMILAR -> {
                tokens.advance();
                Expression pattern = grammar.expressions.parse();
                tokens.expect(Token.ESCAPE);
                Expression escape = grammar.expressions.parse();
                yield sql("substring", List.of(text, pattern, escape), position);
            }
            default -> plain("substring", Optional.of(text), position);
        };
    }

    private Expression substringFor(Expression text, int position) {
        tokens.expect(Token.FOR);
        Expression count = grammar.expressions.parse();
        if (tokens.accept(Token.FROM)) {
            Expression from = grammar.expressions.parse();
            return sql("substring", List.of(text, from, count), position);
        }
        // The length must be an integer, or substring(text, 1, pattern) might be meant.
        TypeName integer =
                TypeName.of(QualifiedName.system("int4", count.position()), count.position());
        Expression length = new Cast(count, integer, CastForm.COLONS, count.position());
        Expression one = new IntegerConstant(1, count.position());
        return sql("substring", List.of(text, one, length), position);
    }

    private Expression treat(int position) {
        Expression operand = grammar.expressions.parse();
        tokens.expect(Token.AS);
        TypeName type = grammar.types.parse();
        return FunctionCall.of(
                QualifiedName.system(type.name().name(), position),
                List.of(operand),
                CallForm.PLAIN,
                position);
    }

    private Expression trim(int position) {
        String name =
                switch (tokens.token()) {
                    case LEADING -> "ltrim";
                    case TRAILING -> "rtrim";
                    default -> "btrim";
                };
        switch (tokens.token()) {
            case LEADING, TRAILING, BOTH -> tokens.advance();
            default -> {
                // BOTH is understood
            }
        }
        if (tokens.accept(Token.FROM)) {
            return sql(name, grammar.expressions.list(), position);
        }
        Expression first = grammar.expressions.parse();
        if (tokens.accept(Token.FROM)) {
            var arguments = new ArrayList<>(grammar.expressions.list());
            arguments.add(first);
            return sql(name, List.copyOf(arguments), position);
        }
        return sql(name, grammar.expressions.listFrom(first), position);
    }

    private Expression normalize(int position) {
        var arguments = new ArrayList<Expression>();
        arguments.add(grammar.expressions.parse());
        if (tokens.accept(Token.COMMA)) {
            String form = normalForm(tokens.token()).orElseThrow(tokens::unexpected);
            arguments.add(new StringConstant(form, tokens.position()));
            tokens.advance();
        }
        return sql("normalize", List.copyOf(arguments), position);
    }

    private static boolean isXml(Token word) {
        return word.name().startsWith("XML");
    }

    /// XML is not supported: what stands in the parentheses is skipped.
    private Expression xml(Token word, int position) {
        skipParentheses();
        return new UnsupportedExpression(word.name().toLowerCase(Locale.ROOT), position);
    }

    /// Skips a pair of parentheses with all that is in it.
    void skipParentheses() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        int open = 1;
        while (open > 0) {
            switch (tokens.token()) {
                case OPEN_PARENTHESIS -> open++;
                case CLOSE_PARENTHESIS -> open--;
                case END_OF_INPUT, INVALID, SEMICOLON -> throw tokens.unexpected();
                default -> {
                    // part of what is skipped
                }
            }
            tokens.advance();
        }
    }
}
