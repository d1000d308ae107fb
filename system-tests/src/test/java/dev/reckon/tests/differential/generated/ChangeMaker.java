package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes INSERT, UPDATE, DELETE and MERGE whose outcome does not depend on the order of rows. For
/// one thread.
final class ChangeMaker {
    private final Dice dice;
    private final Catalogue catalogue;
    private final List<TableShape> tables;
    private final QueryMaker queries;

    ChangeMaker(Dice dice, Catalogue catalogue, List<TableShape> tables) {
        this.dice = dice;
        this.catalogue = catalogue;
        this.tables = tables;
        this.queries = new QueryMaker(dice, catalogue, tables);
    }

    GeneratedStatement statement() {
        TableShape table = dice.of(tables);
        String sql =
                switch (dice.below(13)) {
                    case 10, 11 -> chained(table);
                    case 12 -> special(table);
                    case 0, 1, 2 -> insert(table);
                    case 3, 4 -> update(table);
                    case 5 -> updateFrom(table);
                    case 6 -> delete(table);
                    case 7 -> deleteUsing(table);
                    default -> table.name().equals("t4") ? delete(table) : merge(table);
                };
        if (sql.contains(" returning ") && dice.percent(20)) {
            sql = "with w as (" + sql + ") select count(*), count(w) from w";
        }
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        String contents =
                table.isLarge()
                        ? "select count(*), sum(c0), sum(c1), sum(c3), max(c4), md5(string_agg(c2, ',' order by c0)) from "
                                + table.name()
                        : "table " + table.name();
        after.add(contents);
        boolean isTriggered = !table.isLarge() && !table.name().equals("t4") && dice.percent(20);
        if (isTriggered) {
            before.add("begin");
            before.addAll(RoutineMaker.trigger(dice, catalogue, table));
            after.add("table log");
            after.add("rollback");
            after.add(contents);
        } else if (dice.percent(60)) {
            before.add("begin");
            if (dice.percent(40)) {
                after.add("insert into t0 select * from t0 limit 1");
                after.add("select 1");
            }
            after.add(dice.percent(80) ? "rollback" : "commit");
            after.add(contents);
        }
        return new GeneratedStatement(
                sql,
                dice.percent(30) ? WirePeer.Form.EXTENDED : WirePeer.Form.SIMPLE,
                false,
                false,
                before,
                after);
    }

    /// One statement that changes two tables: the second sees what the first returns, but not what
    /// it did.
    private String chained(TableShape table) {
        // No row may be changed twice.
        TableShape other = keyed();
        while (other.name().equals(table.name())) {
            other = keyed();
        }
        List<ColumnReference> gone = table.columnsAs("d");
        String first =
                dice.percent(50)
                        ? "delete from "
                                + table.name()
                                + " d where "
                                + narrow(table)
                                + over(gone).of(Kind.BOOL, 2)
                        : "update "
                                + table.name()
                                + " d set "
                                + assignments(table, gone)
                                + " where "
                                + narrow(table)
                                + over(gone).of(Kind.BOOL, 2);
        String second =
                dice.of(
                        "insert into "
                                + other.name()
                                + " (c0) select 1000 + count(*)::int from w returning c0",
                        "select count(*), count(w) from w",
                        "select count(*) from " + table.name() + " x, w",
                        "update "
                                + other.name()
                                + " o set c0 = c0 + 500 where exists (select from w) and c0 < 3 returning o.*");
        return "with w as (" + first + " returning d.*) " + second;
    }

    private String special(TableShape table) {
        String name = table.name();
        if (table.keyCount() == 0) {
            return "insert into " + name + " default values returning *";
        }
        List<TableShape.Column> columns = table.columns();
        TableShape.Column last = columns.getLast();
        List<TableShape.Column> key = columns.subList(0, table.keyCount());
        return switch (dice.below(4)) {
            case 0 -> "insert into " + name + " default values";
            case 1 ->
                    "update "
                            + name
                            + " d set ("
                            + last.name()
                            + ") = (select "
                            + over(table.columnsAs("d")).of(last.kind(), 1)
                            + ") where "
                            + narrow(table)
                            + "d.c0 < 5"
                            + returning(table, "d");
            case 2 ->
                    "insert into "
                            + name
                            + " as d select * from "
                            + name
                            + " s where s.c0 < 4 on conflict on constraint "
                            + name
                            + "_pkey do update set "
                            + last.name()
                            + " = excluded."
                            + last.name()
                            + returning(table, "d");
            default ->
                    "insert into "
                            + name
                            + " as d ("
                            + names(key)
                            + ") select "
                            + names(key)
                            + " from "
                            + name
                            + " where c0 < 6 on conflict ("
                            + names(key)
                            + ") where true do nothing"
                            + returning(table, "d");
        };
    }

