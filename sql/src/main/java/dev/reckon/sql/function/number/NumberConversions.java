package dev.reckon.sql.function.number;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.real;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// The casts between types of numbers.
public final class NumberConversions {
    /// The significant digits that PostgreSQL keeps of a double precision and of a real.
    static final int DOUBLE_DIGITS = 15;

    static final int FLOAT_DIGITS = 6;

    private static final long UNSIGNED_INT_MAX = 0xFFFF_FFFFL;

    private NumberConversions() {}

    /// Finds a cast.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "int8(int2)", "int8(int4)", "int4(int2)", "int8(oid)" ->
                    Body.vector((arguments, _, _) -> arguments.getFirst());
            case "int2(int4)", "int2(int8)" ->
                    narrow(Short.MIN_VALUE, Short.MAX_VALUE, DataType.INT2);
            case "int4(int8)" -> narrow(Integer.MIN_VALUE, Integer.MAX_VALUE, DataType.INT4);
            case "oid(int8)" -> narrow(0, UNSIGNED_INT_MAX, DataType.OID);
            case "float8(int2)", "float8(int4)", "float8(int8)" -> Body.vector(toDouble(false));
            case "float4(int2)", "float4(int4)", "float4(int8)" -> Body.vector(toDouble(true));
            case "float8(float4)" -> Body.vector((arguments, _, _) -> arguments.getFirst());
            case "float4(float8)" -> real(row -> toFloat(row.real(0)));
            case "int2(float8)", "int2(float4)" ->
                    number(row ->
                            round(row.real(0), Short.MIN_VALUE, Short.MAX_VALUE, DataType.INT2));
            case "int4(float8)", "int4(float4)" ->
                    number(row ->
                            round(
                                    row.real(0),
                                    Integer.MIN_VALUE,
                                    Integer.MAX_VALUE,
                                    DataType.INT4));
            case "int8(float8)", "int8(float4)" -> number(row -> roundToLong(row.real(0)));
            case "numeric(int2)", "numeric(int4)", "numeric(int8)" ->
                    Body.vector((arguments, rows, _) -> {
                        var longs = (LongVector) arguments.getFirst();
                        return NumericVector.compact(
                                longs.values(), 0, longs.nulls(), rows.rowCount());
                    });
            case "numeric(float8)" -> value(row -> Decimals.ofDouble(row.real(0), DOUBLE_DIGITS));
            case "numeric(float4)" -> value(row -> Decimals.ofDouble(row.real(0), FLOAT_DIGITS));
            case "float8(numeric)" -> Body.vector(numericToDouble());
            case "float4(numeric)" ->
                    real(row -> {
                        double wide = Decimals.toDouble(row.value(0));
                        float result =
                                row.isSpecial(0) ? (float) wide : row.decimal(0).floatValue();
                        if (Float.isInfinite(result) && !Double.isInfinite(wide)) {
                            throw new DatabaseException(
                                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                                    "\""
                                            + row.decimal(0).toPlainString()
                                            + "\" is out of range for type real");
                        }
                        return result;
                    });
            case "int2(numeric)" -> number(row -> toLong(row.value(0), DataType.INT2));
            case "int4(numeric)" -> number(row -> toLong(row.value(0), DataType.INT4));
            case "int8(numeric)" -> number(row -> toLong(row.value(0), DataType.INT8));
            case "bool(int4)" -> number(row -> row.number(0) == 0 ? 0 : 1);
            case "int4(bool)" -> Body.vector((arguments, _, _) -> arguments.getFirst());
            case "money(numeric)" -> number(row -> cents(row.value(0)));
            case "money(int4)", "money(int8)" ->
                    number(row -> {
                        try {
                            return Math.multiplyExact(row.number(0), 100);
                        } catch (ArithmeticException e) {
                            throw Overflow.outOfRange(DataType.MONEY);
                        }
                    });
            case "numeric(money)" ->
                    Body.vector((arguments, rows, _) -> {
                        var longs = (LongVector) arguments.getFirst();
                        return NumericVector.compact(
                                longs.values(), 2, longs.nulls(), rows.rowCount());
                    });
            default -> Body.Missing.MISSING;
        };
    }

    private static long cents(Value value) {
        return toLong(
                Decimals.multiply(value, new Value.Numeric(BigDecimal.valueOf(100))),
                DataType.MONEY);
    }

    private static Body narrow(long min, long max, DataType type) {
        return Body.vector((arguments, rows, _) -> {
            var longs = (LongVector) arguments.getFirst();
            long[] values = longs.values();
            boolean wrong = false;
            for (int row = 0; row < rows.rowCount(); row++) {
                wrong |= values[row] < min || values[row] > max;
            }
            if (wrong
                    && Overflow.any(
                            rows, longs.nulls(), row -> values[row] < min || values[row] > max)) {
                throw type.equals(DataType.OID)
                        ? new DatabaseException(
                                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "OID out of range")
                        : Overflow.outOfRange(type);
            }
            return longs;
        });
    }

    private static Kernel toDouble(boolean isReal) {
        return (arguments, rows, _) -> {
            var longs = (LongVector) arguments.getFirst();
            double[] results = new double[rows.rowCount()];
            long[] values = longs.values();
            for (int row = 0; row < results.length; row++) {
                results[row] = isReal ? (float) values[row] : (double) values[row];
            }
            return new DoubleVector(results, longs.nulls(), rows.rowCount());
        };
    }

    private static Kernel numericToDouble() {
        return (arguments, rows, _) -> {
            var numerics = (NumericVector) arguments.getFirst();
            double[] results = new double[rows.rowCount()];
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (!numerics.isNull(row)) {
                    results[row] = numericToDouble(numerics, row);
                }
            }
            return new DoubleVector(results, numerics.nulls(), rows.rowCount());
        };
    }

    /// Division of two exactly representable numbers rounds once, so it gives the nearest double.
    private static double numericToDouble(NumericVector numerics, int row) {
        if (numerics.isCompact()
                && numerics.scale() <= 22
                && Math.abs(numerics.unscaled()[row]) <= 1L << 53) {
            double unit = 1;
            for (int i = 0; i < numerics.scale(); i++) {
                unit *= 10;
            }
            return numerics.unscaled()[row] / unit;
        }
        double result = Decimals.toDouble(numerics.value(row));
        if (Double.isInfinite(result)
                && numerics.value(row) instanceof Value.Numeric(BigDecimal n)) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "\"" + n.toPlainString() + "\" is out of range for type double precision");
        }
        return result;
    }

    private static double toFloat(double value) {
        float result = (float) value;
        if (Float.isInfinite(result) && !Double.isInfinite(value)) {
            throw Overflow.floatOverflow();
        }
        if (result == 0 && value != 0) {
            throw Overflow.floatUnderflow();
        }
        return result;
    }

    private static long round(double value, long min, long max, DataType type) {
        double rounded = Math.rint(value);
        if (Double.isNaN(rounded) || rounded < min || rounded > max) {
            throw Overflow.outOfRange(type);
        }
        return (long) rounded;
    }

    private static long roundToLong(double value) {
        double rounded = Math.rint(value);
        if (Double.isNaN(rounded) || rounded < -0x1p63 || rounded >= 0x1p63) {
            throw Overflow.outOfRange(DataType.INT8);
        }
        return (long) rounded;
    }

    /// Rounds a numeric half away from zero to an integer type.
    ///
    /// @throws DatabaseException 22003, 0A000 for NaN and infinities
    public static long toLong(Value value, DataType type) {
        if (!(value instanceof Value.Numeric(BigDecimal number))) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot convert "
                            + (Decimals.isNaN(value) ? "NaN" : "infinity")
                            + " to "
                            + type);
        }
        BigDecimal rounded = number.setScale(0, RoundingMode.HALF_UP);
        if (rounded.precision() > 19 || rounded.unscaledValue().bitLength() > 63) {
            throw Overflow.outOfRange(type);
        }
        long result = rounded.longValueExact();
        int bits = type.byteLength() * Byte.SIZE;
        if (bits < Long.SIZE && result >> (bits - 1) != result >> 63) {
            throw Overflow.outOfRange(type);
        }
        return result;
    }
}
