package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How rows find their partitions, compiled. Immutable; safe for many threads.
final class CompiledRouting {
    final List<Part> parts = new ArrayList<>();
    final String keyText;
    final List<Expression> keys;

    /// A partition.
    ///
    /// @param condition absent when it takes all rows that no part before does
    record Part(CompiledTarget target, Optional<Predicate> condition, List<Integer> positions) {}

    /// Returns the number of the part that holds each selected row, -1 for none.
    int[] partsOf(Batch rows, Evaluation evaluation) {
        int[] ofRows = new int[rows.rowCount()];
        Arrays.fill(ofRows, -1);
        Batch rest = rows;
        for (int part = 0; part < parts.size() && rest.selectedCount() > 0; part++) {
            int[] selected = new int[rest.rowCount()];
            int count = rest.selectedCount();
            if (parts.get(part).condition().isPresent()) {
                count = parts.get(part).condition().get().select(rest, evaluation, selected);
            } else {
                for (int i = 0; i < count; i++) {
                    selected[i] = rest.row(i);
                }
            }
            int[] own = Arrays.copyOf(selected, count);
            for (int row : own) {
                ofRows[row] = part;
            }
            rest = PartitionRouter.without(rest, own);
        }
        int[] found = new int[rows.selectedCount()];
        for (int i = 0; i < found.length; i++) {
            found[i] = ofRows[rows.row(i)];
        }
        return found;
    }

    /// @param scalars compiles what is over the row of the partitioned table
    CompiledRouting(Target.Routing routing, ScalarCompiler scalars, QueryCompiler queries) {
        for (Target.Part part : routing.parts()) {
            parts.add(
                    new Part(
                            new CompiledTarget(part.target(), queries),
                            part.condition().map(scalars::compilePredicate),
                            part.positions()));
        }
        this.keyText = routing.keyText();
        this.keys = scalars.compileAll(routing.keys());
    }
}
