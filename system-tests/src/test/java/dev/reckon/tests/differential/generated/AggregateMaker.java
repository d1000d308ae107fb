package dev.reckon.tests.differential.generated;

import java.util.List;

/// Makes calls of aggregates whose result does not depend on the order of their input, or that say
/// it themselves. For one thread.
final class AggregateMaker {
    private static final List<Kind> ORDERED =
            List.of(
                    Kind.INT2,
                    Kind.INT4,
                    Kind.INT8,
                    Kind.TEXT,
                    Kind.DATE,
                    Kind.TIME,
                    Kind.TIMESTAMP,
                    Kind.TIMESTAMPTZ,
                    Kind.INET,
                    Kind.INT4S,
                    Kind.TEXTS);
    private static final List<Kind> NUMBERS =
            List.of(Kind.INT2, Kind.INT4, Kind.INT8, Kind.NUMERIC);

    private final Dice dice;
    private final ExpressionMaker expressions;
    private final List<ColumnReference> columns;

    AggregateMaker(Dice dice, ExpressionMaker expressions, List<ColumnReference> columns) {
        this.dice = dice;
        this.expressions = expressions;
        this.columns = columns;
    }

    /// Returns a call and the kind of its result.
    ColumnReference call() {
        ColumnReference call = bare();
        if (dice.percent(25) && !call.text().endsWith(" is null")) {
            return new ColumnReference(
                    call.text() + " filter (where " + expressions.of(Kind.BOOL, 2) + ")",
                    call.kind());
        }
        return call;
    }

