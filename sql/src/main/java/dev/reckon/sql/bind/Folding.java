package dev.reckon.sql.bind;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Computes what depends on constants only, once, by the functions' own kernels.
///
/// A call that fails stays as it is: it may stand where it is never computed.
record Folding(Environment environment) {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    /// Bytes of a value that is kept, whatever it was computed from.
    private static final long KEPT_SIZE_MAX = 64 << 10;

    /// A text as an array, or as jsonb, takes some times as much.
    private static final long GROWTH_MAX = 32;

    private static final long ELEMENT_SIZE = 16;

    /// Returns a call, or the constant that it gives.
    Scalar fold(Scalar.Call call) {
        ScalarFunction function = call.function();
        if (function.strict()
                && call.arguments().stream().anyMatch(Folding::isNull)
                && call.arguments().stream().allMatch(Scalar.Constant.class::isInstance)) {
            return new Scalar.Constant(Value.Null.NULL, call.type(), call.modifier());
        }
        if (function.volatility() != Volatility.IMMUTABLE) {
            return call;
        }
        var arguments = new ArrayList<ColumnVector>(call.arguments().size());
        for (Scalar argument : call.arguments()) {
            if (!(argument instanceof Scalar.Constant(Value value, DataType type, int _))) {
                return call;
            }
            var builder = new VectorBuilder(type.physical(), 1);
            builder.append(value);
            arguments.add(builder.build());
        }
        try {
            Value value = function.kernel().compute(arguments, ONE_ROW, environment).value(0);
            return isBlownUp(value, call.arguments())
                    ? call
                    : new Scalar.Constant(value, call.type(), call.modifier());
        } catch (DatabaseException failsAtExecution) {
            if (failsAtExecution.sqlState() == SqlState.QUERY_CANCELED) {
                throw failsAtExecution;
            }
            return call;
        }
    }

    /// Whether a value is much larger than what it is computed from: `repeat('x', 500000000)` is no
    /// constant to keep in a plan.
    private static boolean isBlownUp(Value value, List<Scalar> arguments) {
        long size = size(value);
        if (size <= KEPT_SIZE_MAX) {
            return false;
        }
        long before = 0;
        for (Scalar argument : arguments) {
            before += argument instanceof Scalar.Constant constant ? size(constant.value()) : 0;
        }
        return size > GROWTH_MAX * before;
    }

    /// Returns about how many bytes a value takes.
    private static long size(Value value) {
        return switch (value) {
            case Value.Bytes(byte[] bytes) -> bytes.length;
            case Value.Array array -> (long) array.elements().size() * ELEMENT_SIZE;
            case Value.Bits bits -> bits.bytes().length;
            default -> ELEMENT_SIZE;
        };
    }

    private static boolean isNull(Scalar argument) {
        return argument instanceof Scalar.Constant constant && constant.value().isNull();
    }
}
