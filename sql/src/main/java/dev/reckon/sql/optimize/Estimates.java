package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.*;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// How many rows a plan gives, about. Table sizes are exact; selectivities are guesses that need no
/// statistics, close to PostgreSQL's own defaults.
final class Estimates {
    /// A row looked up by key costs as much as scanning this many rows.
    static final double LOOKUP_COST = 20;

    private static final double EQUAL = 0.005;
    private static final double RANGE = 0.33;
    private static final double BETWEEN = 0.05;
    private static final double OTHER = 0.33;
    private static final double GROUPS = 0.1;
    private static final double FUNCTION_ROWS = 100;
    private static final double SYSTEM_ROWS = 200;

    private final Statistics statistics;

    Estimates(Statistics statistics) {
        this.statistics = statistics;
    }

    double rows(Plan plan) {
        return switch (plan) {
            case Values values -> Math.max(1, values.rows().size());
            case TableScan scan -> scan(scan);
            case IndexScan scan -> Math.max(1, scan.rowEstimate());
            case SystemTableScan scan ->
                    SYSTEM_ROWS * scan.filter().map(this::selectivity).orElse(1.0);
            case FunctionScan _ -> FUNCTION_ROWS;
            case ProjectSet set -> rows(set.input()) * 10;
            case Filter filter -> rows(filter.input()) * selectivity(filter.condition());
            case Join join -> join(join);
            case HashJoin join -> joined(join.kind(), rows(join.left()), rows(join.right()), EQUAL);
            case MergeJoin join ->
                    joined(join.kind(), rows(join.left()), rows(join.right()), EQUAL);
            case NestedLoopJoin join ->
                    joined(join.kind(), rows(join.left()), rows(join.right()), OTHER);
            case IndexJoin join -> rows(join.left());
            case Apply apply -> rows(apply.left()) * rows(apply.right());
            case Aggregate aggregate ->
                    aggregate.keys().isEmpty() ? 1 : Math.max(1, rows(aggregate.input()) * GROUPS);
            case Distinct distinct -> Math.max(1, rows(distinct.input()) * 0.5);
            case TopN top -> limited(rows(top.input()), Optional.of(top.limit()));
            case Limit limit -> limited(rows(limit.input()), limit.limit());
            case SetOperation operation -> rows(operation.left()) + rows(operation.right());
            case Append append -> append.inputs().stream().mapToDouble(this::rows).sum();
            case RecursiveUnion union -> rows(union.start()) * 10;
            case WorkTable _, CommonTableScan _ -> 1000;
            case CommonTable table -> rows(table.body());
            case KeyCount _ -> 1;
            case Project _, Window _, Sort _, LockRows _, Insert _, Update _, Delete _, Merge _ ->
                    rows(plan.inputs().getFirst());
        };
    }

    double tableRows(TableScan scan) {
        return Math.max(1, statistics.rowCount(scan.table().id()));
    }

    private double scan(TableScan scan) {
        double all = tableRows(scan);
        return Math.max(
                1,
                keyed(all, scan.keys(), scan.table().key().size())
                        * scan.filter().map(this::selectivity).orElse(1.0));
    }

    /// Estimates how many of `all` rows have selected keys.
    static double keyed(double all, KeySelection keys, int keyCount) {
        if (keys.isAll()) {
            return all;
        }
        double points = 1;
        for (KeySelection.Term term : keys.equal()) {
            points *=
                    switch (term) {
                        case KeySelection.Term.One _ -> 1;
                        case KeySelection.Term.Any(List<Scalar> values) -> values.size();
                        case KeySelection.Term.Element _ -> 10;
                    };
        }
        if (keys.equal().size() == keyCount) {
            return Math.min(all, points);
        }
        double rows = all;
        if (!keys.equal().isEmpty()) {
            // Half the digits of the key for each column that is given.
            rows = Math.pow(all, 1.0 - (double) keys.equal().size() / keyCount) * points;
        }
        if (keys.lower().isPresent() && keys.upper().isPresent()) {
            rows *= BETWEEN;
        } else if (keys.lower().isPresent() || keys.upper().isPresent()) {
            rows *= RANGE;
        }
        return Math.max(1, Math.min(all, rows));
    }

