package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Direction;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.function.datetime.Intervals;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Ordered-set aggregates (percentiles, mode) and hypothetical-set aggregates (the rank that a row
/// would have).
final class OrderedSets {
    private OrderedSets() {}

    /// Returns the order of rows by their sort keys.
    ///
    /// @param first the index of the first sort key among the arguments
    static Comparator<Value[]> order(List<DataType> types, int first, List<Direction> directions) {
        return (left, right) -> {
            for (int i = first; i < types.size(); i++) {
                int order =
                        compareKey(
                                left[i],
                                right[i],
                                types.get(i),
                                i - first < directions.size()
                                        ? directions.get(i - first)
                                        : Direction.ASCENDING);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compareKey(Value left, Value right, DataType type, Direction direction) {
        if (left.isNull() || right.isNull()) {
            int order = Boolean.compare(left.isNull(), right.isNull());
            return direction.nullsFirst() ? Math.negateExact(order) : order;
        }
        int order = Integer.signum(ValueOrder.of(type).compare(left, right));
        return direction.descending() ? -order : order;
    }

    private static List<Value> sortedKeys(List<Value[]> rows, Comparator<Value[]> order) {
        return rows.stream().sorted(order).map(row -> row[row.length - 1]).toList();
    }

    private static double fraction(Value value) {
        double fraction = ((Value.Real) value).value();
        if (fraction < 0 || fraction > 1 || Double.isNaN(fraction)) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "percentile value "
                            + dev.reckon.sql.format.FloatText.doubleText(fraction)
                            + " is not between 0 and 1");
        }
        return fraction;
    }

    /// percentile_disc and percentile_cont, of one fraction or an array of them.
    static Value percentile(List<Value[]> rows, Comparator<Value[]> order, boolean continuous) {
        if (rows.isEmpty()) {
            return Value.Null.NULL;
        }
        Value fractions = rows.getFirst()[0];
        List<Value> keys = sortedKeys(rows, order);
        return switch (fractions) {
            case Value.Null nothing -> nothing;
            case Value.Array array -> {
                List<Value> results = new ArrayList<>();
                for (Value fraction : Cancellation.each(array.elements())) {
                    results.add(
                            fraction.isNull() ? fraction : percentile(keys, fraction, continuous));
                }
                yield new Value.Array(array.lengths(), array.lowerBounds(), results);
            }
            default -> percentile(keys, fractions, continuous);
        };
    }

    private static Value percentile(List<Value> keys, Value fractionValue, boolean continuous) {
        double fraction = fraction(fractionValue);
        if (!continuous) {
            int index = (int) Math.ceil(fraction * keys.size());
            return keys.get(Math.max(0, index - 1));
        }
        double position = fraction * (keys.size() - 1);
        int low = (int) Math.floor(position);
        int high = (int) Math.ceil(position);
        if (low == high) {
            return keys.get(low);
        }
        double part = position - low;
        return keys.get(low) instanceof Value.Interval from
                ? Intervals.add(
                        from,
                        Intervals.multiply(
                                Intervals.subtract((Value.Interval) keys.get(high), from), part))
                : new Value.Real(
                        ((Value.Real) keys.get(low)).value()
                                + part
                                        * (((Value.Real) keys.get(high)).value()
                                                - ((Value.Real) keys.get(low)).value()));
    }

    /// The most frequent value, the first of several.
    static Value mode(List<Value[]> rows, Comparator<Value[]> order) {
        List<Value[]> sorted = rows.stream().sorted(order).toList();
        Value best = Value.Null.NULL;
        int bestCount = 0;
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            Cancellation.check(i);
            if (i == sorted.size() || order.compare(sorted.get(i - 1), sorted.get(i)) != 0) {
                if (i - start > bestCount) {
                    bestCount = i - start;
                    best = sorted.get(start)[0];
                }
                start = i;
            }
        }
        return best;
    }

    /// rank, dense_rank, percent_rank or cume_dist of the direct arguments among the rows.
    static Value hypothetical(
            String name, List<Value[]> rows, int keyCount, Comparator<Value[]> order) {
        if (rows.isEmpty()) {
            return switch (name) {
                case "percent_rank" -> new Value.Real(0);
                case "cume_dist" -> new Value.Real(1);
                default -> new Value.Int(1);
            };
        }
        Value[] hypothetical = new Value[2 * keyCount];
        System.arraycopy(rows.getFirst(), 0, hypothetical, keyCount, keyCount);
        System.arraycopy(rows.getFirst(), 0, hypothetical, 0, keyCount);
        List<Value[]> sorted = rows.stream().sorted(order).toList();
        long before = 0;
        long notAfter = 0;
        long distinctBefore = 0;
        for (int i = 0; i < sorted.size(); i++) {
            Cancellation.check(i);
            int comparison = order.compare(sorted.get(i), hypothetical);
            if (comparison < 0) {
                before++;
                if (i == 0 || order.compare(sorted.get(i - 1), sorted.get(i)) != 0) {
                    distinctBefore++;
                }
            }
            if (comparison <= 0) {
                notAfter++;
            }
        }
        return switch (name) {
            case "rank" -> new Value.Int(before + 1);
            case "dense_rank" -> new Value.Int(distinctBefore + 1);
            case "percent_rank" -> new Value.Real((double) before / sorted.size());
            case "cume_dist" -> new Value.Real((double) (notAfter + 1) / (sorted.size() + 1));
            default -> throw new IllegalArgumentException(name);
        };
    }
}
