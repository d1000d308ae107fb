package dev.reckon.sql.plan;

import dev.reckon.storage.error.Cancellation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Walks over plans and scalars.
public final class Plans {
    private Plans() {}

    /// Returns the ids of the columns of outer rows that a plan reads.
    public static Set<Integer> free(Plan plan) {
        var ids = new HashSet<Integer>();
        collectFree(plan, ids);
        return ids;
    }

    /// Adds the ids of the columns that a plan reads and none of its nodes produces.
    public static void collectFree(Plan plan, Set<Integer> ids) {
        var read = new HashSet<Integer>();
        var produced = new HashSet<Integer>();
        collect(plan, read, produced);
        read.removeAll(produced);
        ids.addAll(read);
    }

    private static void collect(Plan plan, Set<Integer> read, Set<Integer> produced) {
        for (Plan input : plan.inputs()) {
            collect(input, read, produced);
        }
        if (plan instanceof IndexJoin join) {
            collect(join.right(), read, produced);
        }
        plan.columns().forEach(column -> produced.add(column.id()));
        collectOwnColumns(plan, produced);
        scalars(plan).forEach(scalar -> collectFree(scalar, read));
    }

    /// Adds columns that a node makes for its own scalars, beside those that it hands on.
    private static void collectOwnColumns(Plan plan, Set<Integer> produced) {
        switch (plan) {
            case Insert insert -> {
                add(insert.target().row(), produced);
                insert.onConflict().ifPresent(action -> add(action.excluded(), produced));
            }
            case Update update -> add(update.target().row(), produced);
            case Delete delete -> add(delete.target().row(), produced);
            case Merge merge -> add(merge.target().row(), produced);
            default -> {}
        }
    }

    private static void add(List<Column> columns, Set<Integer> ids) {
        columns.forEach(column -> ids.add(column.id()));
    }

    /// Adds the ids of the columns that a scalar reads from outside itself, those read by the plans
    /// of its subqueries included.
    public static void collectFree(Scalar scalar, Set<Integer> ids) {
        switch (scalar) {
            case Scalar.ColumnValue column -> ids.add(column.id());
            case Scalar.ScalarSubquery subquery -> collectFree(subquery.plan(), ids);
            case Scalar.Exists subquery -> collectFree(subquery.plan(), ids);
            case Scalar.ArraySubquery subquery -> collectFree(subquery.plan(), ids);
            case Scalar.QuantifiedSubquery subquery -> {
                collectFree(subquery.plan(), ids);
                var own = new HashSet<Integer>();
                collectFree(subquery.condition(), own);
                add(subquery.plan().columns(), own, false);
                ids.addAll(own);
            }
            case Scalar.Let let -> {
                collectFree(let.value(), ids);
                var own = new HashSet<Integer>();
                collectFree(let.body(), own);
                own.remove(let.id());
                ids.addAll(own);
            }
            default -> scalar.operands().forEach(operand -> collectFree(operand, ids));
        }
    }

    private static void add(List<Column> columns, Set<Integer> ids, boolean present) {
        for (Column column : columns) {
            if (present) {
                ids.add(column.id());
            } else {
                ids.remove(column.id());
            }
        }
    }

    /// Returns the scalars of a node itself.
    public static List<Scalar> scalars(Plan plan) {
        var all = new ArrayList<Scalar>();
        plan.mapScalars(scalar -> {
            all.add(scalar);
            return scalar;
        });
        return all;
    }

    /// Changes every scalar below a scalar, from the leaves up, and at last the scalar itself; the
    /// plans of subqueries are changed too.
    public static Scalar rewrite(Scalar scalar, UnaryOperator<Scalar> change) {
        Scalar below = scalar.map(operand -> rewrite(operand, change));
        Scalar inside =
                switch (below) {
                    case Scalar.ScalarSubquery(Plan plan, var type, int modifier) ->
                            new Scalar.ScalarSubquery(rewriteScalars(plan, change), type, modifier);
                    case Scalar.Exists(Plan plan, var alternative) ->
                            new Scalar.Exists(rewriteScalars(plan, change), alternative);
                    case Scalar.ArraySubquery(Plan plan, var type) ->
                            new Scalar.ArraySubquery(rewriteScalars(plan, change), type);
                    case Scalar.QuantifiedSubquery(Plan plan, Scalar condition, boolean all) ->
                            new Scalar.QuantifiedSubquery(
                                    rewriteScalars(plan, change), condition, all);
                    default -> below;
                };
        return change.apply(inside);
    }

    /// Changes every scalar in a plan, from the leaves up.
    public static Plan rewriteScalars(Plan plan, UnaryOperator<Scalar> change) {
        return withInputs(plan, input -> rewriteScalars(input, change))
                .mapScalars(scalar -> rewrite(scalar, change));
    }

    /// Returns a plan with each of its inputs changed; the plan itself when that changes nothing.
    @SuppressWarnings("ReferenceEquality") // Only the same object is certain to be unchanged.
    public static Plan withInputs(Plan plan, UnaryOperator<Plan> change) {
        Cancellation.check();
        List<Plan> inputs = plan.inputs();
        if (inputs.isEmpty()) {
            return plan;
        }
        var changed = new ArrayList<Plan>(inputs.size());
        boolean same = true;
        for (Plan input : inputs) {
            Plan after = change.apply(input);
            same &= after == input;
            changed.add(after);
        }
        return same ? plan : plan.withInputs(changed);
    }

    /// Visits a plan and all below it, the plans of subqueries included.
    public static void visit(Plan plan, Consumer<Plan> visitor) {
        Cancellation.check();
        visitor.accept(plan);
        plan.inputs().forEach(input -> visit(input, visitor));
        scalars(plan).forEach(scalar -> visitSubqueries(scalar, visitor));
    }

    private static void visitSubqueries(Scalar scalar, Consumer<Plan> visitor) {
        switch (scalar) {
            case Scalar.ScalarSubquery subquery -> visit(subquery.plan(), visitor);
            case Scalar.Exists subquery -> visit(subquery.plan(), visitor);
            case Scalar.ArraySubquery subquery -> visit(subquery.plan(), visitor);
            case Scalar.QuantifiedSubquery subquery -> visit(subquery.plan(), visitor);
            default -> {}
        }
        scalar.operands().forEach(operand -> visitSubqueries(operand, visitor));
    }

    /// Returns the conditions that are joined by AND.
    public static List<Scalar> conjuncts(Scalar condition) {
        return condition instanceof Scalar.And(List<Scalar> operands)
                ? operands.stream().flatMap(operand -> conjuncts(operand).stream()).toList()
                : List.of(condition);
    }

    /// Joins conditions by AND; true when there are none.
    public static Scalar and(List<Scalar> conditions) {
        if (conditions.isEmpty()) {
            return TRUE;
        }
        return conditions.size() == 1 ? conditions.getFirst() : new Scalar.And(conditions);
    }

    /// The condition that always holds.
    public static final Scalar.Constant TRUE =
            new Scalar.Constant(
                    dev.reckon.storage.type.Value.bool(true),
                    dev.reckon.storage.type.DataType.BOOL,
                    -1);

    /// Returns whether a condition is the constant true.
    public static boolean isTrue(Scalar condition) {
        return condition instanceof Scalar.Constant constant && constant.equals(TRUE);
    }

    /// Returns whether a condition is constant and never true.
    public static boolean isNeverTrue(Scalar condition) {
        return condition instanceof Scalar.Constant constant && !constant.equals(TRUE);
    }
}
