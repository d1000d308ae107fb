package dev.reckon.sql.optimize;

import dev.reckon.sql.optimize.Decorrelation.Pulled;
import dev.reckon.sql.plan.*;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/// Makes joins of subqueries and of lateral items: EXISTS and IN become semi joins, NOT EXISTS and
/// NOT IN anti joins, scalar subqueries outer joins with their groups.
final class UnnestSubqueries implements Rule {
    private final IntSupplier newId;
    private final HashedAlternatives alternatives;

    UnnestSubqueries(IntSupplier newId, Estimates estimates) {
        this.newId = newId;
        this.alternatives = new HashedAlternatives(newId, estimates);
    }

    @Override
    public Plan apply(Plan plan) {
        Plan inside = Plans.withInputs(plan, this::apply);
        return switch (inside) {
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Apply apply -> lateral(apply);
            default -> inside;
        };
    }

    private Plan filter(Filter filter) {
        Plan input = filter.input();
        List<Column> columns = input.columns();
        var rest = new ArrayList<Scalar>();
        for (Scalar condition : Plans.conjuncts(filter.condition())) {
            if (!Columns.hasSubquery(condition)) {
                rest.add(condition);
                continue;
            }
            Optional<Plan> joined = joined(input, condition);
            if (joined.isPresent()) {
                input = joined.get();
                continue;
            }
            var holder = new Plan[] {input};
            rest.add(replaceScalars(condition, holder));
            input = holder[0];
        }
        Plan filtered = rest.isEmpty() ? input : new Filter(input, Plans.and(rest));
        return only(filtered, columns);
    }

    /// Hands on the columns that the node had before.
    private static Plan only(Plan plan, List<Column> columns) {
        return plan.columns().size() == columns.size()
                ? plan
                : new Project(plan, columns.stream().map(Output::of).toList());
    }

    private Plan project(Project project) {
        if (project.outputs().stream().noneMatch(output -> Columns.hasSubquery(output.value()))) {
            return project;
        }
        var holder = new Plan[] {project.input()};
        var outputs = new ArrayList<Output>();
        for (Output output : project.outputs()) {
            outputs.add(new Output(output.column(), replaceScalars(output.value(), holder)));
        }
        return new Project(holder[0], outputs);
    }

    /// Returns the join that a condition with a subquery is.
    private Optional<Plan> joined(Plan input, Scalar condition) {
        return switch (condition) {
            case Scalar.Exists exists -> exists(input, exists.plan(), JoinKind.SEMI);
            case Scalar.Not(Scalar.Exists exists) -> exists(input, exists.plan(), JoinKind.ANTI);
            case Scalar.QuantifiedSubquery(Plan plan, Scalar comparison, boolean all) when !all ->
                    decorrelation(input)
                            .pull(plan)
                            .filter(_ -> isMovable(comparison))
                            .map(pulled ->
                                    bare(
                                            JoinKind.SEMI,
                                            input,
                                            pulled.plan(),
                                            with(pulled, comparison)));
            case Scalar.Not(Scalar.QuantifiedSubquery(Plan plan, Scalar comparison, boolean all))
                    when !all ->
                    notIn(input, plan, comparison);
            default -> Optional.empty();
        };
    }

    /// Joins with what is below a projection that only renames, so that a key can be recognised.
    private static Plan bare(JoinKind kind, Plan left, Plan right, Scalar condition) {
        Plan below = right;
        Scalar rewritten = condition;
        while (below instanceof Project(Plan input, List<Output> outputs)
                && outputs.stream()
                        .allMatch(output -> output.value() instanceof Scalar.ColumnValue)) {
            rewritten = Columns.substitute(rewritten, Columns.values(outputs));
            below = input;
        }
        return new Join(kind, left, below, rewritten);
    }

    private static boolean isMovable(Scalar comparison) {
        return !Columns.hasSubquery(comparison) && !Columns.isVolatile(comparison);
    }

