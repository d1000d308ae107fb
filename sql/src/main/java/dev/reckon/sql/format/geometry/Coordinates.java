package dev.reckon.sql.format.geometry;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Arithmetic of coordinates: with PostgreSQL's checks for overflow and underflow, and comparisons
/// that forgive a difference of a millionth, as its geometric types do.
public final class Coordinates {
    private static final double TOLERANCE = 1e-6;

    private Coordinates() {}

    /// Returns whether a number is zero or nearly so.
    public static boolean isZero(double number) {
        return Math.abs(number) <= TOLERANCE;
    }

    /// Returns whether two numbers are about equal.
    public static boolean isEqual(double left, double right) {
        return left == right || Math.abs(left - right) <= TOLERANCE;
    }

    /// Returns whether a number is less than another by more than the tolerance.
    public static boolean isLess(double left, double right) {
        return right - left > TOLERANCE;
    }

    /// Returns whether a number is at most the tolerance above another.
    public static boolean isAtMost(double left, double right) {
        return left - right <= TOLERANCE;
    }

    /// Compares exactly, with NaN above all numbers.
    public static int compare(double left, double right) {
        return left == right ? 0 : Double.compare(left, right);
    }

    /// Returns the lesser of two, where NaN is above all numbers.
    public static double least(double left, double right) {
        return compare(left, right) < 0 ? left : right;
    }

    /// Returns the greater of two, where NaN is above all numbers.
    public static double greatest(double left, double right) {
        return compare(left, right) > 0 ? left : right;
    }

    /// Adds.
    ///
    /// @throws DatabaseException 22003, as of the other operations
    public static double sum(double left, double right) {
        return checked(left + right, left, right);
    }

    public static double difference(double left, double right) {
        return checked(left - right, left, right);
    }

    public static double product(double left, double right) {
        double result = checked(left * right, left, right);
        if (result == 0 && left != 0 && right != 0) {
            throw underflow();
        }
        return result;
    }

    /// Divides.
    ///
    /// @throws DatabaseException 22012, 22003
    public static double quotient(double left, double right) {
        if (right == 0 && !Double.isNaN(left)) {
            throw new DatabaseException(SqlState.DIVISION_BY_ZERO, "division by zero");
        }
        double result = checked(left / right, left, right);
        if (result == 0 && left != 0 && !Double.isInfinite(right)) {
            throw underflow();
        }
        return result;
    }

    /// Returns the length of the hypotenuse of a right triangle.
    public static double hypotenuse(double x, double y) {
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return Double.POSITIVE_INFINITY;
        }
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Double.NaN;
        }
        double longer = Math.max(Math.abs(x), Math.abs(y));
        double shorter = Math.min(Math.abs(x), Math.abs(y));
        if (shorter == 0) {
            return longer;
        }
        double ratio = shorter / longer;
        double result = longer * Math.sqrt(1 + ratio * ratio);
        if (Double.isInfinite(result)) {
            throw overflow();
        }
        return result;
    }

    private static double checked(double result, double left, double right) {
        if (Double.isInfinite(result) && !Double.isInfinite(left) && !Double.isInfinite(right)) {
            throw overflow();
        }
        return result;
    }

    private static DatabaseException overflow() {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }

    private static DatabaseException underflow() {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    }
}
