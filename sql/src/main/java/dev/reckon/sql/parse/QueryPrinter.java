package dev.reckon.sql.parse;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Query.CommonTable;
import dev.reckon.sql.ast.Query.Cube;
import dev.reckon.sql.ast.Query.Cycle;
import dev.reckon.sql.ast.Query.EmptyGroup;
import dev.reckon.sql.ast.Query.GroupBy;
import dev.reckon.sql.ast.Query.GroupingElement;
import dev.reckon.sql.ast.Query.GroupingExpression;
import dev.reckon.sql.ast.Query.GroupingSets;
import dev.reckon.sql.ast.Query.Locking;
import dev.reckon.sql.ast.Query.Rollup;
import dev.reckon.sql.ast.Query.Select;
import dev.reckon.sql.ast.Query.SetOperation;
import dev.reckon.sql.ast.Query.Values;
import dev.reckon.sql.ast.Query.With;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.sql.ast.TableStatement.Persistence;
import java.util.List;
import java.util.Optional;

/// Writes queries.
final class QueryPrinter {
    private final Deparser.Printers printers;
    private final StringBuilder out;

    QueryPrinter(Deparser.Printers printers) {
        this.printers = printers;
        this.out = printers.out;
    }

    void print(Preparable statement) {
        switch (statement) {
            case Query query -> print(query);
            case DataStatement.Insert insert -> printers.data.print(insert);
            case DataStatement.Update update -> printers.data.print(update);
            case DataStatement.Delete delete -> printers.data.print(delete);
            case DataStatement.Merge merge -> printers.data.print(merge);
        }
    }

    private void print(Query query) {
        query.with().ifPresent(this::with);
        switch (query.body()) {
            case Select select -> select(select);
            case Values values -> values(values);
            case SetOperation operation -> {
                operand(operation.left());
                out.append(' ').append(operation.operator().name());
                out.append(operation.all() ? " ALL " : " ");
                operand(operation.right());
            }
        }
        if (!query.orderBy().isEmpty()) {
            orderBy(" ORDER BY ", query.orderBy());
        }
        expression(" OFFSET ", query.offset());
        if (query.withTies()) {
            out.append(" FETCH FIRST (");
            printers.expressions.print(query.limit().orElseThrow());
            out.append(") ROWS WITH TIES");
        } else {
            expression(" LIMIT ", query.limit());
        }
        query.locking().forEach(this::locking);
    }

    /// Writes a word and an expression, if there is one.
    void expression(String word, Optional<Expression> expression) {
        expression.ifPresent(present -> {
            out.append(word);
            printers.expressions.print(present);
        });
    }

    private void operand(Query query) {
        boolean plain =
                !(query.body() instanceof SetOperation)
                        && query.with().isEmpty()
                        && query.orderBy().isEmpty()
                        && query.offset().isEmpty()
                        && query.limit().isEmpty()
                        && query.locking().isEmpty();
        out.append(plain ? "" : "(");
        print(query);
        out.append(plain ? "" : ")");
    }

    void with(With with) {
        out.append(with.recursive() ? "WITH RECURSIVE " : "WITH ");
        String separator = "";
        for (CommonTable table : with.tables()) {
            out.append(separator);
            commonTable(table);
            separator = ", ";
        }
        out.append(' ');
    }

    private void commonTable(CommonTable table) {
        out.append(Identifiers.quote(table.name()));
        columns(table.columns());
        out.append(" AS ");
        table.materialized()
                .ifPresent(yes -> out.append(yes ? "MATERIALIZED " : "NOT MATERIALIZED "));
        out.append('(');
        print(table.statement());
        out.append(')');
        table.search()
                .ifPresent(search -> {
                    out.append(
                            search.breadthFirst()
                                    ? " SEARCH BREADTH FIRST BY "
                                    : " SEARCH DEPTH FIRST BY ");
                    printers.names(search.columns());
                    out.append(" SET ");
                    out.append(Identifiers.quote(search.sequenceColumn()));
                });
        table.cycle().ifPresent(this::cycle);
    }

    private void cycle(Cycle cycle) {
        out.append(" CYCLE ");
        printers.names(cycle.columns());
        out.append(" SET ").append(Identifiers.quote(cycle.markColumn())).append(" TO ");
        constant(cycle.markValue());
        out.append(" DEFAULT ");
        constant(cycle.markDefault());
        out.append(" USING ").append(Identifiers.quote(cycle.pathColumn()));
    }

