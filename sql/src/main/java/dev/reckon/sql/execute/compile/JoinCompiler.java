package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.expression.Layout;
import dev.reckon.sql.execute.expression.OuterReferences;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.join.ApplyOperator;
import dev.reckon.sql.execute.join.HashJoinFactory;
import dev.reckon.sql.execute.join.HashJoinPlan;
import dev.reckon.sql.execute.join.IndexJoinFactory;
import dev.reckon.sql.execute.join.MergeJoinOperator;
import dev.reckon.sql.execute.join.NestedLoopOperator;
import dev.reckon.sql.execute.join.PairColumns;
import dev.reckon.sql.execute.join.PairCondition;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Apply;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.HashJoin;
import dev.reckon.sql.plan.IndexJoin;
import dev.reckon.sql.plan.Join;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.MergeJoin;
import dev.reckon.sql.plan.NestedLoopJoin;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.RuntimeFilterSource;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compiles joins.
final class JoinCompiler {
    private final QueryCompiler queries;

    JoinCompiler(QueryCompiler queries) {
        this.queries = queries;
    }

    private ScalarCompiler pairScalars(Plan left, Plan right) {
        return new ScalarCompiler(Layout.of(left.columns(), right.columns()), queries);
    }

    /// @param read the ids of the columns that are read of the join's rows
    CompiledRows hashJoin(HashJoin join, Set<Integer> read) {
        if (join.kind() == JoinKind.ANTI_NULL_AWARE
                && (join.residual().isPresent() || join.leftKeys().size() > 1)) {
            // Whether a pair is NULL depends on all conditions together.
            OperatorFactory rows =
                    nestedLoop(
                            join.kind(),
                            join.left(),
                            join.right(),
                            Optional.of(wholeCondition(join)));
            return new CompiledRows(rows, join.columns());
        }
        Set<Integer> below = new HashSet<>(read);
        Plans.scalars(join).forEach(scalar -> Plans.collectFree(scalar, below));
        CompiledRows left = queries.compileFor(below, join.left());
        CompiledRows right = queries.compileFor(below, join.right());
        var pairColumns =
                new PairColumns(
                        readPositions(left.columns(), read, new ArrayList<>()),
                        readPositions(right.columns(), read, new ArrayList<>()));
        HashJoinPlan plan =
                plan(
                        join.kind(),
                        left.columns(),
                        right.columns(),
                        join.leftKeys(),
                        join.rightKeys(),
                        join.residual(),
                        join.runtimeFilters(),
                        Parallelism.isSafe(join.left()) && Parallelism.isSafe(join.right()),
                        pairColumns);
        return new CompiledRows(
                new HashJoinFactory(left.rows(), right.rows(), plan),
                columns(join.kind(), left.columns(), right.columns(), read));
    }

    private static List<Column> columns(
            JoinKind kind, List<Column> left, List<Column> right, Set<Integer> read) {
        var columns = new ArrayList<Column>();
        if (kind.givesPairs()) {
            readPositions(left, read, columns);
            readPositions(right, read, columns);
        } else {
            boolean isRight = kind == JoinKind.RIGHT_SEMI || kind == JoinKind.RIGHT_ANTI;
            columns.addAll(isRight ? right : left);
        }
        return columns;
    }

    private static Scalar wholeCondition(HashJoin join) {
        List<Scalar> conditions = new ArrayList<>();
        for (int key = 0; key < join.leftKeys().size(); key++) {
            conditions.add(
                    new Scalar.Call(
                            join.equalities().get(key),
                            List.of(join.leftKeys().get(key), join.rightKeys().get(key)),
                            DataType.BOOL,
                            -1,
                            -1));
        }
        join.residual().ifPresent(conditions::add);
        return new Scalar.And(conditions);
    }

    OperatorFactory nestedLoop(NestedLoopJoin join) {
        return nestedLoop(join.kind(), join.left(), join.right(), join.condition());
    }

