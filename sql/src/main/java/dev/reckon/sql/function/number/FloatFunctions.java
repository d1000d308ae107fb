package dev.reckon.sql.function.number;

import static dev.reckon.sql.function.kernel.Body.real;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;

/// Mathematical functions of double precision by name.
final class FloatFunctions {
    private FloatFunctions() {}

    static Body find(Signature signature) {
        return switch (signature.text()) {
            case "sqrt(float8)", "dsqrt(float8)" -> real(row -> FloatMath.sqrt(row.real(0)));
            case "cbrt(float8)", "dcbrt(float8)" -> real(row -> Math.cbrt(row.real(0)));
            case "exp(float8)", "dexp(float8)" -> real(row -> FloatMath.exp(row.real(0)));
            case "ln(float8)", "dlog1(float8)" -> real(row -> FloatMath.ln(row.real(0)));
            case "log(float8)", "log10(float8)", "dlog10(float8)" ->
                    real(row -> FloatMath.log10(row.real(0)));
            case "power(float8,float8)", "pow(float8,float8)", "dpow(float8,float8)" ->
                    real(row -> FloatMath.power(row.real(0), row.real(1)));
            case "ceil(float8)", "ceiling(float8)" -> real(row -> Math.ceil(row.real(0)));
            case "floor(float8)" -> real(row -> Math.floor(row.real(0)));
            case "round(float8)", "dround(float8)" -> real(row -> Math.rint(row.real(0)));
            case "trunc(float8)", "dtrunc(float8)" ->
                    real(row ->
                            row.real(0) >= 0 ? Math.floor(row.real(0)) : Math.ceil(row.real(0)));
            case "sign(float8)" -> real(row -> row.real(0) > 0 ? 1 : row.real(0) < 0 ? -1 : 0);
            case "pi()" -> real(_ -> Math.PI);
            case "degrees(float8)" ->
                    real(row -> scaled(row.real(0), row.real(0) / (Math.PI / 180)));
            case "radians(float8)" ->
                    real(row -> scaled(row.real(0), row.real(0) * (Math.PI / 180)));
            case "sin(float8)" ->
                    real(row -> FloatMath.periodic(row.real(0), Math.sin(row.real(0))));
            case "cos(float8)" ->
                    real(row -> FloatMath.periodic(row.real(0), Math.cos(row.real(0))));
            case "tan(float8)" ->
                    real(row -> FloatMath.periodic(row.real(0), Math.tan(row.real(0))));
            case "cot(float8)" -> real(row -> FloatMath.cot(row.real(0)));
            case "asin(float8)" ->
                    real(row -> FloatMath.inverse(row.real(0), Math.asin(row.real(0))));
            case "acos(float8)" ->
                    real(row -> FloatMath.inverse(row.real(0), Math.acos(row.real(0))));
            case "atan(float8)" -> real(row -> Math.atan(row.real(0)));
            case "atan2(float8,float8)" -> real(row -> Math.atan2(row.real(0), row.real(1)));
            case "sind(float8)" -> real(row -> FloatMath.sind(row.real(0)));
            case "cosd(float8)" -> real(row -> FloatMath.cosd(row.real(0)));
            case "tand(float8)" -> real(row -> FloatMath.tand(row.real(0)));
            case "cotd(float8)" -> real(row -> FloatMath.cotd(row.real(0)));
            case "asind(float8)" -> real(row -> FloatMath.asind(row.real(0)));
            case "acosd(float8)" -> real(row -> FloatMath.acosd(row.real(0)));
            case "atand(float8)" -> real(row -> FloatMath.atand(row.real(0)));
            case "atan2d(float8,float8)" -> real(row -> FloatMath.atan2d(row.real(0), row.real(1)));
            case "sinh(float8)" -> real(row -> Math.sinh(row.real(0)));
            case "cosh(float8)" -> real(row -> Math.cosh(row.real(0)));
            case "tanh(float8)" -> real(row -> Math.tanh(row.real(0)));
            case "asinh(float8)" -> real(row -> FloatMath.asinh(row.real(0)));
            case "acosh(float8)" -> real(row -> FloatMath.acosh(row.real(0)));
            case "atanh(float8)" -> real(row -> FloatMath.atanh(row.real(0)));
            default -> Body.Missing.MISSING;
        };
    }

    /// Returns what a number becomes in another unit, unless it leaves the range of numbers.
    private static double scaled(double value, double result) {
        if (Double.isInfinite(result) && !Double.isInfinite(value)) {
            throw Overflow.floatOverflow();
        }
        if (result == 0 && value != 0) {
            throw Overflow.floatUnderflow();
        }
        return result;
    }
}
