package dev.reckon.sql.function.convert;

import dev.reckon.sql.format.Modifier;
import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.kernel.Bodies;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.DataType;
import java.util.Optional;

/// Makes values fit a type modifier, as PostgreSQL's length coercion functions do.
public final class LengthCoercion {
    private LengthCoercion() {}

    /// Returns a strict kernel of one argument; empty when the type takes no modifiers.
    ///
    /// @param explicit whether too long strings are cut silently
    public static Optional<Kernel> kernel(DataType type, int modifier, boolean explicit) {
        if (!Modifier.applies(type, modifier)) {
            return Optional.empty();
        }
        Kernel each =
                Bodies.kernel(
                        Body.value(row -> Modifier.apply(row.value(0), type, modifier, explicit)),
                        true,
                        type);
        if (type.equals(DataType.VARCHAR)) {
            return Optional.of((arguments, rows, environment) -> {
                var strings = (BytesVector) arguments.getFirst();
                return isShort(strings, Modifier.length(modifier))
                        ? strings
                        : each.compute(arguments, rows, environment);
            });
        }
        if (type.equals(DataType.NUMERIC)) {
            return Optional.of((arguments, rows, environment) -> {
                var numbers = (NumericVector) arguments.getFirst();
                return fits(numbers, modifier)
                        ? numbers
                        : each.compute(arguments, rows, environment);
            });
        }
        return Optional.of(each);
    }

    /// No more bytes than allowed characters: nothing to cut.
    private static boolean isShort(BytesVector strings, int lengthMax) {
        for (int row = 0; row < strings.rowCount(); row++) {
            if (strings.ends()[row] - strings.starts()[row] > lengthMax) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(NumericVector numbers, int modifier) {
        int precision = Modifier.precision(modifier);
        if (!numbers.isCompact()
                || numbers.scale() != Modifier.scale(modifier)
                || precision > Modifier.LONG_DIGITS) {
            return false;
        }
        long limit = Modifier.longPowerOfTen(precision);
        for (int row = 0; row < numbers.rowCount(); row++) {
            long value = numbers.unscaled()[row];
            if (value >= limit || value <= -limit) {
                return false;
            }
        }
        return true;
    }
}