    private OperatorFactory nestedLoop(
            JoinKind kind, Plan leftPlan, Plan rightPlan, Optional<Scalar> condition) {
        Optional<Predicate> compiled = condition(kind, leftPlan, rightPlan, condition);
        OperatorFactory left = queries.compile(leftPlan);
        OperatorFactory right = queries.compile(rightPlan);
        List<PhysicalType> leftTypes = QueryCompiler.physicalTypes(leftPlan.columns());
        List<PhysicalType> rightTypes = QueryCompiler.physicalTypes(rightPlan.columns());
        return evaluation ->
                new NestedLoopOperator(
                        left.open(evaluation),
                        right,
                        kind,
                        compiled,
                        leftTypes,
                        rightTypes,
                        evaluation);
    }

    /// Compiles the condition of a pair; for NOT IN, that a pair is not false.
    private Optional<Predicate> condition(
            JoinKind kind, Plan left, Plan right, Optional<Scalar> condition) {
        return condition
                .map(scalar ->
                        kind == JoinKind.ANTI_NULL_AWARE
                                ? new Scalar.BooleanTest(scalar, false, true)
                                : scalar)
                .map(pairScalars(left, right)::compilePredicate);
    }

    OperatorFactory apply(Apply apply) {
        if (OuterReferences.of(apply.right()).columnIds().stream()
                .noneMatch(id -> Layout.of(apply.left().columns()).position(id) != Layout.ABSENT)) {
            return nestedLoop(apply.kind(), apply.left(), apply.right(), apply.condition());
        }
        Optional<Predicate> condition =
                condition(apply.kind(), apply.left(), apply.right(), apply.condition());
        OperatorFactory left = queries.compile(apply.left());
        OperatorFactory right = queries.compile(apply.right());
        int[] leftIds = Layout.of(apply.left().columns()).columnIds();
        List<PhysicalType> leftTypes = QueryCompiler.physicalTypes(apply.left().columns());
        List<PhysicalType> rightTypes = QueryCompiler.physicalTypes(apply.right().columns());
        return evaluation ->
                new ApplyOperator(
                        left.open(evaluation),
                        leftIds,
                        right,
                        apply.kind(),
                        condition,
                        leftTypes,
                        rightTypes,
                        evaluation);
    }

    OperatorFactory indexJoin(IndexJoin join) {
        List<Expression> keys = queries.scalars(join.left().columns()).compileAll(join.keys());
        Optional<Predicate> residual =
                join.residual().map(pairScalars(join.left(), join.right())::compilePredicate);
        Optional<Predicate> filter =
                join.right()
                        .filter()
                        .map(queries.scalars(join.right().columns())::compilePredicate);
        return new IndexJoinFactory(queries.compile(join.left()), join, keys, filter, residual);
    }

    OperatorFactory mergeJoin(MergeJoin join) {
        List<Column> leftColumns = join.left().columns();
        List<Column> rightColumns = join.right().columns();
        HashJoinPlan plan =
                plan(
                        join.kind(),
                        leftColumns,
                        rightColumns,
                        join.leftKeys(),
                        join.rightKeys(),
                        join.residual(),
                        List.of(),
                        false,
                        PairColumns.all(leftColumns.size(), rightColumns.size()));
        OperatorFactory left = queries.compile(join.left());
        OperatorFactory right = queries.compile(join.right());
        return evaluation ->
                new MergeJoinOperator(
                        left.open(evaluation), right.open(evaluation), plan, evaluation);
    }

    private HashJoinPlan plan(
            JoinKind kind,
            List<Column> left,
            List<Column> right,
            List<Scalar> leftKeys,
            List<Scalar> rightKeys,
            Optional<Scalar> residual,
            List<RuntimeFilterSource> runtimeFilters,
            boolean isParallel,
            PairColumns pairColumns) {
        return new HashJoinPlan(
                kind,
                queries.scalars(left).compileAll(leftKeys),
                queries.scalars(right).compileAll(rightKeys),
                leftKeys.stream().map(Scalar::type).toList(),
                false,
                residual.map(condition -> pairCondition(left, right, condition)),
                QueryCompiler.physicalTypes(left),
                QueryCompiler.physicalTypes(right),
                runtimeFilters,
                isParallel,
                pairColumns);
    }

