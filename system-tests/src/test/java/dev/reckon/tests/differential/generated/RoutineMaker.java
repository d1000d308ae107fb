package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes functions in PL/pgSQL with loops, branches and handlers of exceptions, and calls of them.
/// For one thread.
final class RoutineMaker {
    /// What its expressions may name: parameters and variables.
    private static final List<ColumnReference> VARIABLES =
            List.of(
                    new ColumnReference("p", Kind.INT4),
                    new ColumnReference("q", Kind.TEXT),
                    new ColumnReference("n", Kind.INT8),
                    new ColumnReference("m", Kind.NUMERIC),
                    new ColumnReference("t", Kind.TEXT),
                    new ColumnReference("b", Kind.BOOL),
                    new ColumnReference("d", Kind.DATE),
                    new ColumnReference("a", Kind.INT4S),
                    new ColumnReference("j", Kind.JSONB));

    private final Dice dice;
    private final ExpressionMaker calm;
    private final ExpressionMaker wild;
    private final List<TableShape> tables;
    private int loops;

    RoutineMaker(Dice dice, Catalogue catalogue, List<TableShape> tables) {
        this.dice = dice;
        this.tables = tables;
        calm = new ExpressionMaker(dice, catalogue, VARIABLES, true, Optional.empty());
        wild = new ExpressionMaker(dice, catalogue, VARIABLES, false, Optional.empty());
    }

    /// Returns a call of a new function.
    GeneratedStatement statement() {
        String body =
                "declare n int8 := 1; m numeric; t text := ''; b boolean; d date := '2024-02-28';"
                        + " a int4[] := '{1,2,3}'; j jsonb; i int; r record; x int;\nbegin\n"
                        + block(3)
                        + "return concat_ws('|', n, m, t, b, d, a, j);\nend";
        List<String> before =
                List.of(
                        "begin",
                        "create function f(p int4, q text) returns text language plpgsql as $$"
                                + body
                                + "$$");
        String call =
                dice.percent(70)
                        ? "select f(" + dice.between(-2, 5) + ", " + Kind.TEXT.edge(dice) + ")"
                        : "select i, f(i, 'x' || i) from generate_series(0, 3) i order by i";
        return new GeneratedStatement(
                call, WirePeer.Form.SIMPLE, false, false, before, List.of("rollback"));
    }

    private String block(int depth) {
        var statements = new StringBuilder();
        for (int i = dice.between(1, 3); i > 0; i--) {
            statements.append(one(depth)).append('\n');
        }
        return statements.toString();
    }

    private String one(int depth) {
        int choice = dice.below(depth <= 0 ? 6 : 17);
        return switch (choice) {
            case 0, 1, 2 -> assignment(calm);
            case 3 ->
                    "t := t || "
                            + calm.of(Kind.TEXT, 1)
                            + dice.of("", " || coalesce(p::text, 'none')", " || n")
                            + ";";
            case 4 -> selection();
            case 5 -> dice.of("n := n + 1;", "a := a || p;", "a[2] := p;", "perform 1;", "null;");
            case 6, 7 ->
                    "if "
                            + calm.of(Kind.BOOL, 2)
                            + " then\n"
                            + block(depth - 1)
                            + (dice.percent(40)
                                    ? "elsif "
                                            + calm.of(Kind.BOOL, 1)
                                            + " then\n"
                                            + block(depth - 1)
                                    : "")
                            + (dice.percent(50) ? "else\n" + block(depth - 1) : "")
                            + "end if;";
            case 8 ->
                    "case "
                            + dice.of(
                                    "p when 1, 2 then\n", "q when 'a' then\n", "when p > 1 then\n")
                            + block(depth - 1)
                            + (dice.percent(70) ? "else\n" + block(depth - 1) : "")
                            + "end case;";
            case 9, 10 -> loop(depth);
            case 11 ->
                    "foreach x in array "
                            + calm.of(Kind.INT4S, 1)
                            + " loop\nt := t || coalesce(x::text, '-');\n"
                            + block(depth - 2)
                            + "end loop;";
            case 12 -> rows(depth);
            default ->
                    "begin\n"
                            + block(depth - 1)
                            + dice.of(
                                    assignment(wild),
                                    "n := n / p;",
                                    "raise exception 'bad %', p using errcode = 'P0002';",
                                    "d := ('2024-02-' || 27 + n)::date;",
                                    "t := t || (q::int)::text;",
                                    "assert p > 1, 'small';",
                                    "select c0 into strict n from t0 where c0 < p;")
                            + "\nexception when "
                            + dice.of(
                                    "division_by_zero then t := t || 'zero';",
                                    "others then t := t || sqlstate;",
                                    "data_exception or raise_exception then t := t || sqlstate;",
                                    "no_data_found then t := t || 'none'; when too_many_rows then t := t || 'many'; when others then b := null;",
                                    "sqlstate '22P02' then t := t || sqlerrm;")
                            + "\nend;";
        };
    }

