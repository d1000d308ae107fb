package dev.reckon.sql.optimize;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.optimize.Comparisons.Comparison;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.HashJoin;
import dev.reckon.sql.plan.IndexJoin;
import dev.reckon.sql.plan.Join;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.NestedLoopJoin;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chooses how each join is computed: by lookups of whole primary keys when the other side is
/// small, by hashing when there are equal keys, else by testing all pairs.
final class ChooseJoins implements Rule {
    /// Hashing so many takes some tens of microseconds.
    private static final double FEW_ROWS = 1_000;

    private final Estimates estimates;
    private final FunctionCatalog functions;

    ChooseJoins(Estimates estimates, Names names) {
        this.estimates = estimates;
        this.functions = new FunctionCatalog(names);
    }

    private record Pair(Scalar left, Scalar right, ScalarFunction equality) {}

    @Override
    public Plan apply(Plan plan) {
        return apply(plan, false);
    }

    /// @param locking whether rows are locked above: then a join may be computed again over given
    ///   rows, which a lookup would not see
    private Plan apply(Plan plan, boolean locking) {
        boolean isLocking = locking || plan instanceof LockRows;
        Plan below = Plans.withInputs(plan, input -> apply(input, isLocking));
        return below instanceof Join join ? choose(join, locking) : below;
    }

    private Plan choose(Join join, boolean locking) {
        Set<Integer> leftIds = Columns.ids(join.left());
        Set<Integer> rightIds = Columns.ids(join.right());
        var pairs = new ArrayList<Pair>();
        var residual = new ArrayList<Scalar>();
        for (Scalar condition : Plans.conjuncts(join.condition())) {
            Optional<Pair> pair = pair(condition, leftIds, rightIds);
            if (pair.isPresent()) {
                pairs.add(pair.get());
            } else if (!Plans.isTrue(condition)) {
                residual.add(condition);
            }
        }
        Optional<Scalar> rest =
                residual.isEmpty() ? Optional.empty() : Optional.of(Plans.and(residual));
        if (pairs.isEmpty()) {
            return nestedLoop(join, rest);
        }
        if (join.kind() == JoinKind.ANTI_NULL_AWARE && rest.isPresent()) {
            return nestedLoop(join, Optional.of(join.condition()));
        }
        return locking
                ? hashJoin(join, pairs, rest)
                : indexJoin(join, pairs, rest).orElseGet(() -> hashJoin(join, pairs, rest));
    }

    private Plan nestedLoop(Join join, Optional<Scalar> condition) {
        // The right input is held: better the smaller one.
        boolean swap =
                join.kind() == JoinKind.INNER
                        && estimates.rows(join.left()) < estimates.rows(join.right());
        return swap
                ? new NestedLoopJoin(join.kind(), join.right(), join.left(), condition)
                : new NestedLoopJoin(join.kind(), join.left(), join.right(), condition);
    }

    /// Returns the operands of an equality between both sides, of one type.
    private Optional<Pair> pair(Scalar condition, Set<Integer> leftIds, Set<Integer> rightIds) {
        Optional<Comparison> comparison = Comparisons.of(condition);
        if (comparison.isEmpty()
                || !comparison.get().symbol().equals("=")
                || Columns.isVolatile(condition)
                || Columns.hasSubquery(condition)) {
            return Optional.empty();
        }
        Comparison equality = comparison.get();
        boolean straight =
                reads(equality.left(), leftIds, rightIds)
                        && reads(equality.right(), rightIds, leftIds);
        boolean crossed =
                reads(equality.left(), rightIds, leftIds)
                        && reads(equality.right(), leftIds, rightIds);
        if (!straight && !crossed) {
            return Optional.empty();
        }
        Scalar left = straight ? equality.left() : equality.right();
        Scalar right = straight ? equality.right() : equality.left();
        if (left.type().equals(right.type())) {
            return Optional.of(new Pair(left, right, equality.function()));
        }
        Optional<DataType> common = common(left.type(), right.type());
        return common.map(type ->
                new Pair(
                        relabel(left, type),
                        relabel(right, type),
                        functions.operator("=", type, type).function()));
    }

    private static boolean reads(Scalar scalar, Set<Integer> ids, Set<Integer> notIds) {
        return Columns.readsAny(scalar, ids) && !Columns.readsAny(scalar, notIds);
    }

    /// Integers of all widths are held alike, and so are floats.
    private static Optional<DataType> common(DataType left, DataType right) {
        if (Comparisons.isInteger(left) && Comparisons.isInteger(right)) {
            return Optional.of(DataType.INT8);
        }
        return isFloat(left) && isFloat(right) ? Optional.of(DataType.FLOAT8) : Optional.empty();
    }

