package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.SampleScan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.Locale;

/// Binds TABLESAMPLE with one of the methods that PostgreSQL has built in.
record SampleBinder(FromBinder from) {
    Plan sample(TableScan scan, TableReference.Sample sample) {
        String method = sample.method().name().toLowerCase(Locale.ROOT);
        if (!method.equals("bernoulli") && !method.equals("system")) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "tablesample method " + sample.method().dotted() + " does not exist")
                    .at(sample.method().position());
        }
        if (sample.arguments().size() != 1) {
            throw new DatabaseException(
                            SqlState.INVALID_TABLESAMPLE_ARGUMENT,
                            "tablesample method "
                                    + method
                                    + " requires 1 argument, not "
                                    + sample.arguments().size())
                    .at(sample.method().position());
        }
        return new SampleScan(
                scan.table(),
                scan.alias(),
                scan.columns(),
                scan.positions(),
                method.equals("system") ? SampleScan.Method.SYSTEM : SampleScan.Method.BERNOULLI,
                argument(sample.arguments().getFirst(), DataType.FLOAT4),
                sample.seed().map(seed -> argument(seed, DataType.FLOAT8)),
                from.binder.ids.next());
    }

    private Scalar argument(Expression expression, DataType type) {
        var scope = new Scope(from.scope.outer(), Namespace.EMPTY);
        Scalar value =
                new ExpressionBinder(from.binder, scope, Clause.FROM_FUNCTION).bind(expression);
        return from.binder.coercion.assign(value, type, -1, "", expression.position());
    }
}
