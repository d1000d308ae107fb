package dev.reckon.sql.print;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Identifiers;
import java.util.List;

/// Prints queries.
final class QueryText {
    private static final String UNNAMED = "?column?";

    private final DefinitionPrinter.Printers printers;
    private final Layout text;

    QueryText(DefinitionPrinter.Printers printers) {
        this.printers = printers;
        this.text = printers.text;
    }

    /// @param names what the columns are called; those not given keep the names that they have
    void print(Query query, List<String> names) {
        query.with().ifPresent(this::with);
        if (query.body() instanceof Query.SetOperation operation) {
            setOperation(operation, names);
        } else {
            text.deepen(Layout.QUERY);
            text.append(" ");
            switch (query.body()) {
                case Query.Select select -> select(select, names);
                case Query.Values values -> values(values);
                case Query.SetOperation _ -> {}
            }
        }
        if (!query.orderBy().isEmpty()) {
            text.clause(" ORDER BY ", 1);
            keys(query.orderBy());
        }
        query.offset()
                .ifPresent(offset -> {
                    text.clause(" OFFSET ", 0);
                    printers.expressions.print(offset);
                });
        query.limit().ifPresent(limit -> limit(limit, query.withTies()));
        query.locking().forEach(this::locking);
    }

    private void limit(Expression limit, boolean withTies) {
        text.clause(withTies ? " FETCH FIRST " : " LIMIT ", 0);
        if (withTies) {
            text.append("(");
        }
        printers.expressions.print(limit);
        if (withTies) {
            text.append(") ROWS WITH TIES");
        }
    }

    private void locking(Query.Locking locking) {
        text.clause(" FOR " + locking.strength().name().replace('_', ' '), 0);
        String separator = " OF ";
        for (var table : locking.of()) {
            text.append(separator).append(Identifiers.quote(table.name()));
            separator = ", ";
        }
        text.append(
                switch (locking.whenLocked()) {
                    case WAIT -> "";
                    case NOWAIT -> " NOWAIT";
                    case SKIP_LOCKED -> " SKIP LOCKED";
                });
    }

    private void with(Query.With with) {
        text.deepen(Layout.QUERY);
        text.append(with.recursive() ? " WITH RECURSIVE " : " WITH ");
        String separator = "";
        for (Query.CommonTable table : with.tables()) {
            text.append(separator);
            commonTable(table);
            separator = ", ";
        }
        text.deepen(-Layout.QUERY);
        text.line("", 0, 0, 0);
    }

    private void commonTable(Query.CommonTable table) {
        text.append(Identifiers.quote(table.name()));
        FromText.names(text, table.columns());
        text.append(" AS ");
        table.materialized()
                .ifPresent(yes -> text.append(yes ? "MATERIALIZED " : "NOT MATERIALIZED "));
        text.append("(");
        text.line("", 0, 0, 0);
        if (table.statement() instanceof Query query) {
            printers.subquery(query, List.of(), true);
        } else {
            text.append(Deparser.deparse(table.statement()));
        }
        text.line("", 0, 0, 0);
        text.append(")");
        table.search()
                .ifPresent(search -> {
                    text.append(" SEARCH ").append(search.breadthFirst() ? "BREADTH" : "DEPTH");
                    text.append(" FIRST BY ").append(FromText.joined(search.columns()));
                    text.append(" SET ").append(Identifiers.quote(search.sequenceColumn()));
                });
        table.cycle().ifPresent(this::cycle);
    }

    private void cycle(Query.Cycle cycle) {
        text.append(" CYCLE ").append(FromText.joined(cycle.columns()));
        text.append(" SET ").append(Identifiers.quote(cycle.markColumn()));
        boolean plain =
                cycle.markValue() instanceof Expression.BooleanConstant value
                        && value.value()
                        && cycle.markDefault() instanceof Expression.BooleanConstant other
                        && !other.value();
        if (!plain) {
            text.append(" TO ");
            printers.expressions.print(cycle.markValue());
            text.append(" DEFAULT ");
            printers.expressions.print(cycle.markDefault());
        }
        text.append(" USING ").append(Identifiers.quote(cycle.pathColumn()));
    }

