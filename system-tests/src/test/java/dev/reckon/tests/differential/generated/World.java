package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A schema with data and a row of statements on it, all made from one seed.
///
/// Tables: a small one with an integer key, one with a key of two columns, one without a key, an
/// empty one, and one of thousands of rows that is brought into segments and then changed, so that
/// some rows are in segments, some deleted there, and some only in memory.
final class World {
    /// `-Dschema=…` lets several runs share the servers.
    static final String SCHEMA = System.getProperty("schema", "w");

    private static final int LARGE_ROWS = 3000;

    private final long seed;
    private final Catalogue catalogue;
    private final List<TableShape> tables = new ArrayList<>();
    private final List<String> setup = new ArrayList<>();

    World(long seed, Catalogue catalogue) {
        this.seed = seed;
        this.catalogue = catalogue;
        var dice = new Dice(seed);
        setup.add("drop schema if exists " + SCHEMA + " cascade");
        setup.add("create schema " + SCHEMA);
        setup.add("set search_path = " + SCHEMA + ", pg_catalog");
        small("t0", 1, 12, dice);
        small("t1", 2, 8, dice);
        small("t2", 1, 0, dice);
        small("t3", 0, 9, dice);
        partitioned(dice);
        large(dice);
    }

    /// Returns the statements that make the tables.
    List<String> setup() {
        return setup;
    }

    /// Returns the statement of a number, which depends on the seed and the number only.
    GeneratedStatement statement(int number) {
        var dice = new Dice(Dice.seed(seed, number));
        int choice = dice.below(100);
        if (choice < 43) {
            return single(dice);
        } else if (choice < 82) {
            Query query = new QueryMaker(dice, catalogue, tables).top();
            return new GeneratedStatement(
                    query.text(), form(dice), query.isOrdered(), false, List.of(), List.of());
        }
        if (choice < 94) {
            return new ChangeMaker(dice, catalogue, tables).statement();
        }
        return choice < 97
                ? new DefinitionMaker(dice, tables).statement()
                : new RoutineMaker(dice, catalogue, small()).statement();
    }

    private List<TableShape> small() {
        return tables.stream().filter(table -> !table.isLarge()).toList();
    }

    private GeneratedStatement single(Dice dice) {
        TableShape table = dice.of(tables);
        boolean hasTable = !table.isLarge() && dice.percent(30);
        List<ColumnReference> columns = hasTable ? table.columnsAs("c") : List.of();
        var maker = new ExpressionMaker(dice, catalogue, columns, false, Optional.empty());
        Kind kind = dice.of(List.of(Kind.values()));
        String sql =
                "select "
                        + maker.of(kind, dice.between(1, 3))
                        + (hasTable ? " from " + table.name() + " c" : "");
        return new GeneratedStatement(sql, form(dice), false, !hasTable, List.of(), List.of());
    }

    private static WirePeer.Form form(Dice dice) {
        int choice = dice.below(10);
        return choice < 7
                ? WirePeer.Form.SIMPLE
                : choice < 9 ? WirePeer.Form.EXTENDED : WirePeer.Form.BINARY;
    }