    /// Compiles a condition over the columns that it reads, and no others.
    private PairCondition pairCondition(List<Column> left, List<Column> right, Scalar condition) {
        Set<Integer> read = new HashSet<>();
        Plans.collectFree(condition, read);
        List<Column> columns = new ArrayList<>();
        List<Integer> leftPositions = readPositions(left, read, columns);
        List<Integer> rightPositions = readPositions(right, read, columns);
        return new PairCondition(
                queries.scalars(columns).compilePredicate(condition),
                leftPositions,
                rightPositions);
    }

    private static List<Integer> readPositions(
            List<Column> columns, Set<Integer> read, List<Column> found) {
        List<Integer> positions = new ArrayList<>();
        for (int position = 0; position < columns.size(); position++) {
            if (read.contains(columns.get(position).id())) {
                positions.add(position);
                found.add(columns.get(position));
            }
        }
        return positions;
    }

    /// A join for which nobody chose a way: by hashing where some conditions are equalities of the
    /// two sides, else by testing every pair.
    OperatorFactory join(Join join) {
        List<Scalar> leftKeys = new ArrayList<>();
        List<Scalar> rightKeys = new ArrayList<>();
        List<ScalarFunction> equalities = new ArrayList<>();
        List<Scalar> rest = new ArrayList<>();
        for (Scalar condition : conjuncts(join.condition())) {
            Optional<Pair> pair = equality(condition, join.left(), join.right());
            if (pair.isPresent()) {
                leftKeys.add(pair.get().left);
                rightKeys.add(pair.get().right);
                equalities.add(pair.get().equality);
            } else {
                rest.add(condition);
            }
        }
        if (leftKeys.isEmpty()) {
            return nestedLoop(
                    join.kind(), join.left(), join.right(), Optional.of(join.condition()));
        }
        Optional<Scalar> residual =
                rest.isEmpty() ? Optional.empty() : Optional.of(new Scalar.And(rest));
        var hashed =
                new HashJoin(
                        join.kind(),
                        join.left(),
                        join.right(),
                        leftKeys,
                        rightKeys,
                        equalities,
                        residual);
        return hashJoin(hashed, QueryCompiler.ids(hashed.columns())).rows();
    }

    private record Pair(Scalar left, Scalar right, ScalarFunction equality) {}

    private static List<Scalar> conjuncts(Scalar condition) {
        return condition instanceof Scalar.And(List<Scalar> operands)
                ? operands.stream().flatMap(each -> conjuncts(each).stream()).toList()
                : List.of(condition);
    }

    private static Optional<Pair> equality(Scalar condition, Plan left, Plan right) {
        if (!(condition instanceof Scalar.Call call)
                || call.arguments().size() != 2
                || !isEquality(call.function())
                || !call.arguments().get(0).type().equals(call.arguments().get(1).type())) {
            return Optional.empty();
        }
        Scalar first = call.arguments().get(0);
        Scalar second = call.arguments().get(1);
        if (isOf(first, left.columns()) && isOf(second, right.columns())) {
            return Optional.of(new Pair(first, second, call.function()));
        }
        if (isOf(first, right.columns()) && isOf(second, left.columns())) {
            return Optional.of(new Pair(second, first, call.function()));
        }
        return Optional.empty();
    }

    /// PostgreSQL calls the functions behind `=` so.
    private static boolean isEquality(ScalarFunction function) {
        return function.name().endsWith("eq") && function.strict();
    }

    /// Returns whether a scalar reads columns of one side, and nothing else that could differ.
    private static boolean isOf(Scalar scalar, List<Column> columns) {
        return switch (scalar) {
            case Scalar.ColumnValue column ->
                    Layout.of(columns).position(column.id()) != Layout.ABSENT;
            case Scalar.Call call ->
                    call.function().volatility() != Volatility.VOLATILE
                            && !call.arguments().isEmpty()
                            && call.arguments().stream().allMatch(each -> isOf(each, columns));
            case Scalar.Relabel relabel -> isOf(relabel.operand(), columns);
            default -> false;
        };
    }
}
