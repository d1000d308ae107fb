package dev.reckon.sql.format.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.path.PathNode.Operator;
import dev.reckon.sql.function.pattern.RegexCache;
import dev.reckon.sql.function.pattern.RegexOptions;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the text of a jsonpath: recursive descent over PostgreSQL's grammar. For one thread, for
/// one text.
final class PathParser {
    /// Deep enough for people, shallow enough for a thread's stack.
    private static final int DEPTH_MAX = 1000;

    private static final String FLAG_ORDER = "ismxq";

    private final String text;
    private final PathLexer lexer;
    private PathToken token;
    private int depth;
    private int filters;
    private int subscripts;

    PathParser(String text) {
        this.text = text;
        this.lexer = new PathLexer(text);
        this.token = lexer.next();
    }

    JsonPath parse() {
        if (token.kind() == PathToken.Kind.END) {
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input syntax for type jsonpath: \"" + text + "\"");
        }
        boolean strict = token.isWord("strict");
        if (strict || token.isWord("lax")) {
            advance();
        }
        PathNode expression = any();
        if (token.kind() != PathToken.Kind.END) {
            throw unexpected();
        }
        return new JsonPath(strict, expression);
    }

    private void advance() {
        token = lexer.next();
    }

    private boolean skip(String symbol) {
        if (!token.isSymbol(symbol)) {
            return false;
        }
        advance();
        return true;
    }

    private void expect(String symbol) {
        if (!skip(symbol)) {
            throw unexpected();
        }
    }

    private boolean skipWord(String word) {
        if (!token.isWord(word)) {
            return false;
        }
        advance();
        return true;
    }

    private void expectWord(String word) {
        if (!skipWord(word)) {
            throw unexpected();
        }
    }

    private DatabaseException unexpected() {
        return PathLexer.error("syntax error", token.source());
    }

    /// Reads an expression or a predicate.
    private PathNode any() {
        PathNode left = conjunction();
        while (token.isSymbol("||")) {
            requirePredicate(left);
            advance();
            PathNode right = conjunction();
            requirePredicate(right);
            left = new PathNode.Binary(Operator.OR, left, right);
        }
        return left;
    }

    private PathNode predicate() {
        PathNode node = any();
        requirePredicate(node);
        return node;
    }

    private PathNode expression() {
        PathNode node = any();
        requireExpression(node);
        return node;
    }

    private void requirePredicate(PathNode node) {
        if (!node.isPredicate()) {
            throw unexpected();
        }
    }

    private void requireExpression(PathNode node) {
        if (node.isPredicate()) {
            throw unexpected();
        }
    }

    private PathNode conjunction() {
        PathNode left = comparison();
        while (token.isSymbol("&&")) {
            requirePredicate(left);
            advance();
            PathNode right = comparison();
            requirePredicate(right);
            left = new PathNode.Binary(Operator.AND, left, right);
        }
        return left;
    }

    private PathNode comparison() {
        if (skip("!")) {
            boolean delimited = token.isSymbol("(") || token.isWord("exists");
            if (!delimited) {
                throw unexpected();
            }
            PathNode operand = primary();
            requirePredicate(operand);
            return new PathNode.Not(operand);
        }
        PathNode left = sum();
        Optional<Operator> operator = comparator();
        if (operator.isPresent()) {
            requireExpression(left);
            advance();
            PathNode right = sum();
            requireExpression(right);
            return new PathNode.Binary(operator.get(), left, right);
        }
        if (token.isWord("starts")) {
            requireExpression(left);
            advance();
            expectWord("with");
            return new PathNode.Binary(Operator.STARTS_WITH, left, initial());
        }
        if (token.isWord("like_regex")) {
            requireExpression(left);
            advance();
            String pattern = string();
            String flags = skipWord("flag") ? flags(string()) : "";
            var regex = new PathNode.LikeRegex(left, pattern, flags);
            RegexCache.compiled(
                    pattern, RegexOptions.parse(regex.letters())); // Says what is wrong.
            return regex;
        }
        return left;
    }

    private Optional<Operator> comparator() {
        if (token.kind() != PathToken.Kind.SYMBOL) {
            return Optional.empty();
        }
        return switch (token.text()) {
            case "==" -> Optional.of(Operator.EQUAL);
            case "!=", "<>" -> Optional.of(Operator.NOT_EQUAL);
            case "<" -> Optional.of(Operator.LESS);
            case "<=" -> Optional.of(Operator.LESS_OR_EQUAL);
            case ">" -> Optional.of(Operator.GREATER);
            case ">=" -> Optional.of(Operator.GREATER_OR_EQUAL);
            default -> Optional.empty();
        };
    }

    private PathNode initial() {
        if (token.kind() == PathToken.Kind.VARIABLE) {
            var variable = new PathNode.Variable(token.text());
            advance();
            return variable;
        }
        return new PathNode.Literal(new Json.Text(string()));
    }

    private String string() {
        if (token.kind() != PathToken.Kind.STRING) {
            throw unexpected();
        }
        String value = token.text();
        advance();
        return value;
    }

    /// Checks the flags of like_regex and puts them in order.
    private static String flags(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            if (FLAG_ORDER.indexOf(letters.charAt(i)) < 0) {
                int end = letters.offsetByCodePoints(i, 1);
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR, "invalid input syntax for type jsonpath")
                        .withDetail(
                                "Unrecognized flag character \""
                                        + letters.substring(i, end)
                                        + "\" in LIKE_REGEX predicate.");
            }
        }
        if (letters.indexOf('x') >= 0 && letters.indexOf('q') < 0) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "XQuery \"x\" flag (expanded regular expressions) is not implemented");
        }
        var ordered = new StringBuilder();
        for (int i = 0; i < FLAG_ORDER.length(); i++) {
            if (letters.indexOf(FLAG_ORDER.charAt(i)) >= 0) {
                ordered.append(FLAG_ORDER.charAt(i));
            }
        }
        return ordered.toString();
    }

    private PathNode sum() {
        PathNode left = product();
        while (token.isSymbol("+") || token.isSymbol("-")) {
            Operator operator = token.isSymbol("+") ? Operator.ADD : Operator.SUBTRACT;
            left = arithmetic(operator, left, false);
        }
        return left;
    }

    private PathNode product() {
        PathNode left = signed();
        while (token.isSymbol("*") || token.isSymbol("/") || token.isSymbol("%")) {
            Operator operator =
                    token.isSymbol("*")
                            ? Operator.MULTIPLY
                            : token.isSymbol("/") ? Operator.DIVIDE : Operator.REMAINDER;
            left = arithmetic(operator, left, true);
        }
        return left;
    }

    private PathNode arithmetic(Operator operator, PathNode left, boolean close) {
        requireExpression(left);
        advance();
        PathNode right = close ? signed() : product();
        requireExpression(right);
        return new PathNode.Binary(operator, left, right);
    }

    private PathNode signed() {
        if (!token.isSymbol("+") && !token.isSymbol("-")) {
            return primary();
        }
        boolean negative = token.isSymbol("-");
        advance();
        enter();
        PathNode operand = signed();
        depth--;
        requireExpression(operand);
        if (operand instanceof PathNode.Literal(Json.Number(BigDecimal value))) {
            return number(negative ? value.negate() : value);
        }
        return new PathNode.Sign(negative, operand);
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw new DatabaseException(
                    SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
    }

    private static PathNode number(BigDecimal value) {
        return new PathNode.Literal(new Json.Number(value));
    }

    private PathNode primary() {
        enter();
        PathNode head;
        if (skip("(")) {
            head = any();
            expect(")");
            if (head.isPredicate() && token.isWord("is")) {
                advance();
                expectWord("unknown");
                depth--;
                return new PathNode.IsUnknown(head);
            }
        } else if (skipWord("exists")) {
            expect("(");
            head = new PathNode.Exists(expression());
            expect(")");
            depth--;
            return head;
        } else {
            head = start();
        }
        List<PathNode> links = new ArrayList<>(head.links());
        while (isAccessor()) {
            links.add(accessor());
        }
        depth--;
        return links.size() == 1 ? head : new PathNode.Chain(links);
    }

    private PathNode start() {
        PathToken first = token;
        PathNode head =
                switch (first.kind()) {
                    case STRING -> new PathNode.Literal(new Json.Text(first.text()));
                    case VARIABLE -> new PathNode.Variable(first.text());
                    case INTEGER, DECIMAL -> number(JsonParser.numeric(first.text()));
                    case SYMBOL -> anchor(first);
                    case NAME -> word(first);
                    case END -> throw unexpected();
                };
        advance();
        return head;
    }

    private PathNode anchor(PathToken first) {
        if (first.text().equals("$")) {
            return PathNode.Anchor.ROOT;
        }
        if (!first.text().equals("@")) {
            throw unexpected();
        }
        if (filters == 0) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR, "@ is not allowed in root expressions");
        }
        return PathNode.Anchor.CURRENT;
    }

    private PathNode word(PathToken first) {
        if (first.isWord("null")) {
            return new PathNode.Literal(Json.Null.NULL);
        }
        if (first.isWord("true") || first.isWord("false")) {
            return new PathNode.Literal(new Json.Bool(first.isWord("true")));
        }
        if (!first.isWord("last")) {
            throw unexpected();
        }
        if (subscripts == 0) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR, "LAST is allowed only in array subscripts");
        }
        return PathNode.Anchor.LAST;
    }

    private boolean isAccessor() {
        return token.isSymbol(".") || token.isSymbol("[") || token.isSymbol("?");
    }

    private PathNode accessor() {
        if (skip("?")) {
            expect("(");
            filters++;
            PathNode predicate = predicate();
            filters--;
            expect(")");
            return new PathNode.Filter(predicate);
        }
        if (skip("[")) {
            return elements();
        }
        expect(".");
        if (skip("*")) {
            return PathNode.Wildcard.MEMBERS;
        }
        if (skip("**")) {
            return descendants();
        }
        if (token.kind() != PathToken.Kind.NAME && token.kind() != PathToken.Kind.STRING) {
            throw unexpected();
        }
        PathToken name = token;
        advance();
        return name.kind() == PathToken.Kind.NAME && token.isSymbol("(")
                ? method(name)
                : new PathNode.Member(name.text());
    }

    private PathNode method(PathToken name) {
        if (name.isWord("datetime")) {
            advance();
            Optional<String> template =
                    token.isSymbol(")") ? Optional.empty() : Optional.of(string());
            expect(")");
            return new PathNode.DateTime(template);
        }
        for (PathNode.Method method : PathNode.Method.values()) {
            if (method.text().equals(name.text().toLowerCase(Locale.ROOT))) {
                advance();
                expect(")");
                return method;
            }
        }
        throw unexpected();
    }

    private PathNode elements() {
        if (skip("*")) {
            expect("]");
            return PathNode.Wildcard.ELEMENTS;
        }
        List<PathNode.Subscript> list = new ArrayList<>();
        subscripts++;
        do {
            PathNode from = expression();
            Optional<PathNode> to = skipWord("to") ? Optional.of(expression()) : Optional.empty();
            list.add(new PathNode.Subscript(from, to));
        } while (skip(","));
        subscripts--;
        expect("]");
        return new PathNode.Elements(list);
    }

    private PathNode descendants() {
        if (!skip("{")) {
            return new PathNode.Descendants(0, PathNode.Descendants.LAST_LEVEL);
        }
        long first = level();
        long last = skipWord("to") ? level() : first;
        expect("}");
        return new PathNode.Descendants(first, last);
    }

    private long level() {
        if (skipWord("last")) {
            return PathNode.Descendants.LAST_LEVEL;
        }
        if (token.kind() != PathToken.Kind.INTEGER) {
            throw unexpected();
        }
        long level;
        try {
            level = Integer.parseInt(token.text());
        } catch (NumberFormatException _) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "value \"" + token.text() + "\" is out of range for type integer");
        }
        advance();
        return level;
    }
}