    private void small(String name, int keyCount, int rowCount, Dice dice) {
        List<TableShape.Column> columns = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Kind kind =
                    i == 0 && keyCount > 0
                            ? Kind.INT4
                            : i == 1 && keyCount == 2 ? Kind.TEXT : dice.of(Kind.COLUMNS);
            columns.add(new TableShape.Column("c" + i, kind));
            definitions.add(
                    "c"
                            + i
                            + " "
                            + kind.sqlName()
                            + (i >= keyCount && dice.percent(15)
                                    ? " default " + kind.plain(dice)
                                    : ""));
        }
        if (keyCount > 0) {
            definitions.add("primary key (" + (keyCount == 1 ? "c0" : "c0, c1") + ")");
        }
        setup.add("create table " + name + " (" + String.join(", ", definitions) + ")");
        for (int row = 1; row <= rowCount; row++) {
            List<String> fields = new ArrayList<>();
            for (TableShape.Column column : columns) {
                int index = fields.size();
                if (index == 0 && keyCount > 0) {
                    fields.add("" + (keyCount == 1 ? row : row / 2));
                } else if (index == 1 && keyCount == 2) {
                    fields.add("'k" + row + "'");
                } else {
                    fields.add(dice.percent(15) ? "null" : column.kind().plain(dice));
                }
            }
            setup.add("insert into " + name + " values (" + String.join(", ", fields) + ")");
        }
        if (dice.percent(50) && columns.getLast().kind() != Kind.JSONB) {
            setup.add("create index on " + name + " (c6)");
        }
        tables.add(new TableShape(name, columns, keyCount, false));
    }

    /// A table in partitions, one of which has partitions itself.
    private void partitioned(Dice dice) {
        List<TableShape.Column> columns = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Kind kind = i == 0 ? Kind.INT4 : i == 1 ? Kind.TEXT : dice.of(Kind.COLUMNS);
            columns.add(new TableShape.Column("c" + i, kind));
            definitions.add("c" + i + " " + kind.sqlName());
        }
        String list = "create table t4 (" + String.join(", ", definitions) + ") partition by ";
        switch (dice.below(3)) {
            case 0 -> {
                setup.add(list + "range (c0)");
                setup.add("create table t4a partition of t4 for values from (minvalue) to (3)");
                setup.add(
                        "create table t4b partition of t4 for values from (3) to (10) partition by list (c1)");
                setup.add("create table t4ba partition of t4b for values in ('a', 'b', null)");
                setup.add("create table t4bb partition of t4b default");
                setup.add(
                        dice.of(
                                "create table t4c partition of t4 default",
                                "create table t4c partition of t4 for values from (20) to (maxvalue)"));
            }
            case 1 -> {
                setup.add(list + "list (c1)");
                setup.add("create table t4a partition of t4 for values in ('a', 'hello')");
                setup.add("create table t4b partition of t4 for values in ('b', null)");
                setup.add("create table t4c partition of t4 default");
            }
            default -> {
                setup.add(list + "hash (c0)");
                setup.add(
                        "create table t4a partition of t4 for values with (modulus 2, remainder 0)");
                setup.add(
                        "create table t4b partition of t4 for values with (modulus 2, remainder 1)");
            }
        }
        for (int row = 0; row < 9; row++) {
            List<String> fields = new ArrayList<>();
            for (TableShape.Column column : columns) {
                boolean isKey = fields.isEmpty();
                fields.add(
                        isKey
                                ? "" + dice.between(0, 9)
                                : dice.percent(15) ? "null" : column.kind().plain(dice));
            }
            setup.add("insert into t4 values (" + String.join(", ", fields) + ")");
        }
        tables.add(new TableShape("t4", columns, 0, false));
    }

    private void large(Dice dice) {
        List<TableShape.Column> columns =
                List.of(
                        new TableShape.Column("c0", Kind.INT4),
                        new TableShape.Column("c1", Kind.INT4),
                        new TableShape.Column("c2", Kind.TEXT),
                        new TableShape.Column("c3", Kind.NUMERIC),
                        new TableShape.Column("c4", Kind.TIMESTAMP));
        tables.add(new TableShape("large", columns, 1, true));
        int a = dice.between(3, 97);
        setup.add(
                "create table large (c0 integer primary key, c1 integer, c2 text, c3 numeric, c4 timestamp)");
        setup.add(
                "insert into large select i, nullif(i * %d %% 101, 7), case when i %% 13 > 0 then 'v' || i %% 17 end, i * %d %% 1000 / 4.0, timestamp '2024-01-01' + i %% 50 * interval '1 day' from generate_series(1, %d) i"
                        .formatted(a, a, LARGE_ROWS));
        setup.add("checkpoint");
        setup.add("delete from large where c0 %% %d = 0".formatted(dice.between(5, 11)));
        setup.add("update large set c1 = c1 + 1 where c0 %% %d = 1".formatted(dice.between(5, 11)));
        if (dice.percent(50)) {
            setup.add("create index on large (c1)");
        }
    }
}
