package dev.reckon.sql.execute.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.sql.execute.WorkerPool;
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
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ways to join, against a model that tests every pair.
final class JoinOperatorsTest {
    private static final List<DataType> LEFT =
            List.of(DataType.INT4, DataType.TEXT, DataType.NUMERIC, DataType.INT4);
    private static final List<DataType> RIGHT =
            List.of(DataType.TEXT, DataType.INT4, DataType.NUMERIC, DataType.INT4);

    /// The columns that are compared, on either side.
    private record Keys(List<Integer> left, List<Integer> right) {}

    private static final List<Keys> KEYS =
            List.of(
                    new Keys(List.of(0), List.of(1)),
                    new Keys(List.of(1), List.of(0)),
                    new Keys(List.of(2), List.of(2)),
                    new Keys(List.of(0, 1), List.of(1, 0)),
                    new Keys(List.of(0, 3), List.of(1, 3)));

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void hashingJoinsAsTestingEveryPairDoes(JoinKind kind) {
        var random = new Random(RandomRows.seed() + kind.name().hashCode());
        for (int round = 0; round < 15; round++) {
            Keys keys =
                    kind == JoinKind.ANTI_NULL_AWARE ? KEYS.get(round % 3) : KEYS.get(round % 5);
            boolean hasResidual = kind != JoinKind.ANTI_NULL_AWARE && round % 3 == 1;
            int distinct = List.of(4, 60, 3000, 100_000_000).get(random.nextInt(4));
            var left = new RandomRows(random, LEFT, random.nextInt(600), distinct);
            RandomRows right = right(random, kind, distinct);
            List<String> expected = RandomRows.sorted(model(kind, left, right, keys, hasResidual));
            for (long budget : new long[] {Long.MAX_VALUE, 1, 60_000}) {
                var evaluations = new TestEvaluations(budget);
                Evaluation evaluation = evaluations.evaluation();
                Operator join =
                        new HashJoinOperator(
                                _ -> left.operator(),
                                _ -> right.operator(),
                                plan(kind, keys, hasResidual, false),
                                evaluation);
                assertThat(RandomRows.sorted(RandomRows.read(join)))
                        .as("%s on %s, budget %s, round %s", kind, keys, budget, round)
                        .isEqualTo(expected);
                evaluations.assertAllReleased();
            }
        }
    }

    /// Pairs have the columns that are asked for, in memory, on disk, and where one key has so many
    /// rows that they are tested one by one.
    @ParameterizedTest
    @EnumSource(
            value = JoinKind.class,
            names = {"INNER", "LEFT", "RIGHT", "FULL"})
    void pairsHaveTheColumnsThatAreRead(JoinKind kind) {
        var random = new Random(RandomRows.seed() + kind.name().hashCode());
        for (int round = 0; round < 12; round++) {
            Keys keys = KEYS.get(round % 3);
            int distinct = List.of(1, 60, 3000).get(round % 3);
            var left = new RandomRows(random, LEFT, random.nextInt(300), distinct);
            var right = new RandomRows(random, RIGHT, random.nextInt(300), distinct);
            var columns = new PairColumns(some(random, LEFT.size()), some(random, RIGHT.size()));
            List<List<Value>> expected = new ArrayList<>();
            for (List<Value> row : model(kind, left, right, keys, false)) {
                List<Value> narrow = new ArrayList<>();
                columns.left().forEach(column -> narrow.add(row.get(column)));
                columns.right().forEach(column -> narrow.add(row.get(LEFT.size() + column)));
                expected.add(narrow);
            }
            for (long budget : new long[] {Long.MAX_VALUE, 1}) {
                var evaluations = new TestEvaluations(budget);
                HashJoinPlan all = plan(kind, keys, false, false);
                var plan =
                        new HashJoinPlan(
                                kind,
                                all.leftKeys(),
                                all.rightKeys(),
                                all.keyTypes(),
                                false,
                                all.residual(),
                                all.leftTypes(),
                                all.rightTypes(),
                                List.of(),
                                false,
                                columns);
                Operator join =
                        new HashJoinOperator(
                                _ -> left.operator(),
                                _ -> right.operator(),
                                plan,
                                evaluations.evaluation());
                assertThat(RandomRows.sorted(RandomRows.read(join)))
                        .as("%s of %s on %s, budget %s", columns, kind, keys, budget)
                        .isEqualTo(RandomRows.sorted(expected));
                evaluations.assertAllReleased();
            }
        }
    }

    private static List<Integer> some(Random random, int count) {
        return IntStream.range(0, count).filter(_ -> random.nextInt(3) > 0).boxed().toList();
    }