    private ColumnReference bare() {
        return switch (dice.below(28)) {
            case 0 -> new ColumnReference("count(*)", Kind.INT8);
            case 1 -> new ColumnReference("count(" + distinct() + any() + ")", Kind.INT8);
            case 2, 3 -> {
                Kind kind = dice.of(ORDERED);
                yield new ColumnReference(
                        dice.of("min", "max") + "(" + expressions.of(kind, 1) + ")", kind);
            }
            case 4, 5 -> sum();
            case 6 ->
                    new ColumnReference(
                            "avg(" + distinct() + expressions.of(dice.of(NUMBERS), 1) + ")",
                            Kind.NUMERIC);
            case 7 ->
                    new ColumnReference(
                            dice.of("bool_and", "bool_or", "every")
                                    + "("
                                    + expressions.of(Kind.BOOL, 2)
                                    + ")",
                            Kind.BOOL);
            case 8 ->
                    new ColumnReference(
                            dice.of("bit_and", "bit_or", "bit_xor")
                                    + "("
                                    + expressions.of(Kind.INT4, 1)
                                    + ")",
                            Kind.INT4);
            case 9 -> {
                String value = expressions.of(Kind.TEXT, 1);
                yield new ColumnReference(
                        "string_agg("
                                + value
                                + ", ',' order by "
                                + value
                                + dice.of("", " desc")
                                + ")",
                        Kind.TEXT);
            }
            case 10 -> {
                String value = expressions.of(Kind.INT4, 1);
                yield new ColumnReference(
                        "array_agg("
                                + distinct()
                                + value
                                + " order by "
                                + value
                                + dice.of("", " desc", " nulls first")
                                + ")",
                        Kind.INT4S);
            }
            case 11 ->
                    new ColumnReference(
                            dice.of("stddev", "variance", "var_pop", "stddev_samp", "stddev_pop")
                                    + "("
                                    + expressions.of(dice.of(NUMBERS), 1)
                                    + ")",
                            Kind.NUMERIC);
            case 12 -> {
                Kind kind = dice.of(ORDERED);
                yield new ColumnReference(
                        "percentile_disc(0.%d) within group (order by %s)"
                                .formatted(dice.between(1, 9), expressions.of(kind, 1)),
                        kind);
            }
            case 13 -> {
                Kind kind = dice.of(ORDERED);
                yield new ColumnReference(
                        dice.of("rank", "dense_rank")
                                + "("
                                + expressions.of(kind, 0).replaceAll("a\\d+\\.\\w+", "null")
                                + ") within group (order by "
                                + expressions.of(kind, 1)
                                + ")",
                        Kind.INT8);
            }
            case 14 ->
                    new ColumnReference(
                            columns.stream()
                                    .flatMap(column -> column.relation().stream())
                                    .findFirst()
                                    .map(relation -> "count(" + relation + ")")
                                    .orElse("count(*)"),
                            Kind.INT8);
            case 15 -> {
                String value = expressions.of(Kind.TEXT, 1);
                yield new ColumnReference(
                        "string_agg(distinct " + value + ", '|' order by " + value + ")",
                        Kind.TEXT);
            }
            case 16 ->
                    new ColumnReference(
                            "percentile_cont(0.%d) within group (order by (%s)::float8)"
                                    .formatted(
                                            dice.of(List.of(25, 5, 75)),
                                            expressions.of(Kind.INT4, 1)),
                            Kind.FLOAT8);
            case 17 -> {
                Kind kind = dice.of(ORDERED);
                yield new ColumnReference(
                        "mode() within group (order by " + expressions.of(kind, 1) + ")", kind);
            }
            case 18 ->
                    new ColumnReference(
                            "percentile_disc(array[0, 0.5, 1]) within group (order by "
                                    + expressions.of(Kind.INT4, 1)
                                    + dice.of("", " desc")
                                    + ")",
                            Kind.INT4S);
            case 19 ->
                    new ColumnReference(
                            "range_agg(" + expressions.of(Kind.INT4RANGE, 1) + ")",
                            Kind.INT4MULTIRANGE);
            case 20 ->
                    new ColumnReference(
                            "range_intersect_agg(" + expressions.of(Kind.INT4RANGE, 1) + ")",
                            Kind.INT4RANGE);
            case 21 -> {
                String value = expressions.of(Kind.BYTEA, 1);
                yield new ColumnReference(
                        "string_agg(" + value + ", '\\x00' order by " + value + ")", Kind.BYTEA);
            }
            case 22 -> {
                Kind kind = dice.of(List.of(Kind.INT2, Kind.INT8));
                yield new ColumnReference(
                        dice.of("bit_and", "bit_or", "bit_xor")
                                + "("
                                + expressions.of(kind, 1)
                                + ")",
                        kind);
            }
            case 23 -> {
                String value = expressions.of(Kind.TEXT, 1);
                yield new ColumnReference(
                        "jsonb_object_agg(coalesce(" + value + ", ''), 1 order by " + value + ")",
                        Kind.JSONB);
            }
            case 24 ->
                    new ColumnReference(
                            dice.of("regr_count", "regr_sxx", "covar_pop", "regr_avgx")
                                    + "("
                                    + expressions.of(Kind.INT2, 0)
                                    + ", "
                                    + expressions.of(Kind.INT2, 0)
                                    + ") is null",
                            Kind.BOOL);
            case 25 ->
                    new ColumnReference(
                            "count(distinct (" + any() + ", " + any() + "))", Kind.INT8);
            case 26 ->
                    new ColumnReference(
                            dice.of("sum", "avg", "min", "max")
                                    + "("
                                    + expressions.of(Kind.INTERVAL, 0)
                                    + ")",
                            Kind.INTERVAL);
            default -> {
                String value = expressions.of(Kind.TEXT, 1);
                yield new ColumnReference(
                        "jsonb_agg(" + value + " order by " + value + ")", Kind.JSONB);
            }
        };
    }

    private ColumnReference sum() {
        Kind kind = dice.of(List.of(Kind.INT2, Kind.INT4, Kind.INT8, Kind.NUMERIC, Kind.FLOAT8));
        if (kind == Kind.FLOAT8) {
            List<ColumnReference> exact =
                    columns.stream().filter(c -> c.kind() == Kind.INT4).toList();
            String value = exact.isEmpty() ? "1.5" : dice.of(exact).text();
            return new ColumnReference("sum(" + value + "::float8)", Kind.FLOAT8);
        }
        Kind result = kind == Kind.INT2 || kind == Kind.INT4 ? Kind.INT8 : Kind.NUMERIC;
        return new ColumnReference("sum(" + distinct() + expressions.of(kind, 1) + ")", result);
    }

    private String distinct() {
        return dice.percent(15) ? "distinct " : "";
    }

    private String any() {
        return expressions.of(dice.of(Kind.COLUMNS), 1);
    }
}
