package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes FROM clauses: tables, subqueries, VALUES, table functions, and joins of them of all kinds.
/// For one thread.
final class FromMaker {
    private final Dice dice;
    private final Catalogue catalogue;
    private final List<TableShape> tables;
    private final QueryMaker queries;
    private int aliasCount;

    FromMaker(Dice dice, Catalogue catalogue, List<TableShape> tables, QueryMaker queries) {
        this.dice = dice;
        this.catalogue = catalogue;
        this.tables = tables;
        this.queries = queries;
    }

    /// Returns a relation made of up to three.
    ///
    /// @param outer columns of the queries around it, which subqueries in it may name
    Relation of(List<ColumnReference> outer, int depth) {
        Relation relation = item(outer, depth, queries.isOutermost());
        int joins = depth <= 0 ? dice.below(2) : dice.of(List.of(0, 0, 1, 1, 1, 2));
        for (int i = 0; i < joins; i++) {
            relation = joined(relation, outer, depth);
        }
        return relation;
    }

    private String alias() {
        aliasCount++;
        return "a" + aliasCount;
    }

    private Relation item(List<ColumnReference> outer, int depth, boolean mayBeLarge) {
        int choice = dice.below(100);
        if (choice < 8) {
            return joinedByNames();
        }
        String alias = alias();
        if (choice < 62 || depth <= 0) {
            TableShape table = dice.of(tables);
            while (table.isLarge() && !mayBeLarge) {
                table = dice.of(tables);
            }
            return new Relation(table.name() + " " + alias, table.columnsAs(alias));
        } else if (choice < 82) {
            return derived(queries.any(outer, depth - 1), alias, "");
        } else if (choice < 90) {
            return values(alias);
        }
        return tableFunction(alias);
    }

    /// Two tables joined by columns of one name.
    private Relation joinedByNames() {
        TableShape left = small();
        TableShape right = small();
        List<String> names = new ArrayList<>();
        for (TableShape.Column column : left.columns()) {
            boolean isShared =
                    column.kind().isComparable()
                            && column.kind() != Kind.BOOL
                            && right.columns().contains(column);
            if (isShared && (names.isEmpty() || dice.percent(15))) {
                names.add(column.name());
            }
        }
        String leftAlias = alias();
        if (names.isEmpty()) {
            return new Relation(left.name() + " " + leftAlias, left.columnsAs(leftAlias));
        }
        String rightAlias = alias();
        List<ColumnReference> columns = new ArrayList<>(left.columnsAs(leftAlias));
        columns.addAll(right.columnsAs(rightAlias));
        return new Relation(
                "(%s %s %s %s %s using (%s))"
                        .formatted(
                                left.name(),
                                leftAlias,
                                dice.of("join", "left join", "right join", "full join"),
                                right.name(),
                                rightAlias,
                                String.join(", ", names)),
                columns);
    }

    private TableShape small() {
        TableShape table = dice.of(tables);
        while (table.isLarge()) {
            table = dice.of(tables);
        }
        return table;
    }