    private static double limited(double rows, Optional<Scalar> limit) {
        return limit.isPresent()
                        && limit.get() instanceof Scalar.Constant constant
                        && constant.value() instanceof Value.Int(long count)
                ? Math.min(rows, (double) count)
                : rows;
    }

    private double join(Join join) {
        double left = rows(join.left());
        double right = rows(join.right());
        double inner =
                joinRows(left, right, Plans.conjuncts(join.condition()), join.left(), join.right());
        return joined(join.kind(), left, right, inner / Math.max(1, left * right));
    }

    /// Estimates the rows of an inner join: an equality leaves for each pair one in as many as the
    /// larger of the two tables behind its columns has rows.
    double joinRows(
            double left, double right, List<Scalar> conditions, Plan leftPlan, Plan rightPlan) {
        double selectivity = 1;
        for (Scalar condition : conditions) {
            Optional<Comparisons.Comparison> equality =
                    Comparisons.of(condition).filter(comparison -> comparison.symbol().equals("="));
            selectivity *=
                    equality.isPresent()
                            ? 1 / distinct(equality.get(), leftPlan, rightPlan, left, right)
                            : selectivity(condition);
        }
        return Math.max(1, left * right * selectivity);
    }

    private double distinct(
            Comparisons.Comparison equality,
            Plan leftPlan,
            Plan rightPlan,
            double left,
            double right) {
        double most = 1;
        for (Scalar side : List.of(equality.left(), equality.right())) {
            if (Comparisons.unlabelled(side) instanceof Scalar.ColumnValue column) {
                double behind =
                        Math.max(distinct(column.id(), leftPlan), distinct(column.id(), rightPlan));
                most = Math.max(most, behind);
            }
        }
        return most > 1 ? most : Math.max(1, Math.max(left, right));
    }

    /// Returns about how many values a column has: as many as its table has rows when it is the
    /// key, else fewer; 0 when the column is not there.
    private double distinct(int id, Plan plan) {
        if (plan instanceof TableScan scan) {
            for (int i = 0; i < scan.columns().size(); i++) {
                if (scan.columns().get(i).id() == id) {
                    double all = tableRows(scan);
                    boolean key =
                            scan.table().key().size() == 1
                                    && scan.table().key().getFirst().column()
                                            == scan.positions().get(i);
                    return key ? all : Math.max(1, all / 10);
                }
            }
            return 0;
        }
        double most = 0;
        for (Plan input : plan.inputs()) {
            most = Math.max(most, distinct(id, input));
        }
        return most;
    }

    private static double joined(JoinKind kind, double left, double right, double selectivity) {
        double inner =
                selectivity == EQUAL
                        ? Math.max(left, right)
                        : Math.max(1, left * right * selectivity);
        return switch (kind) {
            case INNER -> inner;
            case LEFT -> Math.max(left, inner);
            case RIGHT -> Math.max(right, inner);
            case FULL -> Math.max(left + right, inner);
            case SEMI, ANTI, ANTI_NULL_AWARE -> Math.max(1, left * 0.5);
        };
    }

    /// Estimates the share of rows for which a condition is true.
    double selectivity(Scalar condition) {
        return switch (condition) {
            case Scalar.And(List<Scalar> operands) ->
                    operands.stream().mapToDouble(this::selectivity).reduce(1, (a, b) -> a * b);
            case Scalar.Or(List<Scalar> operands) ->
                    Math.min(1, operands.stream().mapToDouble(this::selectivity).sum());
            case Scalar.Not(Scalar operand) -> 1 - selectivity(operand);
            case Scalar.IsNull(Scalar _, boolean negated) -> negated ? 0.99 : 0.01;
            case Scalar.InList list ->
                    list.negated() ? 0.9 : Math.min(0.5, EQUAL * list.list().size());
            case Scalar.Constant constant -> Plans.isTrue(constant) ? 1 : 0;
            default ->
                    Comparisons.of(condition)
                            .map(comparison ->
                                    switch (comparison.symbol()) {
                                        case "=" -> EQUAL;
                                        case "<>" -> 1 - EQUAL;
                                        default -> RANGE;
                                    })
                            .orElse(OTHER);
        };
    }
}