    private static boolean isFloat(DataType type) {
        return type.equals(DataType.FLOAT4) || type.equals(DataType.FLOAT8);
    }

    private static Scalar relabel(Scalar scalar, DataType type) {
        return scalar.type().equals(type) ? scalar : new Scalar.Relabel(scalar, type, -1);
    }

    private Optional<Plan> indexJoin(Join join, List<Pair> pairs, Optional<Scalar> rest) {
        if (join.right() instanceof TableScan scan) {
            Optional<Plan> straight =
                    switch (join.kind()) {
                        case INNER, LEFT, SEMI, ANTI ->
                                lookups(join.kind(), join.left(), scan, pairs, false, rest);
                        default -> Optional.empty();
                    };
            if (straight.isPresent()) {
                return straight;
            }
        }
        return join.kind() == JoinKind.INNER && join.left() instanceof TableScan scan
                ? lookups(join.kind(), join.right(), scan, pairs, true, rest)
                : Optional.empty();
    }

    private Optional<Plan> lookups(
            JoinKind kind,
            Plan outer,
            TableScan scan,
            List<Pair> pairs,
            boolean swapped,
            Optional<Scalar> rest) {
        if (!scan.keys().isAll()
                || scan.skip().isPresent()
                || estimates.rows(outer) * Estimates.JOIN_LOOKUP_COST > estimates.tableRows(scan)) {
            return Optional.empty();
        }
        var keys = new ArrayList<Scalar>();
        var used = new ArrayList<Pair>();
        for (KeyColumn key : scan.table().key()) {
            Optional<Column> column = SelectKeys.column(scan, key.column());
            Optional<Pair> match =
                    pairs.stream()
                            .filter(pair -> column.isPresent())
                            .filter(pair ->
                                    Comparisons.unlabelled(swapped ? pair.left() : pair.right())
                                                    instanceof Scalar.ColumnValue read
                                            && read.id() == column.get().id())
                            .findFirst();
            if (match.isEmpty()) {
                return Optional.empty();
            }
            Scalar value =
                    Comparisons.unlabelled(swapped ? match.get().right() : match.get().left());
            if (!value.type().equals(column.get().type())) {
                return Optional.empty();
            }
            keys.add(value);
            used.add(match.get());
        }
        var left = new ArrayList<Scalar>();
        rest.ifPresent(left::add);
        for (Pair pair : pairs) {
            if (!used.contains(pair)) {
                left.add(
                        new Scalar.Call(
                                pair.equality,
                                List.of(pair.left, pair.right),
                                DataType.BOOL,
                                -1,
                                -1));
            }
        }
        return Optional.of(
                new IndexJoin(
                        kind,
                        outer,
                        scan,
                        keys,
                        left.isEmpty() ? Optional.empty() : Optional.of(Plans.and(left))));
    }

    /// The smaller input is hashed where the kind of join allows it. Few rows are hashed as they
    /// stand: so the result has the order of the left input, which people who do not ask for an
    /// order are used to from PostgreSQL.
    private Plan hashJoin(Join join, List<Pair> pairs, Optional<Scalar> rest) {
        List<Scalar> leftKeys = pairs.stream().map(Pair::left).toList();
        List<Scalar> rightKeys = pairs.stream().map(Pair::right).toList();
        List<ScalarFunction> equalities = pairs.stream().map(Pair::equality).toList();
        Optional<JoinKind> mirrored = mirrored(join.kind());
        double rightRows = estimates.rows(join.right());
        return mirrored.isPresent()
                        && rightRows > FEW_ROWS
                        && estimates.rows(join.left()) < rightRows
                ? new HashJoin(
                        mirrored.get(),
                        join.right(),
                        join.left(),
                        rightKeys,
                        leftKeys,
                        equalities,
                        rest)
                : new HashJoin(
                        join.kind(),
                        join.left(),
                        join.right(),
                        leftKeys,
                        rightKeys,
                        equalities,
                        rest);
    }

    /// Returns the kind that gives the same rows with the inputs exchanged; empty where there is no
    /// such kind.
    private static Optional<JoinKind> mirrored(JoinKind kind) {
        return switch (kind) {
            case INNER, FULL -> Optional.of(kind);
            case LEFT -> Optional.of(JoinKind.RIGHT);
            case RIGHT -> Optional.of(JoinKind.LEFT);
            case SEMI -> Optional.of(JoinKind.RIGHT_SEMI);
            case ANTI -> Optional.of(JoinKind.RIGHT_ANTI);
            case ANTI_NULL_AWARE, RIGHT_SEMI, RIGHT_ANTI -> Optional.empty();
        };
    }
}