    /// As many threads as there are batches, in memory and on disk.
    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void manyThreadsJoinAsOneDoes(JoinKind kind) {
        var random = new Random(RandomRows.seed() + kind.name().hashCode());
        try (var workers = new WorkerPool(3)) {
            for (int round = 0; round < 15; round++) {
                Keys keys =
                        kind == JoinKind.ANTI_NULL_AWARE
                                ? KEYS.get(round % 3)
                                : KEYS.get(round % 5);
                boolean hasResidual = kind != JoinKind.ANTI_NULL_AWARE && round % 3 == 1;
                int distinct = List.of(60, 3000, 100_000_000).get(random.nextInt(3));
                var left = new RandomRows(random, LEFT, random.nextInt(4000), distinct);
                RandomRows right = right(random, kind, distinct);
                var factory =
                        new HashJoinFactory(
                                left.factory(),
                                right.factory(),
                                plan(kind, keys, hasResidual, true));
                List<String> expected =
                        RandomRows.sorted(model(kind, left, right, keys, hasResidual));
                for (long budget : new long[] {Long.MAX_VALUE, 1, 60_000}) {
                    var evaluations = new TestEvaluations(budget);
                    Evaluation evaluation = evaluations.evaluation(workers);
                    String what = "%s on %s, %s, round %s".formatted(kind, keys, budget, round);
                    assertThat(RandomRows.sorted(RandomRows.read(factory.open(evaluation))))
                            .as(what)
                            .isEqualTo(expected);
                    assertThat(RandomRows.sorted(RandomRows.readParallel(factory, evaluation)))
                            .as(what)
                            .isEqualTo(expected);
                    evaluations.assertAllReleased();
                }
            }
        }
    }

    /// Large tables are indexed by several threads, by array and by hash.
    @Test
    void aLargeBuildSideIsIndexedByManyThreads() {
        var random = new Random(RandomRows.seed());
        try (var workers = new WorkerPool(3)) {
            for (int distinct : new int[] {50_000, Integer.MAX_VALUE}) {
                var left = new RandomRows(random, LEFT, 3_000, distinct);
                var right = new RandomRows(random, RIGHT, 90_000, distinct);
                Keys keys = KEYS.get(0);
                List<List<Value>> some = right.rows().subList(0, 1_000);
                for (int i = 0; i < some.size(); i++) {
                    left.rows().get(i).set(0, some.get(i).get(1));
                }
                var probing = new RandomRows(LEFT, left.rows());
                var evaluations = new TestEvaluations(Long.MAX_VALUE);
                var factory =
                        new HashJoinFactory(
                                probing.factory(),
                                right.factory(),
                                plan(JoinKind.INNER, keys, false, true));
                List<List<Value>> rows =
                        RandomRows.readParallel(factory, evaluations.evaluation(workers));
                Map<Value, Long> partners =
                        right.rows().stream()
                                .map(row -> row.get(1))
                                .filter(value -> !value.isNull())
                                .collect(
                                        Collectors.groupingBy(
                                                value -> value, Collectors.counting()));
                long expected =
                        probing.rows().stream()
                                .mapToLong(row -> partners.getOrDefault(row.get(0), 0L))
                                .sum();
                assertThat(rows).hasSize((int) expected);
                assertThat(rows)
                        .allMatch(row -> row.get(0).equals(row.get(LEFT.size() + 1)))
                        .hasSizeGreaterThan(800);
                evaluations.assertAllReleased();
            }
        }
    }

    private static HashJoinPlan plan(
            JoinKind kind, Keys keys, boolean hasResidual, boolean isParallel) {
        return new HashJoinPlan(
                kind,
                columns(keys.left),
                columns(keys.right),
                keys.left.stream().map(LEFT::get).toList(),
                false,
                hasResidual ? Optional.of(RESIDUAL) : Optional.empty(),
                physical(LEFT),
                physical(RIGHT),
                List.of(),
                isParallel);
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RIGHT_SEMI", "RIGHT_ANTI"})
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
    @EnumSource(
            value = JoinKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ANTI_NULL_AWARE", "RIGHT_SEMI", "RIGHT_ANTI"})
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
            HashJoinPlan plan = plan(kind, keys, hasResidual, false);
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

    /// Reads the last column of the left rows and the second of the right ones.
    private static final PairCondition RESIDUAL =
            new PairCondition(
                    (rows, _, selected) -> {
                        int count = 0;
                        for (int i = 0; i < rows.selectedCount(); i++) {
                            int row = rows.row(i);
                            if (meetsResidual(
                                    rows.column(0).value(row), rows.column(1).value(row))) {
                                selected[count++] = row;
                            }
                        }
                        return count;
                    },
                    List.of(3),
                    List.of(1));

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
                if (kind.givesPairs()) {
                    output.add(concat(row, other));
                }
            }
            switch (kind) {
                case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> {}
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
        if (kind == JoinKind.RIGHT_SEMI || kind == JoinKind.RIGHT_ANTI) {
            for (int i = 0; i < rightMatched.length; i++) {
                addIf(
                        rightMatched[i] == (kind == JoinKind.RIGHT_SEMI),
                        right.rows().get(i),
                        output);
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
