package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import java.util.List;

/// Computes a function, an operator or a cast by its kernel.
///
/// @param position where the call is in the statement's text, for errors; -1 when unknown
record CallExpression(Kernel kernel, Expression[] arguments, int position) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        List<ColumnVector> vectors =
                switch (arguments.length) {
                    case 1 -> List.of(arguments[0].evaluate(rows, evaluation));
                    case 2 ->
                            List.of(
                                    arguments[0].evaluate(rows, evaluation),
                                    arguments[1].evaluate(rows, evaluation));
                    default -> all(rows, evaluation);
                };
        try {
            return kernel.compute(vectors, rows, evaluation.environment());
        } catch (DatabaseException e) {
            throw e.at(position);
        }
    }

    private List<ColumnVector> all(Batch rows, Evaluation evaluation) {
        ColumnVector[] vectors = new ColumnVector[arguments.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = arguments[i].evaluate(rows, evaluation);
        }
        return List.of(vectors);
    }
}
