package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Binds TABLESAMPLE: a condition on a number that is drawn for each row from its key, so that a
/// seed chooses the same rows again wherever they are stored. BERNOULLI draws for each row; SYSTEM
/// for each block of [#BLOCK_KEYS] neighbouring keys where the key is a number or a date.
record SampleBinder(FromBinder from) {
    /// About the rows of a PostgreSQL page.
    private static final int BLOCK_KEYS = 128;

    private static final double PERCENT = 100;

    Plan sample(TableScan scan, TableReference.Sample sample) {
        String method = sample.method().name().toLowerCase(Locale.ROOT);
        if (!method.equals("bernoulli") && !method.equals("system")) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "tablesample method " + sample.method().dotted() + " does not exist")
                    .at(sample.position());
        }
        if (sample.arguments().size() != 1) {
            throw new DatabaseException(
                            SqlState.INVALID_TABLESAMPLE_ARGUMENT,
                            "tablesample method "
                                    + method
                                    + " requires 1 argument, not "
                                    + sample.arguments().size())
                    .at(sample.position());
        }
        var arguments = new ArrayList<Scalar>();
        arguments.add(argument(sample.arguments().getFirst(), DataType.FLOAT4));
        sample.seed().ifPresent(seed -> arguments.add(argument(seed, DataType.FLOAT8)));
        List<Column> key = UpdateBinder.key(scan);
        key.forEach(column -> arguments.add(column.value()));
        boolean isBlock = method.equals("system");
        boolean isSeeded = sample.seed().isPresent();
        int salt = isSeeded ? 0 : from.binder.ids.next();
        var function =
                new ScalarFunction(
                        0,
                        method,
                        arguments.stream().map(Scalar::type).toList(),
                        false,
                        DataType.BOOL,
                        false,
                        Volatility.STABLE,
                        (vectors, rows, environment) ->
                                chosen(vectors, rows, environment, isBlock, isSeeded, salt));
        return new Filter(scan, new Scalar.Call(function, arguments, DataType.BOOL, -1, -1));
    }

    private Scalar argument(Expression expression, DataType type) {
        var scope = new Scope(from.scope.outer(), Namespace.EMPTY);
        Scalar value =
                new ExpressionBinder(from.binder, scope, Clause.FROM_FUNCTION).bind(expression);
        return from.binder.coercion.assign(value, type, -1, "", expression.position());
    }

    private static ColumnVector chosen(
            List<ColumnVector> arguments,
            Batch rows,
            Environment environment,
            boolean isBlock,
            boolean isSeeded,
            int salt) {
        int firstKey = isSeeded ? 2 : 1;
        long[] chosen = new long[rows.rowCount()];
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            double share = share(arguments.getFirst().value(row));
            long hash =
                    isSeeded
                            ? seed(arguments.get(1).value(row))
                            : environment.statementTimestamp() + salt;
            for (ColumnVector key : arguments.subList(firstKey, arguments.size())) {
                hash = mixed(hash ^ code(key.value(row), isBlock));
            }
            double drawn = (hash >>> 11) * 0x1p-53;
            chosen[row] = drawn < share ? 1 : 0;
        }
        return LongVector.of(chosen);
    }

    private static double share(Value percentage) {
        if (percentage.isNull()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLESAMPLE_ARGUMENT, "TABLESAMPLE parameter cannot be null");
        }
        double value = ((Value.Real) percentage).value();
        if (!(value >= 0 && value <= PERCENT)) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLESAMPLE_ARGUMENT,
                    "sample percentage must be between 0 and 100");
        }
        return value / PERCENT;
    }

    private static long seed(Value seed) {
        if (seed.isNull()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLESAMPLE_REPEAT,
                    "TABLESAMPLE REPEATABLE parameter cannot be null");
        }
        return mixed(Double.doubleToLongBits(((Value.Real) seed).value()));
    }

    private static long code(Value value, boolean isBlock) {
        if (value instanceof Value.Int(long number)) {
            return isBlock ? Math.floorDiv(number, BLOCK_KEYS) : number;
        }
        return value.hashCode();
    }

    /// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014): its mixer.
    private static long mixed(long bits) {
        long z = bits + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
