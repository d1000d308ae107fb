package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.ColumnReference;
import dev.reckon.sql.ast.IndexElement;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableStatement.CreateIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `CREATE INDEX`, and the keys of indexes wherever they stand.
final class IndexParser {
    private final Grammar grammar;
    private final TokenCursor tokens;
    private final QueryTailParser tails;

    IndexParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.tails = new QueryTailParser(grammar);
    }

    /// `CREATE` has been taken.
    CreateIndex parse(int position) {
        boolean unique = tokens.accept(Token.UNIQUE);
        tokens.expect(Token.INDEX);
        boolean concurrently = tokens.accept(Token.CONCURRENTLY);
        boolean ifNotExists = grammar.names.ifNotExists();
        Optional<String> name =
                tokens.at(Token.ON) && !ifNotExists
                        ? Optional.empty()
                        : Optional.of(tokens.columnName());
        tokens.expect(Token.ON);
        TableReference.Table table = grammar.from.relation();
        String method = tokens.accept(Token.USING) ? tokens.columnName() : "btree";
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<IndexElement> elements = elements();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        List<IndexElement> include = List.of();
        if (tokens.accept(Token.INCLUDE)) {
            tokens.expect(Token.OPEN_PARENTHESIS);
            include = elements();
            tokens.expect(Token.CLOSE_PARENTHESIS);
        }
        boolean nullsNotDistinct = nullsNotDistinct();
        List<Option> options = grammar.options().optionalWith();
        Optional<String> tablespace =
                tokens.accept(Token.TABLESPACE)
                        ? Optional.of(tokens.columnName())
                        : Optional.empty();
        Optional<Expression> where = grammar.queries.where();
        return new CreateIndex(
                name,
                table.name(),
                table.only(),
                unique,
                nullsNotDistinct,
                concurrently,
                ifNotExists,
                method,
                elements,
                include,
                options,
                tablespace,
                where,
                position);
    }

    /// `NULLS [NOT] DISTINCT` or nothing.
    boolean nullsNotDistinct() {
        if (!tokens.accept(Token.NULLS)) {
            return false;
        }
        boolean not = tokens.accept(Token.NOT);
        tokens.expect(Token.DISTINCT);
        return not;
    }

    /// PostgreSQL's `index_params`.
    List<IndexElement> elements() {
        var list = new ArrayList<IndexElement>();
        do {
            list.add(element());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    IndexElement element() {
        int position = tokens.position();
        Expression expression = key();
        Optional<QualifiedName> collation =
                tokens.accept(Token.COLLATE) ? Optional.of(grammar.names.any()) : Optional.empty();
        Optional<QualifiedName> operatorClass = Optional.empty();
        List<Option> options = List.of();
        if (tokens.token().isColumnName() && !tokens.at(Token.NULLS)) {
            operatorClass = Optional.of(grammar.names.any());
            if (tokens.at(Token.OPEN_PARENTHESIS)) {
                options = grammar.options().definition();
            }
        }
        return new IndexElement(
                expression,
                collation,
                operatorClass,
                options,
                tails.direction(),
                tails.nullOrder(),
                position);
    }

    /// A column, a call, or an expression in parentheses.
    Expression key() {
        int position = tokens.position();
        if (tokens.accept(Token.OPEN_PARENTHESIS)) {
            Expression expression = grammar.expressions.parse();
            tokens.expect(Token.CLOSE_PARENTHESIS);
            return expression;
        }
        Token next = tokens.peek(1);
        if (tokens.token().isColumnName() && next != Token.OPEN_PARENTHESIS && next != Token.DOT) {
            return new ColumnReference(List.of(tokens.columnName()), position);
        }
        return grammar.from.windowless();
    }
}