    /// A left operand of the same kind needs no parentheses, a right one always does.
    private void setOperation(Query.SetOperation operation, List<String> names) {
        boolean wrapsLeft =
                isOperation(operation.left())
                        && !(operation.left().body() instanceof Query.SetOperation left
                                && left.operator() == operation.operator()
                                && left.all() == operation.all());
        if (wrapsLeft) {
            text.append("(");
            text.line("", Layout.QUERY, 0, 0);
        }
        operand(operation.left(), names, printers.showsUnnamed);
        text.line(wrapsLeft ? ") " : "", wrapsLeft ? -Layout.QUERY : 0, 0, 0);
        text.append(operation.operator().name()).append(operation.all() ? " ALL " : " ");
        boolean wrapsRight = isOperation(operation.right());
        text.append(wrapsRight ? "(" : "");
        text.line("", wrapsRight ? Layout.QUERY : 0, 0, 0);
        // The names come from the left.
        operand(operation.right(), names, false);
        if (wrapsRight) {
            text.deepen(-Layout.QUERY);
            text.line(")", 0, 0, 0);
        }
    }

    private static boolean isOperation(Query query) {
        return query.body() instanceof Query.SetOperation && isBare(query);
    }

    private static boolean isBare(Query query) {
        return query.with().isEmpty()
                && query.orderBy().isEmpty()
                && query.limit().isEmpty()
                && query.offset().isEmpty()
                && query.locking().isEmpty();
    }

    private void operand(Query query, List<String> names, boolean showsUnnamed) {
        if (isOperation(query)) {
            boolean before = printers.showsUnnamed;
            printers.showsUnnamed = showsUnnamed;
            setOperation((Query.SetOperation) query.body(), names);
            printers.showsUnnamed = before;
            return;
        }
        text.append(isBare(query) ? "" : "(");
        printers.subquery(query, names, showsUnnamed);
        text.append(isBare(query) ? "" : ")");
    }

    private void select(Query.Select select, List<String> names) {
        text.append("SELECT");
        if (select.distinct()) {
            text.append(" DISTINCT");
            if (!select.distinctOn().isEmpty()) {
                text.append(" ON (");
                String separator = "";
                for (Expression expression : select.distinctOn()) {
                    text.append(separator);
                    key(expression);
                    separator = ", ";
                }
                text.append(")");
            }
        }
        items(select.items(), names);
        printers.from.print(select.from());
        select.where()
                .ifPresent(where -> {
                    text.clause(" WHERE ", 1);
                    printers.expressions.print(where);
                });
        select.groupBy()
                .ifPresent(groupBy -> {
                    text.clause(" GROUP BY ", 1);
                    text.append(groupBy.distinct() ? "DISTINCT " : "");
                    elements(groupBy.elements());
                });
        select.having()
                .ifPresent(having -> {
                    text.clause(" HAVING ", 0);
                    printers.expressions.print(having);
                });
        boolean first = true;
        for (Over.Definition window : select.windows()) {
            if (first) {
                text.clause(" WINDOW ", 1);
            } else {
                text.append(", ");
            }
            text.append(Identifiers.quote(window.name())).append(" AS ");
            printers.calls.specification(window.specification());
            first = false;
        }
    }

    /// Each item but the first begins a line.
    private void items(List<SelectItem> items, List<String> names) {
        for (int i = 0; i < items.size(); i++) {
            text.append(i == 0 ? " " : ", ");
            Layout one = text.item();
            item(items.get(i), i < names.size() ? names.get(i) : "", one);
            if (one.startsWithBreak()) {
                text.trim();
            } else if (i > 0) {
                text.clause("", Layout.ITEM);
            }
            text.append(one.toString());
        }
    }

