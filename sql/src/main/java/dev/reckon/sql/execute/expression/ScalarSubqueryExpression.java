package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.Optional;

/// `(query)`: the one value of the one row; NULL without a row.
record ScalarSubqueryExpression(Subquery subquery, PhysicalType physical) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        // Of a query that is there several times, there is one factory.
        return subquery.evaluate(subquery.factory(), rows, evaluation, physical, this::value);
    }

    private ColumnVector value(Operator query) {
        Optional<Batch> first = query.next();
        if (first.isEmpty()) {
            return ConstantVectors.of(physical, Value.Null.NULL, 1);
        }
        if (first.get().selectedCount() > 1 || query.next().isPresent()) {
            throw new DatabaseException(
                    SqlState.CARDINALITY_VIOLATION,
                    "more than one row returned by a subquery used as an expression");
        }
        return ConstantVectors.repeat(first.get().column(0), first.get().row(0), 1);
    }
}