    private String assignment(ExpressionMaker maker) {
        ColumnReference variable = dice.of(VARIABLES.subList(2, VARIABLES.size()));
        return variable.text() + dice.of(" := ", " = ") + maker.of(variable.kind(), 2) + ";";
    }

    private String selection() {
        TableShape table = dice.of(tables);
        return switch (dice.below(5)) {
            case 0 -> "select count(*), max(c0::text) into n, t from " + table.name() + ";";
            case 1 -> "execute 'select $1 + ' || p into n using " + calm.of(Kind.INT4, 1) + ";";
            case 2 -> "get diagnostics x = row_count; t := t || x;";
            case 3 -> "perform * from t0 where c0 < p; b := found;";
            default -> "n := (select count(*) from t0 where c0 > p);";
        };
    }

    private String loop(int depth) {
        String label = dice.percent(30) ? "<<l" + loops++ + ">>\n" : "";
        String name = label.isEmpty() ? "" : label.substring(2, label.indexOf('>'));
        String leave =
                dice.percent(50)
                        ? dice.of("exit ", "continue ")
                                + name
                                + " when "
                                + calm.of(Kind.BOOL, 1)
                                + ";\n"
                        : "";
        int form = dice.below(3);
        return (form == 1 ? "x := 0;\n" : "")
                + label
                + switch (form) {
                    case 0 ->
                            "for i in "
                                    + dice.of("1..p", "reverse 3..p", "-1..4 by 2", "p..p + 2")
                                    + " loop\n"
                                    + leave
                                    + "t := t || i;\n"
                                    + block(depth - 1)
                                    + "end loop "
                                    + name
                                    + ";";
                    case 1 ->
                            "while x < 3 loop\nx := x + 1;\n"
                                    + leave
                                    + block(depth - 2).replace("x := 0", "x := 3")
                                    + "end loop;";
                    default ->
                            "for i in 1..2 loop\n"
                                    + leave
                                    + block(depth - 1)
                                    + dice.of("", "exit;\n", "return t;\n")
                                    + "end loop;";
                };
    }

    private String rows(int depth) {
        return "for r in "
                + dice.of(
                        "select c0 as u, c0::text as v from t0 order by c0 limit 3",
                        "select * from (values (1, 'a'), (null, 'b')) w (u, v)",
                        "execute 'select $1 as u, ''dyn'' as v' using p",
                        "select g as u, null as v from generate_series(1, p) g")
                + " loop\nt := t || coalesce(r.u::text, '?') || coalesce(r.v::text, '!');\n"
                + block(depth - 2)
                + "end loop;";
    }

    /// Returns the definitions of a trigger on a table, and of what it calls.
    static List<String> trigger(Dice dice, Catalogue catalogue, TableShape table) {
        List<ColumnReference> fresh = table.columnsAs("new");
        var maker = new ExpressionMaker(dice, catalogue, fresh, true, Optional.empty());
        TableShape.Column last = table.columns().getLast();
        boolean isRow = dice.percent(75);
        String event =
                dice.of(
                        "insert",
                        "update",
                        "delete",
                        "insert or update",
                        "insert or update or delete");
        boolean hasNew = !event.contains("delete");
        String timing = dice.of("before", "after");
        String returned =
                isRow && timing.equals("before")
                        ? hasNew
                                ? dice.of("return new;", "return new;", "return null;")
                                : "if tg_op = 'DELETE' then return old; end if; return new;"
                        : "return null;";
        String change =
                isRow && hasNew
                        ? "new." + last.name() + " := " + maker.of(last.kind(), 2) + ";"
                        : "";
        String check =
                isRow && hasNew && dice.percent(30)
                        ? "if "
                                + maker.of(Kind.BOOL, 2)
                                + " then "
                                + dice.of("return null;", "raise exception 'no';")
                                + " end if;"
                        : "";
        String seen = isRow ? hasNew ? "new::text" : "coalesce(old::text, new::text)" : "'all'";
        String body =
                "begin insert into log values (tg_op, tg_when, tg_level, "
                        + seen
                        + "); "
                        + check
                        + change
                        + returned
                        + " end";
        List<String> made = new ArrayList<>();
        made.add("create table log (op text, w text, l text, what text)");
        made.add("create function tf() returns trigger language plpgsql as $$" + body + "$$");
        String condition =
                isRow && hasNew && dice.percent(30) ? " when (" + maker.of(Kind.BOOL, 1) + ")" : "";
        made.add(
                "create trigger tr "
                        + timing
                        + " "
                        + event
                        + " on "
                        + table.name()
                        + (isRow ? " for each row" : " for each statement")
                        + condition
                        + " execute function tf()");
        return made;
    }
}
