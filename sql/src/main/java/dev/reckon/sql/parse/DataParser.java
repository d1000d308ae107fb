package dev.reckon.sql.parse;

import dev.reckon.sql.ast.DataStatement.Accessor;
import dev.reckon.sql.ast.DataStatement.Assignment;
import dev.reckon.sql.ast.DataStatement.ConflictTarget;
import dev.reckon.sql.ast.DataStatement.Delete;
import dev.reckon.sql.ast.DataStatement.Insert;
import dev.reckon.sql.ast.DataStatement.OnConflict;
import dev.reckon.sql.ast.DataStatement.Overriding;
import dev.reckon.sql.ast.DataStatement.TargetColumn;
import dev.reckon.sql.ast.DataStatement.Truncate;
import dev.reckon.sql.ast.DataStatement.Update;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.CurrentOf;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Query.With;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableReference.Alias;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`.
final class DataParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    DataParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Insert insert(Optional<With> with) {
        int position = tokens.expect(Token.INSERT);
        tokens.expect(Token.INTO);
        QualifiedName table = grammar.names.relation();
        Optional<Alias> alias = Optional.empty();
        if (tokens.accept(Token.AS)) {
            int aliasPosition = tokens.position();
            alias = Optional.of(new Alias(tokens.columnName(), List.of(), aliasPosition));
        }
        List<TargetColumn> columns = List.of();
        Overriding overriding = Overriding.NONE;
        Optional<Query> source = Optional.empty();
        if (tokens.accept(Token.DEFAULT)) {
            tokens.expect(Token.VALUES);
        } else {
            if (tokens.at(Token.OPEN_PARENTHESIS) && !atQueryInParentheses()) {
                columns = columnsInParentheses();
            }
            overriding = overriding();
            source = Optional.of(grammar.queries.parse());
        }
        Optional<OnConflict> onConflict =
                tokens.at(Token.ON) ? Optional.of(onConflict()) : Optional.empty();
        return new Insert(
                with, table, alias, columns, overriding, source, onConflict, returning(), position);
    }

    private boolean atQueryInParentheses() {
        int distance = 1;
        while (tokens.peek(distance) == Token.OPEN_PARENTHESIS) {
            distance++;
        }
        return switch (tokens.peek(distance)) {
            case SELECT, WITH, TABLE -> true;
            case VALUES -> tokens.peek(distance + 1) == Token.OPEN_PARENTHESIS;
            default -> distance > 1;
        };
    }

    Overriding overriding() {
        if (!tokens.accept(Token.OVERRIDING)) {
            return Overriding.NONE;
        }
        boolean system = tokens.accept(Token.SYSTEM);
        if (!system) {
            tokens.expect(Token.USER);
        }
        tokens.expect(Token.VALUE);
        return system ? Overriding.SYSTEM : Overriding.USER;
    }

    /// `(a, b.c, d[1])`
    List<TargetColumn> columnsInParentheses() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        var list = new ArrayList<TargetColumn>();
        do {
            list.add(target());
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    private TargetColumn target() {
        int position = tokens.position();
        String name = tokens.columnName();
        if (!tokens.at(Token.DOT) && !tokens.at(Token.OPEN_BRACKET)) {
            return new TargetColumn(name, List.of(), position);
        }
        var path = new ArrayList<Accessor>();
        while (true) {
            if (tokens.accept(Token.DOT)) {
                path.add(new Accessor.Field(tokens.label()));
            } else if (tokens.accept(Token.OPEN_BRACKET)) {
                path.add(element());
            } else {
                return new TargetColumn(name, List.copyOf(path), position);
            }
        }
    }

    private Accessor element() {
        Optional<Expression> lower = Optional.empty();
        if (!tokens.at(Token.COLON)) {
            lower = Optional.of(grammar.expressions.parse());
            if (tokens.accept(Token.CLOSE_BRACKET)) {
                return new Accessor.Element(lower.get());
            }
        }
        tokens.expect(Token.COLON);
        Optional<Expression> upper =
                tokens.at(Token.CLOSE_BRACKET)
                        ? Optional.empty()
                        : Optional.of(grammar.expressions.parse());
        tokens.expect(Token.CLOSE_BRACKET);
        return new Accessor.Range(lower, upper);
    }

    private OnConflict onConflict() {
        int position = tokens.expect(Token.ON);
        tokens.expect(Token.CONFLICT);
        Optional<ConflictTarget> target = Optional.empty();
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            int targetPosition = tokens.expect(Token.OPEN_PARENTHESIS);
            var elements = new IndexParser(grammar).elements();
            tokens.expect(Token.CLOSE_PARENTHESIS);
            Optional<Expression> where = grammar.queries.where();
            target = Optional.of(new ConflictTarget.Inferred(elements, where, targetPosition));
        } else if (tokens.accept(Token.ON)) {
            tokens.expect(Token.CONSTRAINT);
            int namePosition = tokens.position();
            target = Optional.of(new ConflictTarget.Constraint(tokens.columnName(), namePosition));
        }
        tokens.expect(Token.DO);
        if (tokens.accept(Token.NOTHING)) {
            return new OnConflict(target, List.of(), Optional.empty(), position);
        }
        tokens.expect(Token.UPDATE, Token.SET);
        List<Assignment> update = assignments();
        return new OnConflict(target, update, grammar.queries.where(), position);
    }

    Update update(Optional<With> with) {
        int position = tokens.expect(Token.UPDATE);
        TableReference.Table table = relationWithAlias();
        tokens.expect(Token.SET);
        List<Assignment> assignments = assignments();
        List<TableReference> from = tokens.accept(Token.FROM) ? grammar.from.list() : List.of();
        Optional<Expression> where = whereOrCurrent();
        return new Update(with, table, assignments, from, where, returning(), position);
    }

    Delete delete(Optional<With> with) {
        int position = tokens.expect(Token.DELETE);
        tokens.expect(Token.FROM);
        TableReference.Table table = relationWithAlias();
        List<TableReference> using = tokens.accept(Token.USING) ? grammar.from.list() : List.of();
        Optional<Expression> where = whereOrCurrent();
        return new Delete(with, table, using, where, returning(), position);
    }

    /// PostgreSQL's `relation_expr_opt_alias`, where a bare `SET` is no alias.
    TableReference.Table relationWithAlias() {
        TableReference.Table table = grammar.from.relation();
        boolean as = tokens.accept(Token.AS);
        if (!as && (tokens.at(Token.SET) || !tokens.token().isColumnName())) {
            return table;
        }
        int aliasPosition = tokens.position();
        var alias = new Alias(tokens.columnName(), List.of(), aliasPosition);
        return new TableReference.Table(
                table.name(), table.only(), Optional.of(alias), Optional.empty(), table.position());
    }

    /// PostgreSQL's `set_clause_list`.
    List<Assignment> assignments() {
        var list = new ArrayList<Assignment>();
        do {
            list.add(assignment());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    private Assignment assignment() {
        int position = tokens.position();
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            List<TargetColumn> columns = columnsInParentheses();
            tokens.expect(Token.EQUALS);
            return new Assignment.Multiple(columns, grammar.expressions.parse(), position);
        }
        TargetColumn column = target();
        tokens.expect(Token.EQUALS);
        return new Assignment.Single(column, grammar.expressions.parse(), position);
    }

    private Optional<Expression> whereOrCurrent() {
        if (!tokens.at(Token.WHERE, Token.CURRENT) || tokens.peek(2) != Token.OF) {
            return grammar.queries.where();
        }
        tokens.expect(Token.WHERE);
        int position = tokens.expect(Token.CURRENT);
        tokens.expect(Token.OF);
        return Optional.of(new CurrentOf(tokens.columnName(), position));
    }

    private List<SelectItem> returning() {
        return tokens.accept(Token.RETURNING) ? grammar.queries.items() : List.of();
    }

    Truncate truncate() {
        int position = tokens.expect(Token.TRUNCATE);
        tokens.accept(Token.TABLE);
        var tables = new ArrayList<TableReference.Table>();
        do {
            tables.add(grammar.from.relation());
        } while (tokens.accept(Token.COMMA));
        boolean restart = tokens.accept(Token.RESTART);
        if (restart || tokens.accept(Token.CONTINUE)) {
            tokens.expect(Token.IDENTITY);
        }
        return new Truncate(List.copyOf(tables), restart, grammar.names.cascade(), position);
    }
}
