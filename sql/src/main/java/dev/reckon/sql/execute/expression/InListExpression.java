package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// `[NOT] IN` a list of constants and parameters, which is hashed once for an execution.
record InListExpression(Expression operand, DataType type, List<Expression> list, boolean negated)
        implements Expression {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        ValueSet set =
                evaluation.once(
                        this,
                        ValueSet.class,
                        () ->
                                new ValueSet(
                                        type,
                                        list.stream()
                                                .map(each -> each.evaluate(ONE_ROW, evaluation))
                                                .map(vector -> vector.value(0))
                                                .toList()));
        return set.contains(operand.evaluate(rows, evaluation), rows, negated);
    }
}
