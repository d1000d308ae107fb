package dev.reckon.sql.execute.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.execute.sort.SortKeys;
import dev.reckon.sql.execute.sort.SortOperator;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ways to join, against a model that tests every pair.
final class JoinOperatorsTest {
    private static final List<DataType> LEFT =
            List.of(DataType.INT4, DataType.TEXT, DataType.NUMERIC, DataType.INT4);
    private static final List<DataType> RIGHT =
            List.of(DataType.TEXT, DataType.INT4, DataType.NUMERIC);

    /// The columns that are compared, on either side.
    private record Keys(List<Integer> left, List<Integer> right) {}

    private static final List<Keys> KEYS =
            List.of(
                    new Keys(List.of(0), List.of(1)),
                    new Keys(List.of(1), List.of(0)),
                    new Keys(List.of(2), List.of(2)),
                    new Keys(List.of(0, 1), List.of(1, 0)));

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void hashingJoinsAsTestingEveryPairDoes(JoinKind kind) {
        var random = new Random(RandomRows.seed() + kind.name().hashCode());
        for (int round = 0; round < 12; round++) {
            Keys keys =
                    kind == JoinKind.ANTI_NULL_AWARE ? KEYS.get(round % 3) : KEYS.get(round % 4);
            boolean hasResidual = kind != JoinKind.ANTI_NULL_AWARE && round % 3 == 1;
            int distinct = List.of(4, 60, 3000).get(random.nextInt(3));
            var left = new RandomRows(random, LEFT, random.nextInt(600), distinct);
            RandomRows right = right(random, kind, distinct);
            for (long budget : new long[] {Long.MAX_VALUE, 1, 60_000}) {
                var evaluations = new TestEvaluations(budget);
                Evaluation evaluation = evaluations.evaluation();
                var plan =
                        new HashJoinPlan(
                                kind,
                                columns(keys.left),
                                columns(keys.right),
                                keys.left.stream().map(LEFT::get).toList(),
                                false,
                                hasResidual ? Optional.of(residual()) : Optional.empty(),
                                physical(LEFT),
                                physical(RIGHT));
                Operator join =
                        new HashJoinOperator(
                                _ -> left.operator(), _ -> right.operator(), plan, evaluation);
                List<List<Value>> rows = RandomRows.read(join);
                assertThat(RandomRows.sorted(rows))
                        .as("%s on %s, budget %s, round %s", kind, keys, budget, round)
                        .isEqualTo(RandomRows.sorted(model(kind, left, right, keys, hasResidual)));
                evaluations.assertAllReleased();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void testingEveryPairJoinsAsTheModelDoes(JoinKind kind) {
        var random = new Random(RandomRows.seed() + kind.name().hashCode());
        for (int round = 0; round < 8; round++) {
            Keys keys = KEYS.get(round % 3);
            int distinct = List.of(4, 60, 3000).get(random.nextInt(3));
            var left = new RandomRows(random, LEFT, random.nextInt(500), distinct);
            RandomRows right = right(random, kind, distinct);
            for (long budget : new long[] {Long.MAX_VALUE, 1}) {
                var evaluations = new TestEvaluations(budget);
                Predicate condition = equal(keys, kind == JoinKind.ANTI_NULL_AWARE);
                Operator join =
                        new NestedLoopOperator(
                                left.operator(),
                                _ -> right.operator(),
                                kind,
                                Optional.of(condition),
                                physical(LEFT),
                                physical(RIGHT),
                                evaluations.evaluation());
                assertThat(RandomRows.sorted(RandomRows.read(join)))
                        .isEqualTo(RandomRows.sorted(model(kind, left, right, keys, false)));
                evaluations.assertAllReleased();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = JoinKind.class, mode = EnumSource.Mode.EXCLUDE, names = "ANTI_NULL_AWARE")
    void mergingJoinsAsTestingEveryPairDoes(JoinKind kind) {
        var random = new Random(RandomRows.seed() + kind.name().hashCode());
        for (int round = 0; round < 12; round++) {
            Keys keys = KEYS.get(round % 4);
            boolean hasResidual = round % 3 == 1;
            int distinct = List.of(4, 60, 3000).get(random.nextInt(3));
            var left = new RandomRows(random, LEFT, random.nextInt(600), distinct);
            RandomRows right = right(random, kind, distinct);
            var evaluations = new TestEvaluations(Long.MAX_VALUE);
            Evaluation evaluation = evaluations.evaluation();
            var plan =
                    new HashJoinPlan(
                            kind,
                            columns(keys.left),
                            columns(keys.right),
                            keys.left.stream().map(LEFT::get).toList(),
                            false,
                            hasResidual ? Optional.of(residual()) : Optional.empty(),
                            physical(LEFT),
                            physical(RIGHT));
            List<List<Value>> rows =
                    RandomRows.read(
                            new MergeJoinOperator(
                                    sorted(left, keys.left, evaluation),
                                    sorted(right, keys.right, evaluation),
                                    plan,
                                    evaluation));
            assertThat(RandomRows.sorted(rows))
                    .as("%s on %s, round %s", kind, keys, round)
                    .isEqualTo(RandomRows.sorted(model(kind, left, right, keys, hasResidual)));
            evaluations.assertAllReleased();
        }
    }

    private static Operator sorted(RandomRows rows, List<Integer> columns, Evaluation evaluation) {
        List<RowOrder.Key> keys =
                columns.stream()
                        .map(column ->
                                RowOrder.Key.ascending(
                                        column, TypeOrder.of(rows.types().get(column))))
                        .toList();
        return new SortOperator(
                rows.operator(),
                new SortKeys(
                        new RowOrder(keys), physical(rows.types()), List.of(), rows.types().size()),
                evaluation);
    }

    private static RandomRows right(Random random, JoinKind kind, int distinct) {
        var right =
                new RandomRows(random, RIGHT, random.nextInt(3) * random.nextInt(400), distinct);
        if (kind != JoinKind.ANTI_NULL_AWARE || random.nextInt(4) == 0) {
            return right;
        }
        // One NULL decides everything: mostly there is none.
        return new RandomRows(
                RIGHT,
                right.rows().stream()
                        .filter(row -> row.stream().noneMatch(Value::isNull))
                        .toList());
    }

    private static List<Expression> columns(List<Integer> positions) {
        return positions.stream()
                .map(position -> (Expression) (rows, _) -> rows.column(position))
                .toList();
    }

    private static List<PhysicalType> physical(List<DataType> types) {
        return types.stream().map(DataType::physical).toList();
    }

    /// `left.d < right.int`, which is NULL, and so no match, when one is NULL.
    private static boolean meetsResidual(Value left, Value right) {
        return left instanceof Value.Int(long first)
                && right instanceof Value.Int(long second)
                && first < second;
    }

    private static Predicate residual() {
        return (rows, _, selected) -> {
            int count = 0;
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (meetsResidual(
                        rows.column(3).value(row), rows.column(LEFT.size() + 1).value(row))) {
                    selected[count++] = row;
                }
            }
            return count;
        };
    }

    private static Predicate equal(Keys keys, boolean orNull) {
        return (rows, _, selected) -> {
            int count = 0;
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                Value left = rows.column(keys.left.get(0)).value(row);
                Value right = rows.column(LEFT.size() + keys.right.get(0)).value(row);
                boolean isNull = left.isNull() || right.isNull();
                if (isNull
                        ? orNull
                        : RandomRows.canonical(List.of(left))
                                .equals(RandomRows.canonical(List.of(right)))) {
                    selected[count++] = row;
                }
            }
            return count;
        };
    }

    private static List<List<Value>> model(
            JoinKind kind, RandomRows left, RandomRows right, Keys keys, boolean hasResidual) {
        List<List<Value>> output = new ArrayList<>();
        boolean[] rightMatched = new boolean[right.rows().size()];
        List<List<Object>> rightKeys =
                right.rows().stream().map(row -> key(row, keys.right)).toList();
        for (List<Value> row : left.rows()) {
            List<Object> leftKey = key(row, keys.left);
            boolean leftNull = leftKey.contains(Value.Null.NULL);
            boolean matched = false;
            boolean maybe = false;
            for (int i = 0; i < rightKeys.size(); i++) {
                boolean isNull = leftNull || rightKeys.get(i).contains(Value.Null.NULL);
                maybe |= isNull;
                if (isNull || !leftKey.equals(rightKeys.get(i))) {
                    continue;
                }
                List<Value> other = right.rows().get(i);
                if (hasResidual && !meetsResidual(row.get(3), other.get(1))) {
                    continue;
                }
                matched = true;
                rightMatched[i] = true;
                if (kind.givesRight()) {
                    output.add(concat(row, other));
                }
            }
            switch (kind) {
                case INNER, RIGHT -> {}
                case LEFT, FULL -> {
                    if (!matched) {
                        output.add(concat(row, nulls(RIGHT.size())));
                    }
                }
                case SEMI -> addIf(matched, row, output);
                case ANTI -> addIf(!matched, row, output);
                case ANTI_NULL_AWARE -> addIf(!matched && !maybe, row, output);
            }
        }
        if (kind == JoinKind.RIGHT || kind == JoinKind.FULL) {
            for (int i = 0; i < rightMatched.length; i++) {
                if (!rightMatched[i]) {
                    output.add(concat(nulls(LEFT.size()), right.rows().get(i)));
                }
            }
        }
        return output;
    }

    private static void addIf(boolean condition, List<Value> row, List<List<Value>> output) {
        if (condition) {
            output.add(row);
        }
    }

    private static List<Object> key(List<Value> row, List<Integer> columns) {
        return RandomRows.canonical(columns.stream().map(row::get).toList());
    }

    private static List<Value> concat(List<Value> left, List<Value> right) {
        List<Value> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private static List<Value> nulls(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> (Value) Value.Null.NULL)
                .collect(Collectors.toList());
    }
}