    private ExpressionMaker over(List<ColumnReference> columns) {
        return new ExpressionMaker(dice, catalogue, columns, true, Optional.empty());
    }

    private ExpressionMaker withQueries(List<ColumnReference> columns) {
        return new ExpressionMaker(dice, catalogue, columns, true, Optional.of(queries));
    }

    private static String names(List<TableShape.Column> columns) {
        return String.join(", ", columns.stream().map(TableShape.Column::name).toList());
    }

    private List<TableShape.Column> someColumns(TableShape table) {
        List<TableShape.Column> chosen = new ArrayList<>();
        for (TableShape.Column column : table.columns()) {
            if (chosen.size() < table.keyCount() || dice.percent(60)) {
                chosen.add(column);
            }
        }
        return chosen.isEmpty() ? table.columns() : chosen;
    }

    private String values(List<TableShape.Column> columns, int keyCount) {
        List<String> rows = new ArrayList<>();
        int first = dice.between(1, 40);
        for (int row = dice.between(1, 4); row > 0; row--) {
            List<String> fields = new ArrayList<>();
            for (TableShape.Column column : columns) {
                if (fields.isEmpty() && keyCount > 0) {
                    fields.add("" + (first + row));
                } else {
                    fields.add(dice.percent(10) ? "default" : over(List.of()).of(column.kind(), 1));
                }
            }
            rows.add("(" + String.join(", ", fields) + ")");
        }
        return "values " + String.join(", ", rows);
    }

    private String insert(TableShape table) {
        List<TableShape.Column> columns = someColumns(table);
        String source;
        if (dice.percent(65)) {
            source = values(columns, table.keyCount());
        } else {
            TableShape from = dice.of(tables);
            ExpressionMaker expressions = over(from.columnsAs("s"));
            List<String> fields = new ArrayList<>();
            for (TableShape.Column column : columns) {
                fields.add(
                        fields.size() < table.keyCount() && column.kind() == Kind.INT4
                                ? "s." + from.columns().getFirst().name()
                                : expressions.of(column.kind(), 1));
            }
            source =
                    "select "
                            + String.join(", ", fields)
                            + " from "
                            + from.name()
                            + " s where "
                            + (from.isLarge() ? "s.c0 < 20 and " : "")
                            + expressions.of(Kind.BOOL, 2);
        }
        String conflict = "";
        if (table.keyCount() > 0 && dice.percent(50)) {
            List<TableShape.Column> key = table.columns().subList(0, table.keyCount());
            conflict =
                    switch (dice.below(3)) {
                        case 0 -> " on conflict do nothing";
                        case 1 -> " on conflict (" + names(key) + ") do nothing";
                        default -> {
                            List<ColumnReference> visible = new ArrayList<>(table.columnsAs("d"));
                            visible.addAll(table.columnsAs("excluded"));
                            yield " on conflict ("
                                    + names(key)
                                    + ") do update set "
                                    + assignments(table, visible)
                                    + (dice.percent(40)
                                            ? " where " + over(visible).of(Kind.BOOL, 2)
                                            : "");
                        }
                    };
        }
        return "insert into "
                + table.name()
                + " as d ("
                + names(columns)
                + ") "
                + source
                + conflict
                + returning(table, "d");
    }

    private String returning(TableShape table, String alias) {
        if (dice.percent(50)) {
            return "";
        }
        return " returning "
                + (dice.percent(40)
                        ? "*"
                        : over(table.columnsAs(alias)).of(dice.of(Kind.COLUMNS), 2));
    }

