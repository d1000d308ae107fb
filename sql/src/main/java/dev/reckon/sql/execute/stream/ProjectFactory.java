package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import java.util.List;
import java.util.Optional;

/// A compiled projection. Immutable; safe for many threads.
///
/// @param computes whether some output is more than a column handed on
public record ProjectFactory(OperatorFactory input, List<Expression> outputs, boolean computes)
        implements OperatorFactory {
    public ProjectFactory {
        outputs = List.copyOf(outputs);
    }

    @Override
    public Operator open(Evaluation evaluation) {
        return onTop(input.open(evaluation), evaluation);
    }

    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        return input.openParallel(evaluation)
                .map(rows -> new MappedRows(rows, part -> onTop(part, evaluation)));
    }

    @Override
    public OperatorFactory lending() {
        return new ProjectFactory(input.lending(), outputs, computes);
    }

    private Operator onTop(Operator rows, Evaluation evaluation) {
        return new ProjectOperator(rows, outputs, computes, evaluation);
    }
}
