package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.PhysicalType;

/// `EXISTS (query)`.
record ExistsExpression(Subquery subquery) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        return subquery.evaluate(
                this,
                rows,
                evaluation,
                PhysicalType.BOOLEAN,
                query -> LongVector.of(query.next().isPresent() ? 1 : 0));
    }
}
