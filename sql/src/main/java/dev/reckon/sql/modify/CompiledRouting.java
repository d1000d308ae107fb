package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.Target;
import java.util.ArrayList;
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
