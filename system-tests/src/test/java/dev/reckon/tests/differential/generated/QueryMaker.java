package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes queries whose answers PostgreSQL's manual fixes: a LIMIT stands under an ORDER BY of all
/// columns only, aggregates and windows that depend on an order have one. For one thread.
final class QueryMaker {
    private static final List<Kind> EXACT = Kind.COLUMNS.stream().filter(Kind::isExact).toList();

    private final Dice dice;
    private final Catalogue catalogue;
    private final FromMaker from;
    private int nesting;
    private boolean isInside;

    QueryMaker(Dice dice, Catalogue catalogue, List<TableShape> tables) {
        this.dice = dice;
        this.catalogue = catalogue;
        this.from = new FromMaker(dice, catalogue, tables, this);
    }

    /// Returns a query for the top of a statement.
    Query top() {
        Query query = dice.percent(20) ? withTables() : any(List.of(), 2);
        if (query.isOrdered()
                || query.columns().stream().anyMatch(c -> !c.kind().isExact())
                || dice.percent(60)) {
            return query;
        }
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= query.columns().size(); i++) {
            keys.add(i + dice.of("", "", " desc", " nulls first", " desc nulls last"));
        }
        String text = "select * from (" + query.text() + ") q order by " + String.join(", ", keys);
        return new Query(text + limit(), query.columns(), true);
    }

    private String limit() {
        return switch (dice.below(7)) {
            case 0 -> " limit " + dice.between(0, 6);
            case 1 -> " limit " + dice.between(1, 6) + " offset " + dice.between(0, 5);
            case 2 -> " offset " + dice.between(0, 5) + " rows";
            case 3 -> " fetch first " + dice.between(1, 4) + " rows with ties";
            default -> "";
        };
    }

    /// Returns a query of one to four columns of any kinds.
    Query any(List<ColumnReference> outer, int depth) {
        List<Kind> kinds = new ArrayList<>();
        boolean isExact = dice.percent(40);
        for (int i = dice.between(1, 4); i > 0; i--) {
            kinds.add(dice.of(isExact ? EXACT : Kind.COLUMNS));
        }
        return of(kinds, outer, depth, isExact);
    }

    private Query of(List<Kind> kinds, List<ColumnReference> outer, int depth, boolean isExact) {
        nesting++;
        try {
            int choice = dice.below(100);
            int budget = nesting > 3 ? 0 : depth;
            if (isExact && budget > 0 && choice < 15) {
                return setOperation(kinds, outer, budget);
            } else if (choice < 42) {
                return aggregated(outer, budget);
            } else if (choice < 55) {
                return windowed(kinds, outer, budget);
            }
            return plain(kinds, outer, budget, isExact);
        } finally {
            nesting--;
        }
    }

    /// Returns whether what is being made is no part of another query.
    boolean isOutermost() {
        return nesting <= 1 && !isInside;
    }

    private ExpressionMaker expressions(List<ColumnReference> columns, int depth) {
        boolean hasSubqueries = depth > 0 && nesting < 3;
        return new ExpressionMaker(
                dice,
                catalogue,
                columns,
                true,
                hasSubqueries ? Optional.of(this) : Optional.empty());
    }

    private static List<ColumnReference> together(
            List<ColumnReference> inner, List<ColumnReference> outer) {
        List<ColumnReference> all = new ArrayList<>(inner);
        all.addAll(outer);
        return all;
    }

    private String where(ExpressionMaker expressions) {
        return dice.percent(60) ? " where " + expressions.of(Kind.BOOL, 3) : "";
    }

    private Query plain(List<Kind> kinds, List<ColumnReference> outer, int depth, boolean isExact) {
        Relation relation = from.of(outer, depth);
        ExpressionMaker expressions = expressions(together(relation.columns(), outer), depth);
        List<String> items = new ArrayList<>();
        List<TableShape.Column> columns = new ArrayList<>();
        for (Kind kind : kinds) {
            String name = "x" + items.size();
            items.add(expressions.of(kind, 2) + (dice.percent(70) ? " as " + name : ""));
            columns.add(new TableShape.Column(name, kind));
        }
        String tail = " from " + relation.text() + where(expressions);
        if (!isExact && dice.percent(8)) {
            String name = "x" + items.size();
            items.add(set() + " as " + name);
            columns.add(new TableShape.Column(name, Kind.INT4));
            if (dice.percent(40)) {
                items.add(set() + " as " + name + "s");
                columns.add(new TableShape.Column(name + "s", Kind.INT4));
            }
        }
        if (isExact && dice.percent(25)) {
            return new Query("select distinct " + String.join(", ", items) + tail, columns, false);
        }
        if (isExact && dice.percent(12)) {
            List<String> keys = new ArrayList<>();
            for (int i = 1; i <= kinds.size(); i++) {
                keys.add("" + i);
            }
            return new Query(
                    "select distinct on (1) "
                            + String.join(", ", items)
                            + tail
                            + " order by "
                            + String.join(", ", keys),
                    columns,
                    true);
        }
        return new Query("select " + String.join(", ", items) + tail, columns, false);
    }

    /// A call in a select list that returns rows of an integer.
    private String set() {
        return dice.of(
                "generate_series(1, " + dice.between(0, 3) + ")",
                "unnest(" + Kind.INT4S.plain(dice) + ")",
                "generate_subscripts(" + Kind.TEXTS.plain(dice) + ", 1)",
                "(1 + generate_series(1, " + dice.between(0, 2) + "))",
                "generate_series(1, generate_series(0, 2))",
                "length(string_to_table('a,bb,', ','))",
                "(jsonb_array_elements('[3, 4]'))::int4",
                "unnest(array[generate_series(1, 2), 9])");
    }

    private Query setOperation(List<Kind> kinds, List<ColumnReference> outer, int depth) {
        String operator =
                dice.of(
                        " union ",
                        " union all ",
                        " intersect ",
                        " except ",
                        " intersect all ",
                        " except all ");
        Query left = plain(kinds, outer, depth - 1, false);
        Query right = plain(kinds, outer, depth - 1, false);
        String text = left.text() + operator + right.text();
        if (dice.percent(20)) {
            text =
                    "("
                            + text
                            + ")"
                            + dice.of(" union ", " except ")
                            + "("
                            + plain(kinds, outer, 0, false).text()
                            + ")";
        }
        return new Query(text, left.columns(), false);
    }

    private Query aggregated(List<ColumnReference> outer, int depth) {
        Relation relation = from.of(outer, depth);
        ExpressionMaker inner = expressions(together(relation.columns(), outer), 0);
        List<ColumnReference> keys = new ArrayList<>();
        for (int i = dice.below(3); i > 0; i--) {
            List<ColumnReference> exact =
                    relation.columns().stream().filter(c -> c.kind().isExact()).toList();
            Kind kind = dice.of(EXACT);
            ColumnReference key =
                    exact.isEmpty() || dice.percent(25)
                            ? new ColumnReference(inner.of(kind, 1), kind)
                            : dice.of(exact);
            // A constant is no key: PostgreSQL folds what HAVING says of it before the sets.
            if (key.text().matches("(?s).*\\ba[0-9]+\\..*")) {
                keys.add(key);
            }
        }
        var aggregates = new AggregateMaker(dice, inner, relation.columns());
        List<ColumnReference> values = new ArrayList<>(keys);
        for (int i = dice.between(1, 3); i > 0; i--) {
            values.add(aggregates.call());
        }
        String grouping = groupBy(keys);
        if (dice.percent(15)) {
            values.add(
                    dice.of(
                            List.of(
                                    new ColumnReference("sum(count(*)) over ()", Kind.NUMERIC),
                                    new ColumnReference(
                                            "rank() over (order by count(*) desc)", Kind.INT8),
                                    new ColumnReference(
                                            "max(sum(1)) over (order by count(*) groups current row)",
                                            Kind.INT8))));
        }
        if (!keys.isEmpty() && dice.percent(30)) {
            values.add(new ColumnReference("grouping(" + dice.of(keys).text() + ")", Kind.INT4));
        }
        List<String> items = new ArrayList<>();
        List<TableShape.Column> columns = new ArrayList<>();
        for (ColumnReference value : values) {
            String name = "x" + items.size();
            items.add(value.text() + (dice.percent(60) ? " as " + name : ""));
            columns.add(new TableShape.Column(name, value.kind()));
        }
        String text =
                "select "
                        + String.join(", ", items)
                        + " from "
                        + relation.text()
                        + where(expressions(together(relation.columns(), outer), depth));
        text += grouping;
        if (dice.percent(25)) {
            List<ColumnReference> grouped =
                    values.stream().filter(value -> !value.text().contains(" over (")).toList();
            text += " having " + expressions(grouped, 0).of(Kind.BOOL, 2);
        }
        return new Query(text, columns, false);
    }

    private String groupBy(List<ColumnReference> keys) {
        List<String> names = keys.stream().map(ColumnReference::text).distinct().toList();
        if (names.isEmpty()) {
            return "";
        }
        String all = String.join(", ", names);
        return " group by "
                + switch (dice.below(14)) {
                    case 0 -> "rollup (" + all + ")";
                    case 1 -> "cube (" + all + ")";
                    case 2 -> "grouping sets ((" + all + "), (), (" + names.getFirst() + "))";
                    case 3 ->
                            dice.of("", "distinct ")
                                    + "grouping sets (rollup ("
                                    + all
                                    + "), cube ("
                                    + names.getLast()
                                    + "), ())";
                    case 4 ->
                            dice.of("distinct ", "all ")
                                    + "rollup ("
                                    + all
                                    + "), cube (("
                                    + all
                                    + "))";
                    case 5 -> names.getFirst() + ", grouping sets ((" + all + "), ())";
                    default -> all;
                };
    }

    private Query windowed(List<Kind> kinds, List<ColumnReference> outer, int depth) {
        Relation relation = from.of(outer, depth);
        ExpressionMaker inner = expressions(together(relation.columns(), outer), 0);
        var windows = new WindowMaker(dice, inner, relation.columns());
        List<String> items = new ArrayList<>();
        List<TableShape.Column> columns = new ArrayList<>();
        for (int i = dice.between(1, 2); i > 0; i--) {
            ColumnReference call = windows.call();
            String name = "x" + items.size();
            items.add(call.text() + " as " + name);
            columns.add(new TableShape.Column(name, call.kind()));
        }
        String named = "";
        if (dice.percent(25)) {
            named = windows.definitions();
            items.add("count(*) over v as v0");
            items.add("sum(1) over (v groups 1 preceding) as v1");
            items.add("first_value(1) over u as v2");
            for (String name : List.of("v0", "v1")) {
                columns.add(new TableShape.Column(name, Kind.INT8));
            }
            columns.add(new TableShape.Column("v2", Kind.INT4));
        }
        for (Kind kind : kinds) {
            String name = "x" + items.size();
            items.add(inner.of(kind, 1) + " as " + name);
            columns.add(new TableShape.Column(name, kind));
        }
        String text =
                "select "
                        + String.join(", ", items)
                        + " from "
                        + relation.text()
                        + where(inner)
                        + named;
        return new Query(text, columns, false);
    }

    private Query withTables() {
        if (dice.percent(30)) {
            return recursive();
        }
        isInside = true;
        Query table = any(List.of(), 1);
        isInside = false;
        List<ColumnReference> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TableShape.Column column : table.columns()) {
            names.add("z" + names.size());
            columns.add(new ColumnReference("w." + names.getLast(), column.kind()));
        }
        ExpressionMaker expressions = expressions(columns, 0);
        Kind kind = dice.of(EXACT);
        String body =
                switch (dice.below(3)) {
                    case 0 ->
                            "select "
                                    + expressions.of(kind, 2)
                                    + " as x0 from w"
                                    + where(expressions);
                    case 1 ->
                            "select "
                                    + expressions.of(kind, 2)
                                    + " as x0 from w union all select "
                                    + expressions.of(kind, 2)
                                    + " from w";
                    default ->
                            "select "
                                    + expressions.of(kind, 2)
                                    + " as x0 from w, w v where exists (select from w where "
                                    + expressions.of(Kind.BOOL, 2)
                                    + ")";
                };
        String text =
                "with w ("
                        + String.join(", ", names)
                        + ") as "
                        + dice.of("", "", "materialized ", "not materialized ")
                        + "("
                        + table.text()
                        + ") "
                        + body;
        return new Query(text, List.of(new TableShape.Column("x0", kind)), false);
    }

    private Query recursive() {
        Kind kind = dice.of(EXACT);
        var start = expressions(List.of(), 0);
        var step =
                expressions(
                        List.of(
                                new ColumnReference("r.x", kind),
                                new ColumnReference("r.n", Kind.INT4)),
                        0);
        String text =
                "with recursive r (n, x) as (select 1, %s %s select r.n + 1, %s from r where r.n < %d and %s) select n, x from r"
                        .formatted(
                                start.of(kind, 1),
                                dice.of("union", "union all"),
                                step.of(kind, 2),
                                dice.between(2, 6),
                                step.of(Kind.BOOL, 1));
        return new Query(
                text,
                List.of(new TableShape.Column("n", Kind.INT4), new TableShape.Column("x", kind)),
                false);
    }

    private Relation inside() {
        boolean before = isInside;
        isInside = true;
        Relation relation = from.of(List.of(), 0);
        isInside = before;
        return relation;
    }

    /// Returns a subquery in parentheses that gives one value.
    String scalar(Kind kind, List<ColumnReference> outer) {
        Relation relation = inside();
        ExpressionMaker expressions = expressions(together(relation.columns(), outer), 0);
        String tail =
                " from "
                        + relation.text()
                        + (dice.percent(60) ? " where " + expressions.of(Kind.BOOL, 2) : "");
        if (kind == Kind.INT8) {
            return "(select count(" + dice.of("*", expressions.of(Kind.INT4, 1)) + ")" + tail + ")";
        }
        String value = expressions.of(kind, 1);
        return kind.isExact()
                ? "(select " + value + tail + " order by 1" + dice.of("", " desc") + " limit 1)"
                : "(select (array_agg("
                        + value
                        + " order by ("
                        + value
                        + ")::text))[1]"
                        + tail
                        + ")";
    }

    /// Returns EXISTS, IN, ANY or ALL over a subquery.
    String predicate(Kind wanted, ExpressionMaker outside, List<ColumnReference> outer, int depth) {
        Relation relation = inside();
        ExpressionMaker expressions = expressions(together(relation.columns(), outer), 0);
        String tail = " from " + relation.text() + " where " + expressions.of(Kind.BOOL, 2);
        return switch (dice.below(5)) {
            case 0 -> "(" + dice.of("exists", "not exists") + " (select 1" + tail + "))";
            case 1 ->
                    "("
                            + outside.of(wanted, depth - 2)
                            + dice.of(" in ", " not in ")
                            + "(select "
                            + expressions.of(wanted, 1)
                            + tail
                            + "))";
            case 2 ->
                    "("
                            + outside.of(wanted, depth - 2)
                            + dice.of(" = any ", " < all ", " > any ", " <> all ", " >= some ")
                            + "(select "
                            + expressions.of(wanted, 1)
                            + tail
                            + "))";
            case 3 ->
                    "(("
                            + outside.of(wanted, depth - 2)
                            + ", "
                            + outside.of(Kind.INT4, 1)
                            + ")"
                            + dice.of(" in ", " not in ")
                            + "(select "
                            + expressions.of(wanted, 1)
                            + ", "
                            + expressions.of(Kind.INT4, 1)
                            + tail
                            + "))";
            default ->
                    "("
                            + outside.of(Kind.INT8, 1)
                            + dice.of(" = ", " < ")
                            + "(select count(*)"
                            + tail
                            + "))";
        };
    }
}