    /// A constant, where only a constant may stand: one with a type has it first.
    private void constant(Expression value) {
        if (value instanceof Expression.Cast cast) {
            printers.types.print(cast.type());
            out.append(' ');
            printers.expressions.print(cast.operand());
        } else {
            printers.expressions.print(value);
        }
    }

    /// `(a, b)`, or nothing.
    void columns(List<String> columns) {
        if (!columns.isEmpty()) {
            out.append('(');
            printers.names(columns);
            out.append(')');
        }
    }

    private void select(Select select) {
        out.append("SELECT");
        if (select.distinct()) {
            out.append(" DISTINCT");
        }
        if (!select.distinctOn().isEmpty()) {
            out.append(" ON (");
            printers.expressions.list(select.distinctOn());
            out.append(')');
        }
        if (!select.items().isEmpty()) {
            out.append(' ');
            items(select.items());
        }
        select.into()
                .ifPresent(into -> {
                    out.append(" INTO ");
                    if (into.persistence() != Persistence.PERMANENT) {
                        out.append(into.persistence().name()).append(' ');
                    }
                    printers.name(into.table().parts());
                });
        if (!select.from().isEmpty()) {
            out.append(" FROM ");
            printers.from.list(select.from());
        }
        expression(" WHERE ", select.where());
        select.groupBy().ifPresent(this::groupBy);
        expression(" HAVING ", select.having());
        String separator = " WINDOW ";
        for (Over.Definition window : select.windows()) {
            out.append(separator).append(Identifiers.quote(window.name())).append(" AS ");
            printers.calls.specification(window.specification());
            separator = ", ";
        }
    }

    void items(List<SelectItem> items) {
        String separator = "";
        for (SelectItem item : items) {
            out.append(separator);
            printers.expressions.print(item.expression());
            item.alias().ifPresent(alias -> out.append(" AS ").append(Identifiers.quote(alias)));
            separator = ", ";
        }
    }

    private void groupBy(GroupBy groupBy) {
        out.append(groupBy.distinct() ? " GROUP BY DISTINCT " : " GROUP BY ");
        elements(groupBy.elements());
    }

    private void elements(List<GroupingElement> elements) {
        String separator = "";
        for (GroupingElement element : elements) {
            out.append(separator);
            switch (element) {
                case GroupingExpression plain -> printers.expressions.print(plain.expression());
                case EmptyGroup ignored -> out.append("()");
                case Rollup rollup -> operands("ROLLUP (", rollup.operands());
                case Cube cube -> operands("CUBE (", cube.operands());
                case GroupingSets sets -> {
                    out.append("GROUPING SETS (");
                    elements(sets.sets());
                    out.append(')');
                }
            }
            separator = ", ";
        }
    }

    private void operands(String word, List<Expression> operands) {
        out.append(word);
        printers.expressions.list(operands);
        out.append(')');
    }

    private void values(Values values) {
        String separator = "VALUES (";
        for (List<Expression> row : values.rows()) {
            out.append(separator);
            printers.expressions.list(row);
            out.append(')');
            separator = ", (";
        }
    }

    void orderBy(String word, List<SortKey> keys) {
        String separator = word;
        for (SortKey key : keys) {
            out.append(separator);
            printers.expressions.print(key.expression());
            key.using()
                    .ifPresent(operator -> {
                        out.append(" USING ");
                        printers.expressions.operator(operator);
                    });
            ordering(key.direction(), key.nulls());
            separator = ", ";
        }
    }

    void ordering(SortKey.Direction direction, SortKey.NullOrder nulls) {
        out.append(
                switch (direction) {
                    case DEFAULT -> "";
                    case ASCENDING -> " ASC";
                    case DESCENDING -> " DESC";
                });
        out.append(
                switch (nulls) {
                    case DEFAULT -> "";
                    case FIRST -> " NULLS FIRST";
                    case LAST -> " NULLS LAST";
                });
    }

    private void locking(Locking locking) {
        out.append(" FOR ").append(locking.strength().name().replace('_', ' '));
        String separator = " OF ";
        for (var table : locking.of()) {
            out.append(separator);
            printers.name(table.parts());
            separator = ", ";
        }
        out.append(
                switch (locking.whenLocked()) {
                    case WAIT -> "";
                    case NOWAIT -> " NOWAIT";
                    case SKIP_LOCKED -> " SKIP LOCKED";
                });
    }
}