    private void item(SelectItem item, String given, Layout one) {
        var inner = new DefinitionPrinter.Printers(one, printers.naming);
        Expression expression = item.expression();
        inner.expressions.print(expression);
        String own =
                expression instanceof Expression.ColumnReference reference
                        ? reference.names().getLast()
                        : printers.showsUnnamed ? "" : UNNAMED;
        String name = given.isEmpty() ? item.alias().orElse(own.isEmpty() ? UNNAMED : own) : given;
        if (!name.equals(own)) {
            one.append(" AS ").append(Identifiers.quote(name));
        }
    }

    private void elements(List<Query.GroupingElement> elements) {
        String separator = "";
        for (Query.GroupingElement element : elements) {
            text.append(separator);
            switch (element) {
                case Query.GroupingExpression plain -> key(plain.expression());
                case Query.EmptyGroup _ -> text.append("()");
                case Query.Rollup rollup -> operands("ROLLUP(", rollup.operands());
                case Query.Cube cube -> operands("CUBE(", cube.operands());
                case Query.GroupingSets sets -> {
                    text.append("GROUPING SETS (");
                    sets(sets.sets());
                    text.append(")");
                }
            }
            separator = ", ";
        }
    }

    /// Within GROUPING SETS each set has parentheses.
    private void sets(List<Query.GroupingElement> sets) {
        String separator = "";
        for (Query.GroupingElement element : sets) {
            text.append(separator);
            if (element instanceof Query.GroupingExpression(Expression expression, int _)) {
                text.append("(");
                keyList(
                        expression instanceof Expression.Row row
                                ? row.fields()
                                : List.of(expression));
                text.append(")");
            } else {
                elements(List.of(element));
            }
            separator = ", ";
        }
    }

    private void operands(String word, List<Expression> operands) {
        text.append(word);
        String separator = "";
        for (Expression operand : operands) {
            text.append(separator);
            if (operand instanceof Expression.Row row) {
                text.append("(");
                keyList(row.fields());
                text.append(")");
            } else {
                key(operand);
            }
            separator = ", ";
        }
        text.append(")");
    }

    private void keyList(List<Expression> expressions) {
        String separator = "";
        for (Expression expression : expressions) {
            text.append(separator);
            key(expression);
            separator = ", ";
        }
    }

    /// Calls, and in a pretty text all expressions but columns, stand in parentheses.
    private void key(Expression expression) {
        boolean wraps =
                switch (expression) {
                    case Expression.ColumnReference _, Expression.IntegerConstant _ -> false;
                    case Expression.FunctionCall _ -> true;
                    default -> text.pretty();
                };
        text.append(wraps ? "(" : "");
        printers.expressions.print(expression);
        text.append(wraps ? ")" : "");
    }

    /// The keys of ORDER BY.
    void keys(List<SortKey> keys) {
        String separator = "";
        for (SortKey key : keys) {
            text.append(separator);
            key(key.expression());
            boolean descending = key.direction() == SortKey.Direction.DESCENDING;
            if (key.using().isPresent()) {
                text.append(" USING ").append(key.using().get().symbol());
                text.append(nulls(key.nulls(), SortKey.NullOrder.DEFAULT));
            } else {
                text.append(descending ? " DESC" : "");
                text.append(
                        nulls(
                                key.nulls(),
                                descending ? SortKey.NullOrder.FIRST : SortKey.NullOrder.LAST));
            }
            separator = ", ";
        }
    }

    private static String nulls(SortKey.NullOrder nulls, SortKey.NullOrder usual) {
        return nulls == usual || nulls == SortKey.NullOrder.DEFAULT ? "" : " NULLS " + nulls.name();
    }

    void values(Query.Values values) {
        text.append("VALUES ");
        String separator = "(";
        for (List<Expression> row : values.rows()) {
            text.append(separator);
            String comma = "";
            for (Expression value : row) {
                text.append(comma);
                printers.expressions.print(value);
                comma = ",";
            }
            text.append(")");
            separator = ", (";
        }
    }
}
