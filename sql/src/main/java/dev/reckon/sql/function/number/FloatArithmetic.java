package dev.reckon.sql.function.number;

import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.Nulls;

/// Arithmetic of real and double precision, with PostgreSQL's checks for overflow and underflow.
final class FloatArithmetic {
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    private FloatArithmetic() {}

    /// Returns the kernel of an operation on two numbers.
    ///
    /// @param isReal whether the result is a real, which is rounded to a float
    static Kernel kernel(Operation operation, boolean isReal) {
        return (arguments, rows, _) -> {
            var left = (DoubleVector) arguments.get(0);
            var right = (DoubleVector) arguments.get(1);
            long[] nulls = Nulls.union(left.nulls(), right.nulls());
            double[] results = new double[rows.rowCount()];
            compute(operation, left.values(), right.values(), results);
            if (isReal) {
                for (int row = 0; row < results.length; row++) {
                    results[row] = (float) results[row];
                }
            }
            check(operation, left.values(), right.values(), results, nulls, rows);
            return new DoubleVector(results, nulls, rows.rowCount());
        };
    }

    private static void compute(
            Operation operation, double[] left, double[] right, double[] results) {
        switch (operation) {
            case ADD -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] + right[row];
                }
            }
            case SUBTRACT -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] - right[row];
                }
            }
            case MULTIPLY -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] * right[row];
                }
            }
            case DIVIDE -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] / right[row];
                }
            }
        }
    }

    /// Looks at single rows only when a result is infinite, NaN or, where it can underflow, zero.
    private static void check(
            Operation operation,
            double[] left,
            double[] right,
            double[] results,
            long[] nulls,
            Batch rows) {
        boolean canUnderflow = operation == Operation.MULTIPLY || operation == Operation.DIVIDE;
        boolean suspicious = false;
        for (int row = 0; row < results.length; row++) {
            double result = results[row];
            suspicious |= !(Math.abs(result) <= Double.MAX_VALUE) || (canUnderflow && result == 0);
        }
        if (!suspicious) {
            return;
        }
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!Nulls.isNull(nulls, row)) {
                checkRow(operation, left[row], right[row], results[row]);
            }
        }
    }

    private static void checkRow(Operation operation, double left, double right, double result) {
        if (operation == Operation.DIVIDE && right == 0 && !Double.isNaN(left)) {
            throw Overflow.divisionByZero();
        }
        if (Double.isInfinite(result) && !Double.isInfinite(left) && !Double.isInfinite(right)) {
            throw Overflow.floatOverflow();
        }
        if (result == 0 && left != 0) {
            boolean underflow =
                    operation == Operation.MULTIPLY
                            ? right != 0
                            : operation == Operation.DIVIDE && !Double.isInfinite(right);
            if (underflow) {
                throw Overflow.floatUnderflow();
            }
        }
    }
}