    private Relation derived(Query query, String alias, String prefix) {
        List<ColumnReference> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TableShape.Column column : query.columns()) {
            String name = "y" + names.size();
            names.add(name);
            columns.add(new ColumnReference(alias + "." + name, column.kind()));
        }
        return new Relation(
                "%s(%s) %s (%s)".formatted(prefix, query.text(), alias, String.join(", ", names)),
                columns);
    }

    private Relation values(String alias) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = dice.between(1, 3); i > 0; i--) {
            kinds.add(dice.of(Kind.COLUMNS));
        }
        List<String> rows = new ArrayList<>();
        for (int i = dice.between(1, 4); i > 0; i--) {
            rows.add("(" + String.join(", ", kinds.stream().map(k -> constant(k)).toList()) + ")");
        }
        List<ColumnReference> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Kind kind : kinds) {
            names.add("v" + names.size());
            columns.add(new ColumnReference(alias + "." + names.getLast(), kind));
        }
        return new Relation(
                "(values %s) %s (%s)"
                        .formatted(String.join(", ", rows), alias, String.join(", ", names)),
                columns);
    }

    private String constant(Kind kind) {
        return dice.percent(15) ? "null::" + kind.sqlName() : kind.plain(dice);
    }

    private Relation tableFunction(String alias) {
        String n = alias + ".n";
        String o = alias + ".o";
        return switch (dice.below(17)) {
            case 0 ->
                    new Relation(
                            "generate_series(%d, %d) %s (n)"
                                    .formatted(dice.between(-2, 3), dice.between(0, 8), alias),
                            List.of(new ColumnReference(n, Kind.INT4)));
            case 1 ->
                    new Relation(
                            "generate_series('2024-01-01'::timestamp, '2024-03-01', '%d days') %s (n)"
                                    .formatted(dice.between(9, 30), alias),
                            List.of(new ColumnReference(n, Kind.TIMESTAMP)));
            case 2 ->
                    new Relation(
                            "unnest(%s) with ordinality %s (n, o)"
                                    .formatted(Kind.INT4S.plain(dice), alias),
                            List.of(
                                    new ColumnReference(n, Kind.INT4),
                                    new ColumnReference(o, Kind.INT8)));
            case 3 ->
                    new Relation(
                            "unnest(%s, %s) %s (n, o)"
                                    .formatted(
                                            Kind.TEXTS.plain(dice), Kind.INT4S.plain(dice), alias),
                            List.of(
                                    new ColumnReference(n, Kind.TEXT),
                                    new ColumnReference(o, Kind.INT4)));
            case 4 ->
                    new Relation(
                            "jsonb_array_elements('[1, \"x\", null, {\"a\": 2}]') with ordinality %s (n, o)"
                                    .formatted(alias),
                            List.of(
                                    new ColumnReference(n, Kind.JSONB),
                                    new ColumnReference(o, Kind.INT8)));
            case 5 ->
                    new Relation(
                            "rows from (generate_series(1, 3), unnest(%s)) %s (n, o)"
                                    .formatted(Kind.TEXTS.plain(dice), alias),
                            List.of(
                                    new ColumnReference(n, Kind.INT4),
                                    new ColumnReference(o, Kind.TEXT)));
            case 6 ->
                    new Relation(
                            "generate_series(%d.5, %d, 1.25) %s (n)"
                                    .formatted(dice.between(-2, 3), dice.between(0, 8), alias),
                            List.of(new ColumnReference(n, Kind.NUMERIC)));
            case 7 ->
                    new Relation(
                            "jsonb_each('{\"a\": [1, null], \"b\": {\"c\": 2}, \"\": \"x\"}') %s (n, o)"
                                    .formatted(alias),
                            List.of(
                                    new ColumnReference(n, Kind.TEXT),
                                    new ColumnReference(o, Kind.JSONB)));
            case 8 ->
                    new Relation(
                            "json_each_text('{\"a\": [1, null], \"b\": null, \"a\": true}') %s (n, o)"
                                    .formatted(alias),
                            List.of(
                                    new ColumnReference(n, Kind.TEXT),
                                    new ColumnReference(o, Kind.TEXT)));
            case 9 ->
                    new Relation(
                            "jsonb_path_query('{\"a\": [1, 2, {\"b\": 3}]}', %s) with ordinality %s (n, o)"
                                    .formatted(dice.of("'$.**'", "'$.a[*]'", "'$.a[*].b'"), alias),
                            List.of(
                                    new ColumnReference(n, Kind.JSONB),
                                    new ColumnReference(o, Kind.INT8)));
            case 10 ->
                    new Relation(
                            "jsonb_to_recordset('[{\"n\": 1, \"o\": \"x\"}, {\"n\": null}, {\"o\": 2.5}]') %s (n int, o text)"
                                    .formatted(alias),
                            List.of(
                                    new ColumnReference(n, Kind.INT4),
                                    new ColumnReference(o, Kind.TEXT)));
            case 11 ->
                    new Relation(
                            "string_to_table(%s, %s) with ordinality %s (n, o)"
                                    .formatted(
                                            Kind.TEXT.plain(dice),
                                            dice.of("'l'", "null", "''"),
                                            alias),
                            List.of(
                                    new ColumnReference(n, Kind.TEXT),
                                    new ColumnReference(o, Kind.INT8)));
            case 12 ->
                    new Relation(
                            "regexp_matches(%s, '[a-z]', 'g') %s (n)"
                                    .formatted(Kind.TEXT.plain(dice), alias),
                            List.of(new ColumnReference(n, Kind.TEXTS)));
            case 13 ->
                    new Relation(
                            "generate_subscripts(%s, 1) %s (n)"
                                    .formatted(Kind.INT4S.plain(dice), alias),
                            List.of(new ColumnReference(n, Kind.INT4)));
            case 14 ->
                    new Relation(
                            "unnest(%s) %s (n)".formatted(Kind.INT4MULTIRANGE.plain(dice), alias),
                            List.of(new ColumnReference(n, Kind.INT4RANGE)));
            case 15 ->
                    new Relation(
                            "rows from (jsonb_object_keys('{\"b\": 1, \"aa\": 2}'), generate_series(1, 3)) with ordinality %s (n, o, p)"
                                    .formatted(alias),
                            List.of(
                                    new ColumnReference(n, Kind.TEXT),
                                    new ColumnReference(o, Kind.INT4),
                                    new ColumnReference(alias + ".p", Kind.INT8)));
            default ->
                    new Relation(
                            "regexp_split_to_table(%s, 'l') %s (n)"
                                    .formatted(Kind.TEXT.plain(dice), alias),
                            List.of(new ColumnReference(n, Kind.TEXT)));
        };
    }

    private Relation joined(Relation left, List<ColumnReference> outer, int depth) {
        boolean isLateral = depth > 0 && dice.percent(15);
        List<ColumnReference> visible = new ArrayList<>(left.columns());
        visible.addAll(outer);
        Relation right =
                isLateral
                        ? derived(queries.any(visible, depth - 1), alias(), "lateral ")
                        : item(outer, depth, false);
        List<ColumnReference> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        String equality = equality(left, right).orElse("");
        int choice = dice.below(100);
        if (choice < 12 || (equality.isEmpty() && choice < 50)) {
            return new Relation(
                    left.text() + dice.of(" cross join ", ", ") + right.text(), columns);
        }
        if (choice < 24 && !isLateral && !equality.isEmpty()) {
            return new Relation(
                    "(" + left.text() + " full join " + right.text() + " on " + equality + ")",
                    columns);
        }
        var maker = new ExpressionMaker(dice, catalogue, columns, true, Optional.empty());
        String condition = equality.isEmpty() ? maker.of(Kind.BOOL, 2) : equality;
        if (!equality.isEmpty() && dice.percent(30)) {
            condition += " and " + maker.of(Kind.BOOL, 2);
        }
        String kind =
                isLateral
                        ? dice.of(" join ", " left join ")
                        : dice.of(
                                " join ",
                                " inner join ",
                                " left join ",
                                " left outer join ",
                                " right join ");
        return new Relation(
                "(" + left.text() + kind + right.text() + " on " + condition + ")", columns);
    }

    private Optional<String> equality(Relation left, Relation right) {
        List<String> pairs = new ArrayList<>();
        for (ColumnReference a : left.columns()) {
            for (ColumnReference b : right.columns()) {
                if (a.kind() == b.kind() && a.kind().isComparable() && a.kind() != Kind.BOOL) {
                    pairs.add(a.text() + " = " + b.text());
                }
            }
        }
        return pairs.isEmpty() ? Optional.empty() : Optional.of(dice.of(pairs));
    }
}
