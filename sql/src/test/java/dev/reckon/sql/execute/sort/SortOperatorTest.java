package dev.reckon.sql.execute.sort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SortOperatorTest {
    private static final List<DataType> TYPES =
            List.of(
                    DataType.INT4,
                    DataType.TEXT,
                    DataType.FLOAT8,
                    DataType.NUMERIC,
                    DataType.INT8,
                    DataType.BOOL,
                    DataType.INTERVAL);

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 300_000, 1})
    void sortsAsAComparatorDoes(long budget) {
        var random = new Random(RandomRows.seed() + budget);
        for (int round = 0; round < 12; round++) {
            int distinct = List.of(3, 50, 100_000).get(round % 3);
            var rows = new RandomRows(random, TYPES, random.nextInt(12_000), distinct);
            List<RowOrder.Key> keys = keys(random);
            var evaluations = new TestEvaluations(budget);
            var sorted = sort(rows, keys, evaluations);
            // Sorting is stable, so that even equal rows have one order.
            List<List<Value>> expected = new ArrayList<>(rows.rows());
            expected.sort(comparator(keys));
            assertThat(sorted).isEqualTo(expected);
            evaluations.assertAllReleased();
            assertThat(evaluations.createdFileCount() > 0)
                    .isEqualTo(
                            (budget == 1 && !expected.isEmpty())
                                    || (budget == 300_000 && evaluations.createdFileCount() > 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 5000, 9000})
    void givesTheFirstRowsOfASort(int limit) {
        var random = new Random(RandomRows.seed() + limit);
        for (int round = 0; round < 12; round++) {
            var rows =
                    new RandomRows(
                            random,
                            TYPES,
                            random.nextInt(30_000),
                            List.of(3, 50, 100_000).get(round % 3));
            List<RowOrder.Key> keys = keys(random);
            int offset = random.nextInt(3) * 7;
            var evaluations = new TestEvaluations(round % 2 == 0 ? Long.MAX_VALUE : 10_000);
            var evaluation = evaluations.evaluation();
            List<List<Value>> top =
                    RandomRows.read(
                            new TopNOperator(
                                    _ -> rows.operator(),
                                    sortKeys(keys),
                                    offset,
                                    limit,
                                    false,
                                    Optional.empty(),
                                    evaluation));
            List<List<Value>> expected = new ArrayList<>(rows.rows());
            Comparator<List<Value>> comparator = comparator(keys);
            expected.sort(comparator);
            expected = expected.stream().skip(offset).limit(limit).toList();
            assertThat(top).hasSameSizeAs(expected);
            for (int i = 0; i < top.size(); i++) {
                assertThat(comparator.compare(top.get(i), expected.get(i))).isZero();
            }
            evaluations.assertAllReleased();
        }
    }

    private static List<List<Value>> sort(
            RandomRows rows, List<RowOrder.Key> keys, TestEvaluations evaluations) {
        var evaluation = evaluations.evaluation();
        return RandomRows.read(new SortOperator(rows.operator(), sortKeys(keys), evaluation));
    }

    private static SortKeys sortKeys(List<RowOrder.Key> keys) {
        return new SortKeys(
                new RowOrder(keys),
                TYPES.stream().map(DataType::physical).toList(),
                List.of(),
                TYPES.size());
    }

    private static List<RowOrder.Key> keys(Random random) {
        List<RowOrder.Key> keys = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int column = random.nextInt(TYPES.size());
            keys.add(
                    new RowOrder.Key(
                            column,
                            TypeOrder.of(TYPES.get(column)),
                            random.nextBoolean(),
                            random.nextBoolean()));
        }
        return keys;
    }

    private static Comparator<List<Value>> comparator(List<RowOrder.Key> keys) {
        return (left, right) -> {
            for (RowOrder.Key key : keys) {
                Value first = left.get(key.column());
                Value second = right.get(key.column());
                int comparison;
                if (first.isNull() || second.isNull()) {
                    comparison = Boolean.compare(first.isNull(), second.isNull());
                    comparison = key.nullsFirst() ? -comparison : comparison;
                } else {
                    comparison = ValueOrder.of(TYPES.get(key.column())).compare(first, second);
                    comparison = key.descending() ? Integer.compare(0, comparison) : comparison;
                }
                if (comparison != 0) {
                    return comparison;
                }
            }
            return 0;
        };
    }
}
