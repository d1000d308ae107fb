package dev.reckon.sql.function.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Sums and extremes by their fast loops, against lists: of all rows or selected ones, of one group
/// or many, at once or merged from parts.
final class AccumulatorsTest {
    private static final int GROUP_COUNT = 5;
    private final Random random = new Random(RandomRows.seed());

    /// Makes a batch of one column, with NULLs or without, all of it selected or a part.
    private Batch batch(Function<long[], ColumnVector> column, int count) {
        long[] nulls = random.nextBoolean() ? Nulls.NONE : Nulls.allocate(count);
        for (int row = 0; row < count && nulls.length > 0; row++) {
            if (random.nextInt(4) == 0) {
                Nulls.set(nulls, row);
            }
        }
        var all = new Batch(List.of(column.apply(nulls)), count);
        if (random.nextBoolean()) {
            return all;
        }
        int[] selected = new int[count];
        int selectedCount = 0;
        for (int row = 0; row < count; row++) {
            selected[selectedCount] = row;
            selectedCount += random.nextInt(3) > 0 ? 1 : 0;
        }
        return selectedCount == 0 ? all : all.select(selected, selectedCount);
    }

    private Batch numerics(int scaleCount) {
        int count = 1 + random.nextInt(40);
        int scale = random.nextInt(scaleCount);
        boolean large = random.nextInt(3) == 0;
        long[] unscaled = new long[count];
        Value[] wide = new Value[count];
        for (int row = 0; row < count; row++) {
            unscaled[row] = large ? random.nextLong() : random.nextInt(2000) - 1000;
            wide[row] = new Value.Numeric(BigDecimal.valueOf(unscaled[row], scale));
        }
        boolean compact = scaleCount == 1 || random.nextInt(5) > 0;
        return batch(
                nulls ->
                        compact
                                ? NumericVector.compact(unscaled, scale, nulls, count)
                                : NumericVector.wide(wide, nulls, count),
                count);
    }

    private Batch longs() {
        int count = 1 + random.nextInt(40);
        boolean large = random.nextInt(3) == 0;
        long[] values = random.longs(count).map(value -> large ? value : value >> 50).toArray();
        return batch(nulls -> new LongVector(values, nulls, count), count);
    }

    private Batch doubles() {
        int count = 1 + random.nextInt(40);
        boolean special = random.nextInt(3) == 0;
        double[] values = new double[count];
        for (int row = 0; row < count; row++) {
            values[row] =
                    switch (special ? random.nextInt(6) : 5) {
                        case 0 -> Double.NaN;
                        case 1 -> Double.POSITIVE_INFINITY;
                        case 2 -> Double.NEGATIVE_INFINITY;
                        default -> random.nextInt(1000) / 8.0 - 50;
                    };
        }
        return batch(nulls -> new DoubleVector(values, nulls, count), count);
    }

    /// Adds random batches in every way, and compares with `expected` of the values of each group.
    private void check(
            Supplier<Accumulator> made,
            Supplier<Batch> batches,
            Function<List<Value>, Value> expected) {
        for (int trial = 0; trial < 400; trial++) {
            int groupCount = GROUP_COUNT;
            var values = new ArrayList<List<Value>>();
            for (int group = 0; group < groupCount; group++) {
                values.add(new ArrayList<>());
            }
            int[] same = new int[groupCount];
            for (int group = 0; group < groupCount; group++) {
                same[group] = group;
            }
            Accumulator all = made.get();
            all.reserve(groupCount);
            for (int part = random.nextInt(3); part >= 0; part--) {
                Accumulator accumulator = made.get();
                accumulator.reserve(groupCount);
                for (int number = random.nextInt(4); number > 0; number--) {
                    add(batches.get(), accumulator, values);
                }
                all.merge(accumulator, same, groupCount);
            }
            ColumnVector results = all.results(groupCount);
            for (int group = 0; group < groupCount; group++) {
                assertThat(results.value(group)).isEqualTo(expected.apply(values.get(group)));
            }
        }
    }

    private void add(Batch rows, Accumulator accumulator, List<List<Value>> values) {
        int[] groups = new int[rows.selectedCount()];
        boolean areOfOne = groups.length > 0 && random.nextBoolean();
        int only = random.nextInt(GROUP_COUNT);
        for (int i = 0; i < groups.length; i++) {
            groups[i] = areOfOne ? only : random.nextInt(GROUP_COUNT);
            Value value = rows.column(0).value(rows.row(i));
            if (!value.isNull()) {
                values.get(groups[i]).add(value);
            }
        }
        if (areOfOne) {
            accumulator.addToGroup(rows.columns(), rows, only);
        } else {
            accumulator.add(rows.columns(), rows, groups);
        }
    }

    private static BigDecimal decimal(Value value) {
        return switch (value) {
            case Value.Int(long number) -> BigDecimal.valueOf(number);
            case Value.Numeric(BigDecimal number) -> number;
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    private static Value sum(List<Value> values) {
        return values.stream()
                .map(AccumulatorsTest::decimal)
                .reduce(BigDecimal::add)
                .<Value>map(Value.Numeric::new)
                .orElse(Value.Null.NULL);
    }

    private static Value extreme(List<Value> values, Comparator<Value> order) {
        return values.stream()
                .reduce((left, right) -> order.compare(left, right) > 0 ? left : right)
                .orElse(Value.Null.NULL);
    }

    private static double real(Value value) {
        return ((Value.Real) value).value();
    }

    @Test
    void sumsOfNumericsAreExact() {
        check(() -> new DecimalSum(false), () -> numerics(1), AccumulatorsTest::sum);
        check(() -> new DecimalSum(false), () -> numerics(3), AccumulatorsTest::sum);
        check(() -> new DecimalSum(false), this::longs, AccumulatorsTest::sum);
    }

    @Test
    void countsLeaveNullsOut() {
        check(Count::new, this::longs, values -> new Value.Int(values.size()));
    }

    @Test
    void extremesOfNumericsAreTheLastOfThoseThatAreEqual() {
        Comparator<Value> order = Comparator.comparing(AccumulatorsTest::decimal);
        check(() -> new NumericExtreme(true), () -> numerics(3), values -> extreme(values, order));
        check(
                () -> new NumericExtreme(false),
                () -> numerics(1),
                values -> extreme(values, order.reversed()));
    }

    @Test
    void extremesOfIntegers() {
        Comparator<Value> order = Comparator.comparing(AccumulatorsTest::decimal);
        check(() -> new LongExtreme(true), this::longs, values -> extreme(values, order));
        check(
                () -> new LongExtreme(false),
                this::longs,
                values -> extreme(values, order.reversed()));
    }

    @Test
    void notANumberIsAboveAllNumbers() {
        Comparator<Value> order = Comparator.comparingDouble(AccumulatorsTest::real);
        check(() -> new DoubleExtreme(true), this::doubles, values -> extreme(values, order));
        check(
                () -> new DoubleExtreme(false),
                this::doubles,
                values -> extreme(values, order.reversed()));
    }

    /// The values are eighths, so that the order of additions does not matter.
    @Test
    void sumsAndAveragesOfReals() {
        Function<List<Value>, Double> total =
                values -> values.stream().mapToDouble(AccumulatorsTest::real).sum();
        check(
                () -> new RealSum(false, false),
                this::doubles,
                values -> values.isEmpty() ? Value.Null.NULL : new Value.Real(total.apply(values)));
        check(
                () -> new RealSum(true, false),
                this::doubles,
                values ->
                        values.isEmpty()
                                ? Value.Null.NULL
                                : new Value.Real(total.apply(values) / values.size()));
    }
}