    private String assignments(TableShape table, List<ColumnReference> visible) {
        List<TableShape.Column> columns =
                table.columns().subList(table.keyCount(), table.columns().size());
        List<String> sets = new ArrayList<>();
        for (TableShape.Column column : columns) {
            if (sets.isEmpty() || dice.percent(30)) {
                sets.add(
                        column.name()
                                + " = "
                                + (dice.percent(8)
                                        ? "default"
                                        : over(visible).of(column.kind(), 2)));
            }
        }
        if (dice.percent(10) && columns.size() >= 2) {
            TableShape.Column a = columns.getFirst();
            TableShape.Column b = columns.get(1);
            return "(%s, %s) = (%s, %s)"
                    .formatted(
                            a.name(),
                            b.name(),
                            over(visible).of(a.kind(), 1),
                            over(visible).of(b.kind(), 1));
        }
        return String.join(", ", sets);
    }

    private String update(TableShape table) {
        List<ColumnReference> visible = table.columnsAs("d");
        String key = table.keyCount() == 1 && dice.percent(15) ? ", c0 = d.c0 + 100" : "";
        return "update "
                + table.name()
                + " d set "
                + assignments(table, visible)
                + key
                + " where "
                + narrow(table)
                + withQueries(visible).of(Kind.BOOL, 2)
                + returning(table, "d");
    }

    private String narrow(TableShape table) {
        return table.isLarge() ? "d.c0 between 10 and 40 and " : "";
    }

    /// The source is joined by its key, so that a row has one partner at most.
    private String updateFrom(TableShape table) {
        TableShape source = keyed();
        List<ColumnReference> visible = new ArrayList<>(table.columnsAs("d"));
        visible.addAll(source.columnsAs("s"));
        return "update "
                + table.name()
                + " d set "
                + assignments(table, visible)
                + " from "
                + source.name()
                + " s where "
                + narrow(table)
                + partner(table, source)
                + (dice.percent(50) ? " and " + over(visible).of(Kind.BOOL, 2) : "")
                + returning(table, "d");
    }

    private TableShape keyed() {
        TableShape source = dice.of(tables);
        while (source.keyCount() != 1) {
            source = dice.of(tables);
        }
        return source;
    }

    private String partner(TableShape table, TableShape source) {
        for (TableShape.Column column : table.columns()) {
            if (column.kind() == Kind.INT4) {
                return "d." + column.name() + " = s." + source.columns().getFirst().name();
            }
        }
        return "s." + source.columns().getFirst().name() + " = 3";
    }

    private String delete(TableShape table) {
        return "delete from "
                + table.name()
                + " d where "
                + narrow(table)
                + withQueries(table.columnsAs("d")).of(Kind.BOOL, 3)
                + returning(table, "d");
    }

    private String deleteUsing(TableShape table) {
        TableShape source = keyed();
        List<ColumnReference> visible = new ArrayList<>(table.columnsAs("d"));
        visible.addAll(source.columnsAs("s"));
        return "delete from "
                + table.name()
                + " d using "
                + source.name()
                + " s where "
                + narrow(table)
                + partner(table, source)
                + " and "
                + over(visible).of(Kind.BOOL, 2)
                + returning(table, "d");
    }

    private String merge(TableShape table) {
        TableShape source = keyed();
        List<ColumnReference> visible = new ArrayList<>(table.columnsAs("d"));
        visible.addAll(source.columnsAs("s"));
        String condition = dice.percent(40) ? " and " + over(visible).of(Kind.BOOL, 2) : "";
        List<TableShape.Column> columns = someColumns(table);
        List<String> fields = new ArrayList<>();
        for (TableShape.Column column : columns) {
            fields.add(
                    fields.isEmpty() && column.kind() == Kind.INT4
                            ? "s." + source.columns().getFirst().name()
                            : over(source.columnsAs("s")).of(column.kind(), 1));
        }
        return "merge into "
                + table.name()
                + " d using "
                + source.name()
                + " s on "
                + narrow(table)
                + partner(table, source)
                + " when matched"
                + condition
                + " then "
                + dice.of(
                        "delete",
                        "do nothing",
                        "update set " + assignments(table, visible),
                        "update set " + assignments(table, visible))
                + (dice.percent(30) ? " when matched then do nothing" : "")
                + (dice.percent(60)
                        ? " when not matched"
                                + (source.isLarge() ? " and s.c0 < 30" : "")
                                + " then insert ("
                                + names(columns)
                                + ") values ("
                                + String.join(", ", fields)
                                + ")"
                        : "");
    }
}
