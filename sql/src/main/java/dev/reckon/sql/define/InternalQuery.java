package dev.reckon.sql.define;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.optimize.Optimizer;
import dev.reckon.sql.optimize.SnapshotStatistics;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Plan;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs queries over the catalog and the rows as the statement has changed them so far.
record InternalQuery(Definitions definitions) {
    /// Runs a statement to its end and returns how many rows it gave or changed.
    long count(String sql) {
        return count((Preparable) Parser.parse(sql).getFirst().statement());
    }

    long count(Preparable statement) {
        BoundStatement bound = definitions.binder().bind(statement, List.of(), 0);
        return run(bound.plan(), bound);
    }

    /// Runs a query and returns its first row, as text; empty when it has none.
    Optional<List<String>> firstRow(String sql) {
        var query = (Preparable) Parser.parse(sql).getFirst().statement();
        BoundStatement bound = definitions.binder().bind(query, List.of(), 0);
        var first = new ArrayList<String>();
        run(
                bound.plan(),
                bound,
                batch -> {
                    for (int i = 0; first.isEmpty() && i < bound.fields().size(); i++) {
                        Value value = batch.column(i).value(batch.row(0));
                        first.add(
                                value.isNull()
                                        ? "null"
                                        : ValueFormat.text(
                                                value,
                                                bound.fields().get(i).type(),
                                                definitions.environment()));
                    }
                });
        return first.isEmpty() ? Optional.empty() : Optional.of(first);
    }

    /// Runs a plan to its end.
    long run(Plan plan, BoundStatement bound) {
        return run(plan, bound, _ -> {});
    }

    private long run(Plan plan, BoundStatement bound, Consumer<Batch> consumer) {
        Evaluation evaluation = definitions.newEvaluation();
        Plan optimized =
                new Optimizer(
                                new SnapshotStatistics(evaluation.snapshot()),
                                bound.indexes(),
                                new CatalogNames(definitions.catalog(), definitions.searchPath()),
                                evaluation,
                                bound.ids()::next)
                        .optimize(plan);
        long count = 0;
        try (Operator operator =
                QueryCompiler.of(definitions.modifications()).compile(optimized).open(evaluation)) {
            for (Optional<Batch> batch = operator.next();
                    batch.isPresent();
                    batch = operator.next()) {
                count += batch.get().selectedCount();
                consumer.accept(batch.get());
            }
        }
        return count;
    }
}
