package dev.reckon.sql.optimize;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.plan.*;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.HashMap;
import java.util.Map;

/// Computes what depends on constants only, in all scalars of a statement.
///
/// Constants that can't be computed are errors here, whether a row will ever need them or not, as
/// in PostgreSQL: `select 1 / 0 from t` fails without a row in `t`. So are those that turn up when
/// the constants that a subquery in FROM selects are put where its columns are read. Columns that
/// nobody reads are left out before, and so are the lists of EXISTS.
final class FoldConstants implements Rule {
    private final Evaluation evaluation;

    FoldConstants(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /// @param plan of a whole statement
    /// @throws DatabaseException what a function says of the constants that it is given
    @Override
    public Plan apply(Plan plan) {
        try {
            return fold(plan, Map.of(), true);
        } catch (DatabaseException perhapsOfWhatNobodyReads) {
            if (perhapsOfWhatNobodyReads.sqlState() == SqlState.QUERY_CANCELED) {
                throw perhapsOfWhatNobodyReads;
            }
            fold(pruned(plan), Map.of(), true);
            return fold(plan, Map.of(), false);
        }
    }

    private static Plan pruned(Plan plan) {
        return new PruneColumns().apply(Subqueries.mapAll(plan, FoldConstants::pruned));
    }

    /// @param outer columns of enclosing queries that are constants
    private Plan fold(Plan plan, Map<Integer, Scalar> outer, boolean raises) {
        if (isConstants(plan)) {
            return plan;
        }
        var known = new HashMap<>(outer);
        if (!(plan instanceof Insert)) {
            plan.inputs().forEach(input -> known.putAll(constants(input)));
        }
        Plan folded =
                switch (plan) {
                    // Conditions come after what they are conditions of; elsewhere the list that is
                    // selected comes first.
                    case Filter filter when isLeftOut(filter) -> scalars(filter, known, raises);
                    case Filter _, Join _, Apply _ ->
                            scalars(inputs(plan, known, raises), known, raises);
                    default -> inputs(scalars(plan, known, raises), known, raises);
                };
        return folded;
    }

    private Plan inputs(Plan plan, Map<Integer, Scalar> known, boolean raises) {
        return Plans.withInputs(plan, input -> fold(input, known, raises));
    }

    /// Long lists of constants stay as they are.
    private static boolean isConstants(Plan plan) {
        return plan instanceof Values values
                && values.rows().stream()
                        .allMatch(row -> row.stream().allMatch(Scalar.Constant.class::isInstance));
    }

    /// Returns whether a condition over one subquery is never true: PostgreSQL doesn't plan it.
    private boolean isLeftOut(Filter filter) {
        boolean isOther =
                switch (filter.input()) {
                    case Project project -> !isSimple(project);
                    case Distinct _, Limit _, Sort _, SetOperation _, Append _ -> true;
                    default -> false;
                };
        return isOther
                && Plans.isNeverTrue(
                        new ConstantFolder(evaluation, Map.of(), false).fold(filter.condition()));
    }

    private Plan scalars(Plan plan, Map<Integer, Scalar> known, boolean raises) {
        var folder = new ConstantFolder(evaluation, Map.of(), raises);
        return plan.mapScalars(scalar -> {
            Scalar folded = folder.fold(scalar);
            // PostgreSQL has put them in their place before it looks for what is NULL anyway.
            if (raises && !known.isEmpty() && Columns.readsAny(scalar, known.keySet())) {
                new ConstantFolder(evaluation, known, true).fold(scalar);
            }
            return subqueries(folded, known, raises);
        });
    }

    private Scalar subqueries(Scalar scalar, Map<Integer, Scalar> known, boolean raises) {
        if (!Columns.hasSubquery(scalar)) {
            return scalar;
        }
        if (scalar instanceof Scalar.Exists(Plan plan, var alternative)) {
            return new Scalar.Exists(fold(withoutList(plan), known, raises), alternative);
        }
        Scalar below = scalar.map(operand -> subqueries(operand, known, raises));
        return Subqueries.mapOwn(below, plan -> fold(plan, known, raises));
    }

    /// What EXISTS selects doesn't matter.
    private static Plan withoutList(Plan plan) {
        return switch (plan) {
            case Project project when isPlain(project) -> project.input();
            case Distinct distinct when distinct.input() instanceof Project ->
                    withoutList(distinct.input());
            case Sort sort when sort.input() instanceof Project -> withoutList(sort.input());
            default -> plan;
        };
    }

    /// Returns the columns of a plan that are constants where it stands in FROM.
    private Map<Integer, Scalar> constants(Plan plan) {
        return switch (plan) {
            case Filter(Plan input, Scalar _) -> constants(input);
            case Join join -> joined(join.kind(), join.left(), join.right());
            case Apply apply -> joined(apply.kind(), apply.left(), apply.right());
            case Project project when isSimple(project) -> {
                var known = new HashMap<Integer, Scalar>();
                var folder = new ConstantFolder(evaluation, constants(project.input()), false);
                for (Output output : project.outputs()) {
                    Scalar value = folder.fold(output.value());
                    if (value instanceof Scalar.Constant) {
                        known.put(output.column().id(), value);
                    }
                }
                yield known;
            }
            case Values values when values.rows().size() == 1 -> {
                var known = new HashMap<Integer, Scalar>();
                var folder = new ConstantFolder(evaluation, Map.of(), false);
                for (int i = 0; i < values.columns().size(); i++) {
                    Scalar value = folder.fold(values.rows().getFirst().get(i));
                    if (value instanceof Scalar.Constant) {
                        known.put(values.columns().get(i).id(), value);
                    }
                }
                yield known;
            }
            default -> Map.of();
        };
    }

    /// Columns that an outer join may make NULL are no constants above it.
    private Map<Integer, Scalar> joined(JoinKind kind, Plan left, Plan right) {
        var known = new HashMap<Integer, Scalar>();
        if (kind != JoinKind.RIGHT && kind != JoinKind.FULL) {
            known.putAll(constants(left));
        }
        if (kind == JoinKind.INNER || kind == JoinKind.RIGHT) {
            known.putAll(constants(right));
        }
        return known;
    }

    /// Returns whether PostgreSQL makes one query of a list and the query around it.
    private static boolean isSimple(Project project) {
        return isPlain(project)
                && project.outputs().stream()
                        .noneMatch(output -> Columns.isVolatile(output.value()));
    }

    /// Returns whether a list is selected from rows of tables and joins.
    private static boolean isPlain(Project project) {
        Plan input = project.input();
        while (input instanceof Filter filter) {
            input = filter.input();
        }
        return switch (input) {
            case Join _,
                    Apply _,
                    Project _,
                    Values _,
                    TableScan _,
                    SystemTableScan _,
                    FunctionScan _ ->
                    true;
            default -> false;
        };
    }
}
