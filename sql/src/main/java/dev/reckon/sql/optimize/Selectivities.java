package dev.reckon.sql.optimize;

import dev.reckon.sql.optimize.ColumnSources.Source;
import dev.reckon.sql.optimize.Comparisons.Comparison;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.ColumnStatistics;
import dev.reckon.storage.type.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// For which share of rows conditions are true: from the stored columns' statistics where a column
/// is compared with a constant, else guesses close to PostgreSQL's own defaults.
final class Selectivities {
    private static final double EQUAL = 0.005;
    private static final double RANGE = 0.33;
    private static final double OTHER = 0.33;

    /// Patterns are mostly written to find little.
    private static final double PATTERN = 0.05;

    private final ColumnSources sources;

    Selectivities(ColumnSources sources) {
        this.sources = sources;
    }

    /// Both ends of a range of one column.
    private record Ends(Value lower, Value upper) {
        static final Ends OPEN = new Ends(Value.Null.NULL, Value.Null.NULL);

        Ends with(Comparison range) {
            Value value = ((Scalar.Constant) range.right()).value();
            return range.symbol().startsWith(">") ? new Ends(value, upper) : new Ends(lower, value);
        }
    }

    /// Estimates the share of rows for which a condition is true, from 0 to 1.
    double of(Scalar condition) {
        return switch (condition) {
            case Scalar.And _ -> all(Plans.conjuncts(condition));
            case Scalar.Or(List<Scalar> operands) ->
                    1
                            - operands.stream()
                                    .mapToDouble(each -> 1 - of(each))
                                    .reduce(1, (a, b) -> a * b);
            case Scalar.Not(Scalar operand) -> 1 - of(operand);
            case Scalar.IsNull(Scalar operand, boolean negated) -> {
                double nulls =
                        sources.source(operand)
                                .flatMap(sources::statistics)
                                .map(ColumnStatistics::nullFraction)
                                .orElse(0.01);
                yield negated ? 1 - nulls : nulls;
            }
            case Scalar.InList list -> {
                double found = Math.min(1, equal(list.operand()) * list.list().size());
                yield list.negated() ? 1 - found : found;
            }
            case Scalar.Constant constant -> Plans.isTrue(constant) ? 1 : 0;
            case Scalar.Call call when isPattern(call) -> PATTERN;
            case Scalar.Call call when isNegatedPattern(call) -> 1 - PATTERN;
            default -> Comparisons.of(condition).map(this::comparison).orElse(OTHER);
        };
    }

    private static boolean isPattern(Scalar.Call call) {
        String name = call.function().name();
        return name.equals("textlike") || name.equals("texticlike") || name.equals("textregexeq");
    }

    private static boolean isNegatedPattern(Scalar.Call call) {
        return call.function().name().equals("textnlike");
    }

    /// Estimates for conditions that must all hold; those on one column are taken together.
    double all(List<Scalar> conditions) {
        double share = 1;
        Map<Source, Ends> ranges = new LinkedHashMap<>();
        for (Scalar condition : conditions) {
            Optional<Comparison> range = Comparisons.of(condition).flatMap(Selectivities::range);
            Optional<Source> source = range.flatMap(each -> sources.source(each.left()));
            if (source.isPresent()) {
                Ends ends = ranges.getOrDefault(source.get(), Ends.OPEN);
                ranges.put(source.get(), ends.with(range.get()));
            } else {
                share *= of(condition);
            }
        }
        for (Map.Entry<Source, Ends> range : ranges.entrySet()) {
            share *= between(range.getKey(), range.getValue());
        }
        return share;
    }

    private double between(Source source, Ends ends) {
        boolean open = ends.lower.isNull() || ends.upper.isNull();
        return sources.statistics(source)
                .map(values -> values.fractionBetween(ends.lower, ends.upper))
                .orElse(open ? RANGE : RANGE * RANGE);
    }

    /// Returns a comparison by order with a constant, the constant on the right.
    private static Optional<Comparison> range(Comparison comparison) {
        if (comparison.symbol().equals("=") || comparison.symbol().equals("<>")) {
            return Optional.empty();
        }
        Comparison turned =
                comparison.left() instanceof Scalar.Constant ? comparison.flipped() : comparison;
        return turned.right() instanceof Scalar.Constant constant
                        && !constant.isNull()
                        && Comparisons.areAlike(turned.left().type(), constant.type())
                ? Optional.of(turned)
                : Optional.empty();
    }

    private double comparison(Comparison comparison) {
        return switch (comparison.symbol()) {
            case "=" -> equal(comparison);
            case "<>" -> 1 - equal(comparison);
            default ->
                    range(comparison)
                            .flatMap(range ->
                                    sources.source(range.left())
                                            .map(source -> between(source, Ends.OPEN.with(range))))
                            .orElse(RANGE);
        };
    }

    private double equal(Comparison comparison) {
        if (comparison.left() instanceof Scalar.Constant) {
            return equal(comparison.right());
        }
        Optional<Double> left = sources.distinctCount(comparison.left());
        Optional<Double> right = sources.distinctCount(comparison.right());
        return left.isPresent() && right.isPresent()
                ? 1 / Math.max(left.get(), right.get())
                : 1 / left.or(() -> right).orElse(1 / EQUAL);
    }

    /// Estimates for how many rows a scalar is equal to something given.
    private double equal(Scalar scalar) {
        return sources.distinctCount(scalar).map(distinct -> 1 / distinct).orElse(EQUAL);
    }
}