    private Decorrelation decorrelation(Plan input) {
        return new Decorrelation(Columns.ids(input), newId);
    }

    private static Scalar with(Pulled pulled, Scalar condition) {
        var all = new ArrayList<>(pulled.conditions());
        all.addAll(Plans.conjuncts(condition));
        return Plans.and(all);
    }

    /// An uncorrelated EXISTS is computed once anyway.
    private Optional<Plan> exists(Plan input, Plan subquery, JoinKind kind) {
        Decorrelation decorrelation = decorrelation(input);
        Plan plan = rowsOf(subquery);
        if (!decorrelation.isCorrelated(plan)) {
            return Optional.empty();
        }
        return decorrelation
                .pull(plan)
                .map(pulled ->
                        new Join(kind, input, pulled.plan(), Plans.and(pulled.conditions())));
    }

    /// Returns the plan whose having rows or not is what an EXISTS asks for: what is selected
    /// doesn't matter.
    static Plan rowsOf(Plan subquery) {
        Plan plan = withoutLimit(subquery);
        while (plan instanceof Project project
                && project.outputs().stream()
                        .noneMatch(output -> Columns.isVolatile(output.value()))) {
            plan = project.input();
        }
        return plan;
    }

    private static Plan withoutLimit(Plan plan) {
        return plan instanceof Limit limit
                        && limit.offset().isEmpty()
                        && limit.limit().isPresent()
                        && limit.limit().get() instanceof Scalar.Constant constant
                        && constant.value() instanceof Value.Int(long count)
                        && count > 0
                ? limit.input()
                : plan;
    }

    private Optional<Plan> notIn(Plan input, Plan subquery, Scalar comparison) {
        if (!isMovable(comparison)) {
            return Optional.empty();
        }
        Optional<Pulled> pulled = decorrelation(input).pull(subquery);
        if (pulled.isEmpty()) {
            return Optional.empty();
        }
        Plan plan = pulled.get().plan();
        boolean certain =
                comparison.operands().stream()
                        .allMatch(each ->
                                NotNulls.isNotNull(each, input) || NotNulls.isNotNull(each, plan));
        boolean single =
                Comparisons.of(comparison).filter(each -> each.symbol().equals("=")).isPresent();
        if (single && certain) {
            return Optional.of(bare(JoinKind.ANTI, input, plan, with(pulled.get(), comparison)));
        }
        return single && pulled.get().conditions().isEmpty()
                ? Optional.of(new Join(JoinKind.ANTI_NULL_AWARE, input, plan, comparison))
                : Optional.empty();
    }

    /// Joins the correlated scalar subqueries of a scalar, where that is possible.
    ///
    /// @param input the plan below, which grows by the joins
    private Scalar replaceScalars(Scalar scalar, Plan[] input) {
        if (!Columns.hasSubquery(scalar)) {
            return scalar;
        }
        if (scalar instanceof Scalar.ScalarSubquery subquery) {
            Optional<Scalar> joined = joinScalar(subquery, input);
            return joined.orElse(scalar);
        }
        if (scalar instanceof Scalar.Exists exists) {
            return alternatives.of(exists, input[0]);
        }
        // The branches of CASE and their like must not be computed before their conditions; a join
        // has no effects and can't fail more than its operands can, so only errors could differ.
        return switch (scalar) {
            case Scalar.Case _, Scalar.Coalesce _, Scalar.Let _ ->
                    alternatives.in(scalar, input[0]);
            default -> scalar.map(operand -> replaceScalars(operand, input));
        };
    }

