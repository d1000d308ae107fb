package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableReference.Alias;
import dev.reckon.sql.ast.TableReference.FunctionItem;
import dev.reckon.sql.ast.TableReference.Functions;
import dev.reckon.sql.ast.TableReference.Join;
import dev.reckon.sql.ast.TableReference.JoinKind;
import dev.reckon.sql.ast.TableReference.Sample;
import dev.reckon.sql.ast.TableReference.Subquery;
import dev.reckon.sql.ast.TableReference.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands in `FROM`: tables, functions, subqueries and joins (PostgreSQL's `table_ref`).
final class FromParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    FromParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// What a parenthesis in `FROM` turned out to hold.
    private sealed interface Parenthesized {
        /// A query, whose alias has not been read.
        record Rows(Query query) implements Parenthesized {}

        /// A join.
        record Tables(Join join) implements Parenthesized {}
    }

    /// Table references between commas.
    List<TableReference> list() {
        TableReference first = parse();
        if (!tokens.at(Token.COMMA)) {
            return List.of(first);
        }
        var list = new ArrayList<TableReference>();
        list.add(first);
        while (tokens.accept(Token.COMMA)) {
            list.add(parse());
        }
        return List.copyOf(list);
    }

    TableReference parse() {
        tokens.enter();
        TableReference reference = joins(primary());
        tokens.leave();
        return reference;
    }

    /// PostgreSQL's `relation_expr`: `name`, `name *`, `ONLY name`, `ONLY (name)`.
    Table relation() {
        int position = tokens.position();
        boolean only = tokens.accept(Token.ONLY);
        boolean parentheses = only && tokens.accept(Token.OPEN_PARENTHESIS);
        QualifiedName name = grammar.names.relation();
        if (parentheses) {
            tokens.expect(Token.CLOSE_PARENTHESIS);
        } else if (!only) {
            tokens.accept(Token.STAR);
        }
        return new Table(name, only, Optional.empty(), Optional.empty(), position);
    }

    private TableReference joins(TableReference first) {
        TableReference left = first;
        int levels = 0;
        while (atJoin()) {
            tokens.enter();
            levels++;
            left = join(left);
        }
        tokens.leave(levels);
        return left;
    }

    private boolean atJoin() {
        return switch (tokens.token()) {
            case JOIN, CROSS, NATURAL, INNER, LEFT, RIGHT, FULL -> true;
            default -> false;
        };
    }

    private Join join(TableReference left) {
        int position = tokens.position();
        if (tokens.accept(Token.CROSS)) {
            tokens.expect(Token.JOIN);
            return join(JoinKind.CROSS, false, left, primary(), Optional.empty(), position);
        }
        boolean natural = tokens.accept(Token.NATURAL);
        JoinKind kind = kind();
        tokens.expect(Token.JOIN);
        if (natural) {
            return join(kind, true, left, primary(), Optional.empty(), position);
        }
        // A join without its condition yet: those that follow come first.
        TableReference right = parse();
        if (tokens.accept(Token.ON)) {
            Optional<Expression> on = Optional.of(grammar.expressions.parse());
            return join(kind, false, left, right, on, position);
        }
        tokens.expect(Token.USING);
        List<String> using = grammar.names.columnNamesInParentheses();
        Optional<Alias> usingAlias = Optional.empty();
        if (tokens.accept(Token.AS)) {
            int aliasPosition = tokens.position();
            usingAlias = Optional.of(new Alias(tokens.columnName(), List.of(), aliasPosition));
        }
        return new Join(
                kind,
                false,
                left,
                right,
                Optional.empty(),
                using,
                usingAlias,
                Optional.empty(),
                position);
    }

    private static Join join(
            JoinKind kind,
            boolean natural,
            TableReference left,
            TableReference right,
            Optional<Expression> on,
            int position) {
        return new Join(
                kind,
                natural,
                left,
                right,
                on,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                position);
    }

    private JoinKind kind() {
        JoinKind kind =
                switch (tokens.token()) {
                    case LEFT -> JoinKind.LEFT;
                    case RIGHT -> JoinKind.RIGHT;
                    case FULL -> JoinKind.FULL;
                    default -> JoinKind.INNER;
                };
        if (kind != JoinKind.INNER) {
            tokens.advance();
            tokens.accept(Token.OUTER);
        } else {
            tokens.accept(Token.INNER);
        }
        return kind;
    }

    private TableReference primary() {
        int position = tokens.position();
        return switch (tokens.token()) {
            case OPEN_PARENTHESIS ->
                    switch (parenthesized()) {
                        case Parenthesized.Rows(Query query) -> subquery(query, false, position);
                        case Parenthesized.Tables(Join join) -> aliased(join);
                    };
            case LATERAL -> lateral();
            case ONLY -> table(relation());
            case XMLTABLE -> {
                if (tokens.peek(1) == Token.OPEN_PARENTHESIS) {
                    yield xmlTable(position);
                }
                yield table(relation());
            }
            default -> named(position, false);
        };
    }

    private TableReference lateral() {
        tokens.expect(Token.LATERAL);
        int position = tokens.position();
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            return subquery(grammar.queries.parseInParentheses(), true, position);
        }
        return tokens.at(Token.XMLTABLE) ? xmlTable(position) : named(position, true);
    }

    /// A table or a function.
    private TableReference named(int position, boolean lateral) {
        if (tokens.at(Token.ROWS, Token.FROM)) {
            return rowsFrom(position, lateral);
        }
        Token token = tokens.token();
        boolean call =
                switch (token.category()) {
                    case NO_KEYWORD, UNRESERVED -> tokens.at(Token.COLLATION, Token.FOR);
                    case TYPE_OR_FUNCTION, RESERVED -> true;
                    case COLUMN_NAME -> tokens.peek(1) == Token.OPEN_PARENTHESIS;
                };
        if (call) {
            return function(special(), position, lateral);
        }
        if (token == Token.IDENTIFIER || token.isColumnName()) {
            if (tokens.peek(1) == Token.OPEN_PARENTHESIS) {
                QualifiedName name = grammar.names.function();
                return function(grammar.calls.application(name, position), position, lateral);
            }
            QualifiedName name = grammar.names.relation();
            if (tokens.at(Token.OPEN_PARENTHESIS)) {
                return function(grammar.calls.application(name, position), position, lateral);
            }
            if (lateral) {
                throw tokens.unexpected();
            }
            tokens.accept(Token.STAR);
            return table(new Table(name, false, Optional.empty(), Optional.empty(), position));
        }
        throw tokens.unexpected();
    }

    /// A function in `FROM` whose name is a keyword, or a form that counts as a function.
    private Expression special() {
        Token token = tokens.token();
        int position = tokens.position();
        return switch (token.category()) {
            case TYPE_OR_FUNCTION -> {
                if (token == Token.CURRENT_SCHEMA && tokens.peek(1) != Token.OPEN_PARENTHESIS) {
                    yield grammar.specialCalls().reserved();
                }
                if (token == Token.COLLATION && tokens.peek(1) == Token.FOR) {
                    yield grammar.specialCalls().collationFor();
                }
                QualifiedName name =
                        new QualifiedName(List.of(tokens.typeOrFunctionName()), position);
                yield grammar.calls.application(name, position);
            }
            case COLUMN_NAME -> grammar.specialCalls().parse();
            default ->
                    token == Token.CAST
                            ? grammar.primaries.parse()
                            : grammar.specialCalls().reserved();
        };
    }

    private TableReference rowsFrom(int position, boolean lateral) {
        tokens.expect(Token.ROWS, Token.FROM);
        tokens.expect(Token.OPEN_PARENTHESIS);
        var items = new ArrayList<FunctionItem>();
        do {
            Expression call = windowless();
            List<TableElement.Column> columns = List.of();
            if (tokens.accept(Token.AS)) {
                tokens.expect(Token.OPEN_PARENTHESIS);
                columns = columnDefinitions();
            }
            items.add(new FunctionItem(call, columns));
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        boolean ordinality = ordinality();
        return new Functions(
                List.copyOf(items), true, lateral, ordinality, optionalAlias(), position);
    }

    /// PostgreSQL's `func_expr_windowless`.
    Expression windowless() {
        int position = tokens.position();
        if (!tokens.at(Token.IDENTIFIER)
                && tokens.token().category() != Token.Category.UNRESERVED) {
            return special();
        }
        return grammar.calls.application(grammar.names.function(), position);
    }

    private boolean ordinality() {
        return tokens.accept(Token.WITH, Token.ORDINALITY);
    }

    private TableReference function(Expression call, int position, boolean lateral) {
        boolean ordinality = ordinality();
        boolean as = tokens.accept(Token.AS);
        List<TableElement.Column> columns = List.of();
        Optional<Alias> alias = Optional.empty();
        int aliasPosition = tokens.position();
        if (as && tokens.accept(Token.OPEN_PARENTHESIS)) {
            columns = columnDefinitions();
            alias = Optional.of(new Alias("", List.of(), aliasPosition));
        } else if (as || tokens.token().isColumnName()) {
            String name = tokens.columnName();
            List<String> names = List.of();
            if (tokens.accept(Token.OPEN_PARENTHESIS)) {
                Token next = tokens.peek(1);
                if (next == Token.COMMA || next == Token.CLOSE_PARENTHESIS) {
                    names = grammar.names.columnNames();
                    tokens.expect(Token.CLOSE_PARENTHESIS);
                } else {
                    columns = columnDefinitions();
                }
            }
            alias = Optional.of(new Alias(name, names, aliasPosition));
        }
        var item = new FunctionItem(call, columns);
        return new Functions(List.of(item), false, lateral, ordinality, alias, position);
    }

    /// PostgreSQL's `TableFuncElementList`; the opening parenthesis has been taken, the closing one
    /// is.
    private List<TableElement.Column> columnDefinitions() {
        var list = new ArrayList<TableElement.Column>();
        do {
            int position = tokens.position();
            String name = tokens.columnName();
            var type = Optional.of(grammar.types.parse());
            Optional<QualifiedName> collation =
                    tokens.accept(Token.COLLATE)
                            ? Optional.of(grammar.names.any())
                            : Optional.empty();
            list.add(
                    new TableElement.Column(
                            name,
                            type,
                            collation,
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            position));
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    private Table table(Table table) {
        Optional<Alias> alias = optionalAlias();
        Optional<Sample> sample =
                tokens.at(Token.TABLESAMPLE) ? Optional.of(sample()) : Optional.empty();
        if (alias.isEmpty() && sample.isEmpty()) {
            return table;
        }
        return new Table(table.name(), table.only(), alias, sample, table.position());
    }

    private Sample sample() {
        tokens.expect(Token.TABLESAMPLE);
        QualifiedName method = grammar.names.function();
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<Expression> arguments = grammar.expressions.list();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        Optional<Expression> seed = Optional.empty();
        if (tokens.accept(Token.REPEATABLE)) {
            tokens.expect(Token.OPEN_PARENTHESIS);
            seed = Optional.of(grammar.expressions.parse());
            tokens.expect(Token.CLOSE_PARENTHESIS);
        }
        return new Sample(method, arguments, seed);
    }

    private Optional<Alias> optionalAlias() {
        if (!tokens.at(Token.AS) && !tokens.token().isColumnName()) {
            return Optional.empty();
        }
        tokens.accept(Token.AS);
        int position = tokens.position();
        String name = tokens.columnName();
        return Optional.of(new Alias(name, grammar.names.optionalColumnNames(), position));
    }

    private Subquery subquery(Query query, boolean lateral, int position) {
        Optional<Alias> alias = optionalAlias();
        if (alias.isEmpty()) {
            boolean values = query.body() instanceof Query.Values;
            throw SyntaxError.at(
                            (values ? "VALUES" : "subquery") + " in FROM must have an alias",
                            position)
                    .withHint(
                            "For example, FROM ("
                                    + (values ? "VALUES" : "SELECT")
                                    + " ...) [AS] foo.");
        }
        return new Subquery(query, lateral, alias, position);
    }

    private Join aliased(Join join) {
        Optional<Alias> alias = optionalAlias();
        if (alias.isEmpty()) {
            return join;
        }
        return new Join(
                join.kind(),
                join.natural(),
                join.left(),
                join.right(),
                join.on(),
                join.using(),
                join.usingAlias(),
                alias,
                join.position());
    }

    /// Reads a parenthesis. As with expressions, only its end tells what it holds when it begins
    /// with another one.
    private Parenthesized parenthesized() {
        tokens.enter(TokenCursor.BRACKET_DEPTH);
        tokens.expect(Token.OPEN_PARENTHESIS);
        Parenthesized content;
        if (grammar.queries.atQuery()) {
            content = new Parenthesized.Rows(grammar.queries.parse());
        } else if (tokens.at(Token.OPEN_PARENTHESIS)) {
            content = nested();
        } else {
            content = joined(parse());
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        tokens.leave(TokenCursor.BRACKET_DEPTH);
        return content;
    }

    private Parenthesized nested() {
        int position = tokens.position();
        return switch (parenthesized()) {
            case Parenthesized.Rows(Query query) -> {
                if (grammar.queries.goesOn()) {
                    yield new Parenthesized.Rows(grammar.queries.parseFrom(query));
                }
                if (tokens.at(Token.CLOSE_PARENTHESIS)) {
                    yield new Parenthesized.Rows(query);
                }
                yield joined(joins(subquery(query, false, position)));
            }
            case Parenthesized.Tables(Join join) -> joined(joins(aliased(join)));
        };
    }

    /// Only a join can stand in parentheses.
    private Parenthesized joined(TableReference reference) {
        if (reference instanceof Join join) {
            return new Parenthesized.Tables(join);
        }
        throw tokens.unexpected();
    }

    /// XMLTABLE is not supported: what stands in its parentheses is skipped.
    private TableReference xmlTable(int position) {
        tokens.expect(Token.XMLTABLE);
        grammar.specialCalls().skipParentheses();
        optionalAlias();
        return new TableReference.Unsupported("XMLTABLE", position);
    }
}
