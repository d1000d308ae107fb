package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;

/// Makes calls of window functions over orders that fix their results. For one thread.
final class WindowMaker {
    private final Dice dice;
    private final ExpressionMaker expressions;
    private final List<ColumnReference> columns;

    WindowMaker(Dice dice, ExpressionMaker expressions, List<ColumnReference> columns) {
        this.dice = dice;
        this.expressions = expressions;
        this.columns = columns.stream().filter(c -> c.kind().isComparable()).toList();
    }

    /// Returns a call and the kind of its result.
    ColumnReference call() {
        String partition =
                dice.percent(50) && !columns.isEmpty()
                        ? "partition by " + dice.of(columns).text() + " "
                        : "";
        return switch (dice.below(columns.isEmpty() ? 12 : 17)) {
            case 0 -> ranked("row_number()", Kind.INT8, partition + order());
            case 1 -> ranked(dice.of("rank()", "dense_rank()"), Kind.INT8, partition + someOrder());
            case 2 ->
                    ranked(
                            dice.of("percent_rank()", "cume_dist()"),
                            Kind.FLOAT8,
                            partition + someOrder());
            case 3 -> ranked("ntile(" + dice.between(1, 4) + ")", Kind.INT4, partition + order());
            case 4, 5 -> {
                Kind kind = dice.of(Kind.COLUMNS);
                String call =
                        dice.of("lag", "lead")
                                + "("
                                + expressions.of(kind, 1)
                                + dice.of("", ", 2", ", 0", ", -1")
                                + ")";
                yield ranked(call, kind, partition + order());
            }
            case 6, 7 -> {
                Kind kind = dice.of(Kind.COLUMNS);
                String call = dice.of("first_value(", "last_value(", "nth_value(");
                call +=
                        expressions.of(kind, 1)
                                + (call.startsWith("nth") ? ", " + dice.between(1, 3) : "")
                                + ")";
                yield ranked(call, kind, partition + order() + frame(false));
            }
            case 8, 9 ->
                    ranked(
                            "sum(" + expressions.of(Kind.INT4, 1) + ")",
                            Kind.INT8,
                            partition + order() + frame(false));
            case 10 ->
                    ranked(
                            "count(" + dice.of("*", expressions.of(Kind.TEXT, 1)) + ")" + filter(),
                            Kind.INT8,
                            partition + order() + frame(false));
            case 11 -> rangeOffset(partition);
            case 12 -> {
                Kind kind = dice.of(List.of(Kind.INT4, Kind.TEXT, Kind.DATE, Kind.NUMERIC));
                yield ranked(
                        dice.of("min", "max") + "(" + expressions.of(kind, 1) + ")" + filter(),
                        kind,
                        partition + order() + frame(false));
            }
            case 13 ->
                    ranked(
                            "avg(" + expressions.of(Kind.INT4, 1) + ")" + filter(),
                            Kind.NUMERIC,
                            partition + order() + frame(false));
            case 14 ->
                    ranked(
                            "array_agg(" + expressions.of(Kind.INT4, 1) + ")",
                            Kind.INT4S,
                            partition + order() + frame(false));
            case 15 ->
                    ranked(
                            "string_agg(" + expressions.of(Kind.TEXT, 1) + ", '|')",
                            Kind.TEXT,
                            partition + order() + frame(false));
            default ->
                    ranked(
                            dice.of("bool_and", "bool_or")
                                    + "("
                                    + expressions.of(Kind.BOOL, 1)
                                    + ")",
                            Kind.BOOL,
                            partition + someOrder() + rangeOfPeers());
        };
    }

    /// Returns a WINDOW clause of `v`, which has no frame, and `u`, which is made of it.
    String definitions() {
        String partition = columns.isEmpty() ? "" : "partition by " + dice.of(columns).text();
        return " window v as (" + partition + " " + order() + "), u as (v)";
    }

    /// A frame whose ends are peers: any order of them fixes it.
    private String rangeOfPeers() {
        return columns.isEmpty()
                ? ""
                : dice.of(
                        "",
                        " range between current row and unbounded following",
                        " range between current row and current row",
                        " groups between 1 preceding and current row exclude group",
                        " groups between 1 following and 2 following");
    }

    private static ColumnReference ranked(String call, Kind kind, String window) {
        return new ColumnReference(call + " over (" + window + ")", kind);
    }

    private String filter() {
        return dice.percent(40) ? " filter (where " + expressions.of(Kind.BOOL, 1) + ")" : "";
    }

    /// An order of all columns: rows that tie are alike.
    private String order() {
        List<String> keys = new ArrayList<>();
        for (ColumnReference column : columns) {
            keys.add(column.text() + dice.of("", "", " desc", " nulls first"));
        }
        return keys.isEmpty() ? "" : "order by " + String.join(", ", keys);
    }

    private String someOrder() {
        return columns.isEmpty()
                ? ""
                : "order by " + dice.of(columns).text() + dice.of("", " desc");
    }

    private String frame(boolean isEmpty) {
        if (isEmpty || dice.percent(35)) {
            return "";
        }
        if (dice.percent(15)) {
            return " "
                    + dice.of("rows", "groups")
                    + dice.of(
                            " between 2 preceding and 1 preceding",
                            " between 1 following and 2 following",
                            " between 1 following and unbounded following",
                            " between unbounded preceding and 1 preceding");
        }
        String start = dice.of("unbounded preceding", "2 preceding", "1 preceding", "current row");
        String end = dice.of("unbounded following", "1 following", "2 following", "current row");
        return " "
                + dice.of("rows", "groups")
                + " between "
                + start
                + " and "
                + end
                + dice.of(
                        "",
                        "",
                        " exclude current row",
                        " exclude group",
                        " exclude ties",
                        " exclude no others");
    }

    /// A RANGE with an offset in the unit of its one key.
    private ColumnReference rangeOffset(String partition) {
        for (ColumnReference column : columns) {
            String offset =
                    switch (column.kind()) {
                        case INT4, INT8, INT2, NUMERIC, FLOAT8 -> "2";
                        case DATE, TIMESTAMP, TIMESTAMPTZ -> "interval '31 days'";
                        default -> "";
                    };
            if (!offset.isEmpty()) {
                boolean isNumber = offset.equals("2");
                String start = dice.of("unbounded preceding", offset + " preceding", "current row");
                String end =
                        dice.of(
                                "unbounded following",
                                offset + " following",
                                (isNumber ? "3" : "interval '1 month 2 days'") + " following",
                                "current row");
                if (dice.percent(60)) {
                    return ranked(
                            dice.of("count(*)", "count(" + column.text() + ")"),
                            Kind.INT8,
                            partition
                                    + "order by "
                                    + column.text()
                                    + dice.of("", " desc", " nulls first", " desc nulls last")
                                    + " range between "
                                    + start
                                    + " and "
                                    + end
                                    + dice.of(
                                            "",
                                            " exclude group",
                                            " exclude ties",
                                            " exclude current row"));
                }
                return ranked(
                        "count(*)",
                        Kind.INT8,
                        partition
                                + "order by "
                                + column.text()
                                + dice.of("", " desc")
                                + " range between %s preceding and %s following"
                                        .formatted(offset, offset));
            }
        }
        return ranked("count(*)", Kind.INT8, partition);
    }
}
