package dev.reckon.sql.function.compare;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.value;
import static dev.reckon.sql.function.kernel.Body.vector;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The functions behind comparison operators, the three-way comparisons, and the larger and smaller
/// of two.
public final class ComparisonFunctions {
    private static final Pattern PATTERN_OPERATOR = Pattern.compile("~(<|<=|>|>=)~");
    private static final Pattern THREE_WAY = Pattern.compile("(bt.+cmp|.+_cmp|bttext.*cmp)\\(.*");
    private static final Pattern EXTREME = Pattern.compile("(?!range_)\\w*?(larger|smaller)\\(.*");

    private ComparisonFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        if (signature.argumentTypes().size() != 2) {
            return Body.Missing.MISSING;
        }
        if (signature.operator().isPresent()) {
            String symbol = signature.operator().get();
            if (PATTERN_OPERATOR.matcher(symbol).matches()) {
                symbol = symbol.substring(1, symbol.length() - 1);
            }
            Optional<Comparison> comparison = Comparison.of(symbol);
            if (comparison.isPresent()
                    && signature.resultType().equals(DataType.BOOL)
                    && isComparable(signature.argument(0), signature.argument(1))) {
                return vector(kernel(comparison.get(), signature));
            }
        }
        if (!signature.argument(0).equals(signature.argument(1))) {
            return Body.Missing.MISSING;
        }
        if (THREE_WAY.matcher(signature.text()).matches()) {
            ValueOrder values = ValueOrder.of(signature.argument(0));
            return number(row -> Integer.signum(values.compare(row.value(0), row.value(1))));
        }
        var extreme = EXTREME.matcher(signature.text());
        if (extreme.matches()) {
            ValueOrder values = ValueOrder.of(signature.argument(0));
            int sign = extreme.group(1).equals("larger") ? 1 : -1;
            return value(row ->
                    Integer.signum(values.compare(row.value(0), row.value(1))) != -sign
                            ? row.value(0)
                            : row.value(1));
        }
        return Body.Missing.MISSING;
    }

    private static boolean isComparable(DataType left, DataType right) {
        return left.physical() == right.physical()
                || (isInteger(left) && isInteger(right))
                || isMixedTime(left, right)
                || (TypeOrder.ofAny(left) instanceof TypeOrder.OfDoubles
                        && TypeOrder.ofAny(right) instanceof TypeOrder.OfDoubles);
    }

    private static boolean isInteger(DataType type) {
        return TypeOrder.ofAny(type) instanceof TypeOrder.OfLongs;
    }

    private static boolean isMixedTime(DataType left, DataType right) {
        return isPointInTime(left) && isPointInTime(right) && !left.equals(right);
    }

    private static boolean isPointInTime(DataType type) {
        return type.equals(DataType.DATE)
                || type.equals(DataType.TIMESTAMP)
                || type.equals(DataType.TIMESTAMPTZ);
    }

    private static Kernel kernel(Comparison comparison, Signature signature) {
        DataType left = signature.argument(0);
        DataType right = signature.argument(1);
        Kernel kernel = ComparisonKernels.kernel(comparison, left);
        if (!isMixedTime(left, right)) {
            return kernel;
        }
        boolean withZone = left.equals(DataType.TIMESTAMPTZ) || right.equals(DataType.TIMESTAMPTZ);
        return (arguments, rows, environment) ->
                kernel.compute(
                        List.of(
                                micros(arguments.get(0), left, withZone, environment),
                                micros(arguments.get(1), right, withZone, environment)),
                        rows,
                        environment);
    }

    /// Brings dates and timestamps to microseconds, of UTC when one of the two has a zone. Dates
    /// too far for a timestamp are infinities here, which are as far.
    private static ColumnVector micros(
            ColumnVector vector, DataType type, boolean withZone, Environment environment) {
        if (type.equals(DataType.TIMESTAMPTZ) || (type.equals(DataType.TIMESTAMP) && !withZone)) {
            return vector;
        }
        long[] values = ((LongVector) vector).values();
        long[] results = new long[vector.rowCount()];
        boolean isDate = type.equals(DataType.DATE);
        for (int row = 0; row < results.length; row++) {
            long local = values[row];
            if (isDate) {
                local =
                        local >= Calendar.TIMESTAMP_END / Calendar.MICROS_PER_DAY
                                ? Calendar.INFINITY
                                : local < Calendar.DATE_MIN
                                        ? Calendar.MINUS_INFINITY
                                        : local * Calendar.MICROS_PER_DAY;
            }
            results[row] =
                    withZone && Calendar.isFinite(local)
                            ? local
                                    - environment.timeZone().offsetAtLocal(local)
                                            * Calendar.MICROS_PER_SECOND
                            : local;
        }
        return new LongVector(results, vector.nulls(), vector.rowCount());
    }
}
