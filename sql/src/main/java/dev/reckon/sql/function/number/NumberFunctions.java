package dev.reckon.sql.function.number;

import static dev.reckon.sql.function.kernel.Body.decimal;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.real;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;
import static dev.reckon.sql.function.kernel.Body.vector;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The arithmetic operators and the chapter "Mathematical Functions and Operators".
public final class NumberFunctions {
    private static final Pattern INTEGER_OPERATION =
            Pattern.compile(
                    "int(2|4|8|24|42|28|82|48|84)(pl|mi|mul|div|mod|and|or|xor|shl|shr|um|up|abs|not)\\(.*");
    private static final Pattern FLOAT_OPERATION =
            Pattern.compile("float(4|8|48|84)(pl|mi|mul|div|um|up|abs)\\(.*");

    private NumberFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        Matcher integer = INTEGER_OPERATION.matcher(signature.text());
        if (integer.matches()) {
            return integerOperation(integer.group(2), signature.resultType());
        }
        Matcher floating = FLOAT_OPERATION.matcher(signature.text());
        if (floating.matches()) {
            return floatOperation(
                    floating.group(2), signature.resultType().equals(DataType.FLOAT4));
        }
        return switch (signature.text()) {
            case "mod(int2,int2)", "mod(int4,int4)", "mod(int8,int8)" ->
                    integerOperation("mod", signature.resultType());
            case "abs(int2)", "abs(int4)", "abs(int8)" ->
                    integerOperation("abs", signature.resultType());
            case "abs(float4)", "abs(float8)" -> real(row -> Math.abs(row.real(0)));
            case "gcd(int4,int4)", "gcd(int8,int8)" ->
                    number(row -> gcd(row.number(0), row.number(1), signature.resultType()));
            case "lcm(int4,int4)", "lcm(int8,int8)" ->
                    number(row -> lcm(row.number(0), row.number(1), signature.resultType()));
            case "factorial(int8)" -> decimal(row -> DecimalMath.factorial(row.number(0)));
            case "to_hex(int4)" -> text(row -> Integer.toHexString(row.integer(0)));
            case "to_hex(int8)" -> text(row -> Long.toHexString(row.number(0)));
            case "numeric_add(numeric,numeric)" -> vector(DecimalArithmetic.add());
            case "numeric_sub(numeric,numeric)" -> vector(DecimalArithmetic.subtract());
            case "numeric_mul(numeric,numeric)" -> vector(DecimalArithmetic.multiply());
            case "numeric_div(numeric,numeric)" ->
                    vector(DecimalArithmetic.exact(Decimals::divide));
            case "numeric_mod(numeric,numeric)", "mod(numeric,numeric)" ->
                    vector(DecimalArithmetic.exact(Decimals::remainder));
            case "div(numeric,numeric)", "numeric_div_trunc(numeric,numeric)" ->
                    vector(DecimalArithmetic.exact(Decimals::quotient));
            case "numeric_uminus(numeric)" -> value(row -> Decimals.negate(row.value(0)));
            case "numeric_uplus(numeric)" -> value(row -> row.value(0));
            case "numeric_abs(numeric)", "abs(numeric)" ->
                    value(row ->
                            Decimals.signum(row.value(0)) < 0
                                    ? Decimals.negate(row.value(0))
                                    : row.value(0));
            case "sign(numeric)" ->
                    value(row ->
                            Decimals.isNaN(row.value(0))
                                    ? row.value(0)
                                    : new Value.Numeric(
                                            BigDecimal.valueOf(Decimals.signum(row.value(0)))));
            case "numeric_inc(numeric)" ->
                    value(row -> Decimals.add(row.value(0), new Value.Numeric(BigDecimal.ONE)));
            case "round(numeric)" ->
                    value(row -> Decimals.round(row.value(0), 0, RoundingMode.HALF_UP));
            case "round(numeric,int4)" ->
                    value(row ->
                            Decimals.round(row.value(0), row.integer(1), RoundingMode.HALF_UP));
            case "trunc(numeric)" ->
                    value(row -> Decimals.round(row.value(0), 0, RoundingMode.DOWN));
            case "trunc(numeric,int4)" ->
                    value(row -> Decimals.round(row.value(0), row.integer(1), RoundingMode.DOWN));
            case "ceil(numeric)", "ceiling(numeric)" ->
                    value(row -> Decimals.round(row.value(0), 0, RoundingMode.CEILING));
            case "floor(numeric)" ->
                    value(row -> Decimals.round(row.value(0), 0, RoundingMode.FLOOR));
            case "scale(numeric)" ->
                    value(row ->
                            row.isSpecial(0)
                                    ? Value.Null.NULL
                                    : new Value.Int(row.decimal(0).scale()));
            case "min_scale(numeric)" ->
                    value(row ->
                            row.isSpecial(0)
                                    ? Value.Null.NULL
                                    : new Value.Int(trimmed(row.decimal(0)).scale()));
            case "trim_scale(numeric)" ->
                    value(row ->
                            row.isSpecial(0)
                                    ? row.value(0)
                                    : new Value.Numeric(trimmed(row.decimal(0))));
            case "gcd(numeric,numeric)" -> value(NumberFunctions::decimalGcd);
            case "lcm(numeric,numeric)" -> value(NumberFunctions::decimalLcm);
            case "sqrt(numeric)", "numeric_sqrt(numeric)" -> value(row -> root(row.value(0)));
            case "exp(numeric)", "numeric_exp(numeric)" -> value(row -> exponential(row.value(0)));
            case "ln(numeric)", "numeric_ln(numeric)" ->
                    value(row -> logarithm(row.value(0), DecimalMath::ln));
            case "log(numeric)", "log10(numeric)" ->
                    value(row -> logarithm(row.value(0), x -> DecimalMath.log(BigDecimal.TEN, x)));
            case "log(numeric,numeric)", "numeric_log(numeric,numeric)" ->
                    value(row -> logarithm(row.value(0), row.value(1)));
            case "power(numeric,numeric)",
                    "pow(numeric,numeric)",
                    "numeric_power(numeric,numeric)" ->
                    value(row -> power(row.value(0), row.value(1)));
            case "width_bucket(float8,float8,float8,int4)" ->
                    number(row ->
                            FloatMath.widthBucket(
                                    row.real(0), row.real(1), row.real(2), row.number(3)));
            case "width_bucket(numeric,numeric,numeric,int4)" -> number(NumberFunctions::bucket);
            case "random()" -> real(row -> row.environment().random());
            case "setseed(float8)" -> value(NumberFunctions::seed);
            default -> FloatFunctions.find(signature);
        };
    }

    private static Body integerOperation(String name, DataType type) {
        return switch (name) {
            case "pl" -> integers(IntegerArithmetic.Operation.ADD, type);
            case "mi" -> integers(IntegerArithmetic.Operation.SUBTRACT, type);
            case "mul" -> integers(IntegerArithmetic.Operation.MULTIPLY, type);
            case "div" -> integers(IntegerArithmetic.Operation.DIVIDE, type);
            case "mod" -> integers(IntegerArithmetic.Operation.REMAINDER, type);
            case "and" -> integers(IntegerArithmetic.Operation.AND, type);
            case "or" -> integers(IntegerArithmetic.Operation.OR, type);
            case "xor" -> integers(IntegerArithmetic.Operation.XOR, type);
            case "shl" -> integers(IntegerArithmetic.Operation.SHIFT_LEFT, type);
            case "shr" -> integers(IntegerArithmetic.Operation.SHIFT_RIGHT, type);
            case "um" -> vector(IntegerArithmetic.negate(type));
            case "up" -> vector((arguments, _, _) -> arguments.getFirst());
            case "not" -> number(row -> ~row.number(0));
            default -> {
                long least = Long.MIN_VALUE >> (Long.SIZE - type.byteLength() * Byte.SIZE);
                yield number(row -> {
                    if (row.number(0) == least) {
                        throw Overflow.outOfRange(type);
                    }
                    return Math.abs(row.number(0));
                });
            }
        };
    }

    private static Body integers(IntegerArithmetic.Operation operation, DataType type) {
        return vector(IntegerArithmetic.kernel(operation, type));
    }

    private static Body floatOperation(String name, boolean isReal) {
        return switch (name) {
            case "pl" -> vector(FloatArithmetic.kernel(FloatArithmetic.Operation.ADD, isReal));
            case "mi" -> vector(FloatArithmetic.kernel(FloatArithmetic.Operation.SUBTRACT, isReal));
            case "mul" ->
                    vector(FloatArithmetic.kernel(FloatArithmetic.Operation.MULTIPLY, isReal));
            case "div" -> vector(FloatArithmetic.kernel(FloatArithmetic.Operation.DIVIDE, isReal));
            case "um" -> real(row -> -row.real(0));
            case "up" -> real(row -> row.real(0));
            default -> real(row -> Math.abs(row.real(0)));
        };
    }

    private static long gcd(long left, long right, DataType type) {
        BigInteger result = BigInteger.valueOf(left).gcd(BigInteger.valueOf(right));
        return fit(result, type);
    }

    private static long lcm(long left, long right, DataType type) {
        if (left == 0 || right == 0) {
            return 0;
        }
        BigInteger a = BigInteger.valueOf(left);
        BigInteger b = BigInteger.valueOf(right);
        return fit(a.divide(a.gcd(b)).multiply(b).abs(), type);
    }

    private static long fit(BigInteger value, DataType type) {
        if (value.bitLength() >= type.byteLength() * Byte.SIZE) {
            throw Overflow.outOfRange(type);
        }
        return value.longValueExact();
    }

    private static BigDecimal trimmed(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Value decimalGcd(Row row) {
        if (row.isSpecial(0) || row.isSpecial(1)) {
            return Value.SpecialNumeric.NAN;
        }
        int scale = Math.max(row.decimal(0).scale(), row.decimal(1).scale());
        BigInteger a = row.decimal(0).setScale(scale).unscaledValue();
        BigInteger b = row.decimal(1).setScale(scale).unscaledValue();
        return Decimals.of(new BigDecimal(DecimalMath.gcd(a, b), scale));
    }

    private static Value decimalLcm(Row row) {
        if (row.isSpecial(0) || row.isSpecial(1)) {
            return Value.SpecialNumeric.NAN;
        }
        int scale = Math.max(row.decimal(0).scale(), row.decimal(1).scale());
        BigInteger a = row.decimal(0).setScale(scale).unscaledValue();
        BigInteger b = row.decimal(1).setScale(scale).unscaledValue();
        return Decimals.of(
                a.signum() == 0 || b.signum() == 0
                        ? BigDecimal.ZERO.setScale(scale)
                        : new BigDecimal(a.divide(DecimalMath.gcd(a, b)).multiply(b).abs(), scale));
    }

    private static Value root(Value value) {
        if (value instanceof Value.Numeric(BigDecimal number)) {
            return Decimals.of(DecimalMath.sqrt(number));
        }
        if (Decimals.signum(value) < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "cannot take square root of a negative number");
        }
        return value;
    }

    private static Value exponential(Value value) {
        if (value instanceof Value.Numeric(BigDecimal number)) {
            return Decimals.of(DecimalMath.exp(number));
        }
        return Decimals.signum(value) < 0 ? new Value.Numeric(BigDecimal.ZERO) : value;
    }

    private static Value logarithm(Value value, UnaryOperator<BigDecimal> function) {
        if (value instanceof Value.Numeric(BigDecimal number)) {
            return Decimals.of(function.apply(number));
        }
        if (Decimals.signum(value) < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
                    "cannot take logarithm of a negative number");
        }
        return value;
    }

    private static Value logarithm(Value base, Value value) {
        if (base instanceof Value.Numeric(BigDecimal b)) {
            return logarithm(value, x -> DecimalMath.log(b, x));
        }
        if (Decimals.isNaN(base) || Decimals.isNaN(value)) {
            return Value.SpecialNumeric.NAN;
        }
        // Infinity's own logarithm fails where theirs does.
        logarithm(base, x -> x);
        logarithm(value, x -> DecimalMath.log(BigDecimal.TEN, x));
        return value instanceof Value.Numeric
                ? new Value.Numeric(BigDecimal.ZERO)
                : Value.SpecialNumeric.NAN;
    }

    private static Value power(Value base, Value exponent) {
        if (base instanceof Value.Numeric(BigDecimal a)
                && exponent instanceof Value.Numeric(BigDecimal b)) {
            return Decimals.of(DecimalMath.power(a, b));
        }
        return SpecialPowers.power(base, exponent);
    }

    private static long bucket(Row row) {
        FloatMath.checkBuckets(row.number(3));
        for (int i = 0; i < 3; i++) {
            if (Decimals.isNaN(row.value(i))) {
                throw FloatMath.bucketError("operand, lower bound, and upper bound cannot be NaN");
            }
        }
        if (row.isSpecial(1) || row.isSpecial(2)) {
            throw FloatMath.bucketError("lower and upper bounds must be finite");
        }
        BigDecimal low = row.decimal(1);
        BigDecimal high = row.decimal(2);
        int direction = low.compareTo(high);
        if (direction == 0) {
            throw FloatMath.bucketError("lower bound cannot equal upper bound");
        }
        int sign = direction < 0 ? 1 : -1;
        if (row.isSpecial(0)) {
            return Decimals.signum(row.value(0)) * sign < 0 ? 0 : row.number(3) + 1;
        }
        BigDecimal operand = row.decimal(0);
        if (Integer.signum(operand.compareTo(low)) == -sign) {
            return 0;
        }
        if (Integer.signum(operand.compareTo(high)) != -sign) {
            return row.number(3) + 1;
        }
        return operand.subtract(low)
                        .multiply(BigDecimal.valueOf(row.number(3)))
                        .divide(high.subtract(low), 0, RoundingMode.DOWN)
                        .longValueExact()
                + 1;
    }

    private static Value seed(Row row) {
        double seed = row.real(0);
        if (seed < -1 || seed > 1 || Double.isNaN(seed)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "setseed parameter "
                            + dev.reckon.sql.format.FloatText.doubleText(seed)
                            + " is out of allowed range [-1,1]");
        }
        row.environment().seed(seed);
        return Value.text("");
    }
}