    private Optional<Scalar> joinScalar(Scalar.ScalarSubquery subquery, Plan[] input) {
        Decorrelation decorrelation = decorrelation(input[0]);
        if (!decorrelation.isCorrelated(subquery.plan())) {
            return Optional.empty();
        }
        if (subquery.plan() instanceof Project(Plan below, List<Output> outputs)
                && below instanceof Aggregate aggregate
                && aggregate.keys().isEmpty()) {
            Optional<Pulled> pulled = decorrelation.pull(aggregate);
            boolean plain =
                    outputs.stream()
                            .noneMatch(output ->
                                    Columns.readsAny(output.value(), Columns.ids(input[0]))
                                            || Columns.hasSubquery(output.value()));
            if (pulled.isEmpty() || pulled.get().conditions().isEmpty() || !plain) {
                return Optional.empty();
            }
            input[0] =
                    new Join(
                            JoinKind.LEFT,
                            input[0],
                            pulled.get().plan(),
                            Plans.and(pulled.get().conditions()));
            return Optional.of(
                    Columns.substitute(outputs.getFirst().value(), emptyResults(aggregate)));
        }
        Optional<Pulled> pulled = decorrelation.pull(subquery.plan());
        if (pulled.isEmpty() || !decorrelation.isUnique(pulled.get())) {
            return Optional.empty();
        }
        input[0] =
                new Join(
                        JoinKind.LEFT,
                        input[0],
                        pulled.get().plan(),
                        Plans.and(pulled.get().conditions()));
        return Optional.of(subquery.plan().columns().getFirst().value());
    }

    /// Says what aggregates are where there was no group to join.
    private static Map<Integer, Scalar> emptyResults(Aggregate aggregate) {
        Map<Integer, Scalar> results = new HashMap<>();
        for (AggregateCall call : aggregate.calls()) {
            Column column = call.output();
            Decorrelation.emptyResult(call)
                    .ifPresent(value ->
                            results.put(
                                    column.id(),
                                    new Scalar.Coalesce(
                                            List.of(
                                                    column.value(),
                                                    new Scalar.Constant(value, column.type(), -1)),
                                            column.type(),
                                            -1)));
        }
        return results;
    }

    private Plan lateral(Apply apply) {
        Set<Integer> left = Columns.ids(apply.left());
        var decorrelation = new Decorrelation(left, newId);
        if (apply.right() instanceof Project(Plan below, List<Output> outputs)
                && below instanceof Aggregate aggregate
                && aggregate.keys().isEmpty()) {
            return lateralAggregate(apply, decorrelation, aggregate, outputs);
        }
        if (hasEmptyGroup(apply.right())) {
            return apply;
        }
        Optional<Pulled> pulled = decorrelation.pull(apply.right());
        if (pulled.isEmpty()) {
            return apply;
        }
        var conditions = new ArrayList<>(pulled.get().conditions());
        apply.condition().ifPresent(condition -> conditions.addAll(Plans.conjuncts(condition)));
        return only(
                new Join(apply.kind(), apply.left(), pulled.get().plan(), Plans.and(conditions)),
                apply.columns());
    }

    /// Returns whether a plan gives a row even of no rows, somewhere below.
    private static boolean hasEmptyGroup(Plan plan) {
        boolean[] found = {false};
        Plans.visit(
                plan,
                node ->
                        found[0] |=
                                node instanceof Aggregate aggregate && aggregate.keys().isEmpty());
        return found[0];
    }

    private static Plan lateralAggregate(
            Apply apply, Decorrelation decorrelation, Aggregate aggregate, List<Output> outputs) {
        Optional<Pulled> pulled = decorrelation.pull(aggregate);
        boolean plain =
                apply.condition().isEmpty()
                        && outputs.stream()
                                .noneMatch(output -> Columns.hasSubquery(output.value()));
        if (pulled.isEmpty() || pulled.get().conditions().isEmpty() || !plain) {
            return apply;
        }
        Plan joined =
                new Join(
                        JoinKind.LEFT,
                        apply.left(),
                        pulled.get().plan(),
                        Plans.and(pulled.get().conditions()));
        Map<Integer, Scalar> empty = emptyResults(aggregate);
        var all = new ArrayList<Output>();
        apply.left().columns().forEach(column -> all.add(Output.of(column)));
        outputs.forEach(output ->
                all.add(new Output(output.column(), Columns.substitute(output.value(), empty))));
        return new Project(joined, all);
    }
}
