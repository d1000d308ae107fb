package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// Passes values that meet a domain's constraints.
record DomainCheckExpression(
        Expression operand, DataType domain, boolean notNull, List<Check> checks)
        implements Expression {
    /// A constraint, over the rows with the value as their last column.
    record Check(String name, Expression condition) {}

    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        ColumnVector vector = operand.evaluate(rows, evaluation);
        if (notNull && !vector.hasNoNulls()) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                if (vector.isNull(rows.row(i))) {
                    throw named(
                            new DatabaseException(
                                    SqlState.NOT_NULL_VIOLATION,
                                    "domain " + domain + " does not allow null values"),
                            evaluation);
                }
            }
        }
        Batch extended = LetExpression.with(rows, vector);
        for (Check check : checks) {
            var outcome = (LongVector) check.condition.evaluate(extended, evaluation);
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (!outcome.isNull(row) && outcome.values()[row] == 0) {
                    throw named(
                                    new DatabaseException(
                                            SqlState.CHECK_VIOLATION,
                                            "value for domain "
                                                    + domain
                                                    + " violates check constraint \""
                                                    + check.name
                                                    + "\""),
                                    evaluation)
                            .with(ErrorField.CONSTRAINT, check.name);
                }
            }
        }
        return vector;
    }

    /// Says in an error which domain it is about.
    private DatabaseException named(DatabaseException error, Evaluation evaluation) {
        evaluation
                .environment()
                .names()
                .typeSchema(domain)
                .ifPresent(schema -> error.with(ErrorField.SCHEMA, schema));
        return error.with(ErrorField.DATA_TYPE, domain.name());
    }
}
