package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.ConflictAction;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ON CONFLICT compiled. Immutable.
final class CompiledConflict {
    final ConflictAction action;
    final List<Integer> positions = new ArrayList<>();
    final List<Expression> values = new ArrayList<>();
    final Optional<Predicate> condition;

    CompiledConflict(ConflictAction action, Target target, QueryCompiler queries) {
        this.action = action;
        var columns = new ArrayList<Column>(target.row());
        columns.addAll(action.excluded());
        ScalarCompiler scalars = queries.scalars(columns);
        if (action.change().isPresent()) {
            for (RowChange.Assignment assignment : action.change().get().assignments()) {
                positions.add(assignment.position());
                values.add(scalars.compile(assignment.value()));
            }
        }
        this.condition = action.condition().map(scalars::compilePredicate);
    }

    /// @param tableOid the table whose constraint it is: the statement's, or a partition of it
    boolean isArbiter(long tableOid, String constraint) {
        return action.arbiters().isEmpty()
                || action.partitionArbiters()
                        .getOrDefault(tableOid, action.arbiters())
                        .contains(constraint);
    }
}
