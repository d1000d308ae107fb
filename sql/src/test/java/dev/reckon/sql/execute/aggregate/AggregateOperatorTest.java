package dev.reckon.sql.execute.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregateOperatorTest {
    private static final List<DataType> TYPES =
            List.of(DataType.INT4, DataType.TEXT, DataType.NUMERIC, DataType.INT4, DataType.BOOL);

    /// Collects its arguments, so that what it was given, and in which order, can be seen.
    private static final class Collecting implements AggregateFunction.Accumulator {
        private final List<List<Value>> groups = new ArrayList<>();

        @Override
        public void reserve(int groupCount) {
            while (groups.size() < groupCount) {
                groups.add(new ArrayList<>());
            }
        }

        @Override
        public void add(List<ColumnVector> arguments, Batch rows, int[] groupsOfRows) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                groups.get(groupsOfRows[i]).add(arguments.get(0).value(rows.row(i)));
            }
        }

        @Override
        public void merge(AggregateFunction.Accumulator other, int[] here, int groupCount) {
            for (int group = 0; group < groupCount; group++) {
                groups.get(here[group]).addAll(((Collecting) other).groups.get(group));
            }
        }

        @Override
        public ColumnVector results(int groupCount) {
            return ObjectVector.of(
                    groups.stream().limit(groupCount).map(Value.Array::of).toArray(Value[]::new));
        }

        @Override
        public long byteCount() {
            return groups.size() * 16L;
        }
    }

    /// Counts rows.
    private static final class Counting implements AggregateFunction.Accumulator {
        private long[] counts = new long[0];

        @Override
        public void reserve(int groupCount) {
            counts = Arrays.copyOf(counts, Math.max(groupCount, counts.length));
        }

        @Override
        public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                counts[groups[i]]++;
            }
        }

        @Override
        public void merge(AggregateFunction.Accumulator other, int[] groups, int groupCount) {
            for (int group = 0; group < groupCount; group++) {
                counts[groups[group]] += ((Counting) other).counts[group];
            }
        }

        @Override
        public ColumnVector results(int groupCount) {
            return LongVector.of(Arrays.copyOf(counts, groupCount));
        }

        @Override
        public long byteCount() {
            return counts.length * 8L;
        }
    }

    private static Expression column(int position) {
        return (rows, _) -> rows.column(position);
    }

    private static AggregateInput input() {
        return new AggregateInput(
                IntStream.range(0, TYPES.size())
                        .mapToObj(column ->
                                new AggregateInput.Computed(
                                        column(column),
                                        TYPES.get(column),
                                        AggregateInput.NO_FILTER))
                        .toList());
    }

    private static AggregateSpec spec(
            boolean counts, int filterColumn, boolean distinct, List<RowOrder.Key> order) {
        return new AggregateSpec(
                (_, _, _) -> counts ? new Counting() : new Collecting(),
                counts ? List.of() : List.of(3),
                counts ? List.of() : List.of(DataType.INT4),
                counts ? DataType.INT8 : DataType.RECORD,
                filterColumn,
                distinct,
                order);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 200_000, 1})
    void aggregatesAsMapsDo(long budget) {
        var random = new Random(RandomRows.seed() + budget);
        var descending = List.of(new RowOrder.Key(3, TypeOrder.of(DataType.INT4), true, true));
        List<AggregateSpec> specs =
                List.of(
                        spec(true, AggregateInput.NO_FILTER, false, List.of()),
                        spec(true, 4, false, List.of()),
                        spec(false, AggregateInput.NO_FILTER, false, descending),
                        spec(false, 4, true, descending));
        for (int round = 0; round < 10; round++) {
            int distinct = List.of(3, 70, 20_000).get(round % 3);
            var rows = new RandomRows(random, TYPES, random.nextInt(8_000), distinct);
            List<List<Integer>> sets =
                    switch (round % 4) {
                        case 0 -> List.of(List.of(0));
                        case 1 -> List.of(List.of(0, 1, 2));
                        case 2 -> List.of(List.of());
                        default -> List.of(List.of(0, 1), List.of(2), List.of());
                    };
            var plan =
                    new AggregatePlan(
                            input(),
                            TYPES.subList(0, 3).stream().map(DataType::physical).toList(),
                            sets,
                            List.of(0, 1, 2),
                            specs,
                            true);
            var evaluations = new TestEvaluations(budget);
            Operator operator =
                    new AggregateOperator(
                            _ -> rows.operator(),
                            plan,
                            AggregateFactory.Threads.ONE,
                            evaluations.evaluation());
            assertThat(RandomRows.sorted(RandomRows.read(operator)))
                    .as("budget %s, round %s", budget, round)
                    .isEqualTo(RandomRows.sorted(model(rows.rows(), sets)));
            evaluations.assertAllReleased();
        }
    }

    private static List<List<Value>> model(List<List<Value>> rows, List<List<Integer>> sets) {
        List<List<Value>> output = new ArrayList<>();
        for (int set = 0; set < sets.size(); set++) {
            Map<List<Object>, List<List<Value>>> groups = new LinkedHashMap<>();
            if (sets.get(set).isEmpty()) {
                groups.put(List.of(), new ArrayList<>());
            }
            for (List<Value> row : rows) {
                List<Object> key =
                        RandomRows.canonical(sets.get(set).stream().map(row::get).toList());
                groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
            }
            for (List<List<Value>> group : groups.values()) {
                List<Value> result = new ArrayList<>();
                for (int key = 0; key < 3; key++) {
                    result.add(
                            sets.get(set).contains(key) ? group.get(0).get(key) : Value.Null.NULL);
                }
                List<List<Value>> filtered =
                        group.stream()
                                .filter(row -> row.get(4) instanceof Value.Int(long is) && is == 1)
                                .toList();
                result.add(new Value.Int(group.size()));
                result.add(new Value.Int(filtered.size()));
                result.add(Value.Array.of(descending(group.stream().map(r -> r.get(3)).toList())));
                result.add(
                        Value.Array.of(
                                descending(
                                        new ArrayList<>(
                                                new LinkedHashSet<>(
                                                        filtered.stream()
                                                                .map(row -> row.get(3))
                                                                .toList())))));
                result.add(new Value.Int(set));
                output.add(result);
            }
        }
        return output;
    }

    /// NULLs first, then the greatest.
    private static List<Value> descending(List<Value> values) {
        Comparator<Value> comparator =
                Comparator.comparingLong(
                        value -> value instanceof Value.Int(long number) ? number : Long.MAX_VALUE);
        return values.stream().sorted(comparator.reversed()).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 100_000, 1})
    void keepsTheFirstOfEqualRows(long budget) {
        var random = new Random(RandomRows.seed() + budget);
        for (int round = 0; round < 9; round++) {
            var rows =
                    new RandomRows(
                            random,
                            TYPES,
                            random.nextInt(15_000),
                            List.of(3, 70, 20_000).get(round % 3));
            List<Integer> keys = round % 2 == 0 ? List.of(0, 1, 2, 3, 4) : List.of(2, 0);
            var evaluations = new TestEvaluations(budget);
            Operator operator =
                    new DistinctOperator(
                            rows.operator(),
                            keys,
                            keys.stream().map(TYPES::get).toList(),
                            TYPES.stream().map(DataType::physical).toList(),
                            evaluations.evaluation());
            Map<List<Object>, List<Value>> expected = new LinkedHashMap<>();
            for (List<Value> row : rows.rows()) {
                expected.putIfAbsent(
                        RandomRows.canonical(keys.stream().map(row::get).toList()), row);
            }
            assertThat(RandomRows.sorted(RandomRows.read(operator)))
                    .isEqualTo(RandomRows.sorted(new ArrayList<>(expected.values())));
            evaluations.assertAllReleased();
        }
    }

    @Test
    void mergesWhatPartsOfTheRowsGave() {
        var random = new Random(RandomRows.seed());
        var rows = new RandomRows(random, TYPES, 9_000, 70);
        List<AggregateSpec> specs = List.of(spec(true, AggregateInput.NO_FILTER, false, List.of()));
        var evaluations = new TestEvaluations(Long.MAX_VALUE);
        var evaluation = evaluations.evaluation();
        try (var whole =
                        new GroupAggregation(
                                input(), List.of(0, 1), List.of(0, 1), specs, evaluation, 0);
                var first =
                        new GroupAggregation(
                                input(), List.of(0, 1), List.of(0, 1), specs, evaluation, 0);
                var second =
                        new GroupAggregation(
                                input(), List.of(0, 1), List.of(0, 1), specs, evaluation, 0)) {
            var source = rows.operator();
            for (var batch = source.next(); batch.isPresent(); batch = source.next()) {
                whole.add(batch.get());
                (random.nextBoolean() ? first : second).add(batch.get());
            }
            first.merge(second);
            assertThat(RandomRows.sorted(rowsOf(first)))
                    .isEqualTo(RandomRows.sorted(rowsOf(whole)));
        }
        evaluations.assertAllReleased();
    }

    private static List<List<Value>> rowsOf(GroupAggregation groups) {
        List<ColumnVector> columns = new ArrayList<>(groups.keys());
        columns.addAll(groups.results());
        List<List<Value>> rows = new ArrayList<>();
        for (int group = 0; group < groups.groupCount(); group++) {
            int row = group;
            rows.add(columns.stream().map(column -> column.value(row)).toList());
        }
        return rows;
    }
}
