package dev.reckon.sql.function.number;

import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.type.DataType;

/// Arithmetic of smallint, integer and bigint in loops over `long[]`, which the JIT turns into
/// SIMD.
final class IntegerArithmetic {
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        REMAINDER,
        AND,
        OR,
        XOR,
        SHIFT_LEFT,
        SHIFT_RIGHT
    }

    private IntegerArithmetic() {}

    /// Returns the kernel of an operation on two integers.
    ///
    /// @param type the result's type, whose range is checked
    static Kernel kernel(Operation operation, DataType type) {
        int bits = type.byteLength() * Byte.SIZE;
        return (arguments, rows, _) -> {
            var left = (LongVector) arguments.get(0);
            var right = (LongVector) arguments.get(1);
            long[] nulls = Nulls.union(left.nulls(), right.nulls());
            long[] results = new long[rows.rowCount()];
            compute(operation, type, bits, left.values(), right.values(), results, nulls, rows);
            return new LongVector(results, nulls, rows.rowCount());
        };
    }

    private static void compute(
            Operation operation,
            DataType type,
            int bits,
            long[] left,
            long[] right,
            long[] results,
            long[] nulls,
            Batch rows) {
        switch (operation) {
            case ADD -> add(type, bits, left, right, results, nulls, rows);
            case SUBTRACT -> subtract(type, bits, left, right, results, nulls, rows);
            case MULTIPLY -> multiply(type, bits, left, right, results, nulls, rows);
            case DIVIDE, REMAINDER ->
                    divide(operation, type, bits, left, right, results, nulls, rows);
            case AND -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] & right[row];
                }
            }
            case OR -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] | right[row];
                }
            }
            case XOR -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] ^ right[row];
                }
            }
            case SHIFT_LEFT -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = narrow(left[row] << shift(right[row], bits), bits);
                }
            }
            case SHIFT_RIGHT -> {
                for (int row = 0; row < results.length; row++) {
                    results[row] = left[row] >> shift(right[row], bits);
                }
            }
        }
    }

    /// C computes smallint shifts in 32 bits, so they are taken modulo 32.
    private static int shift(long count, int bits) {
        return (int) count & (bits == Long.SIZE ? Long.SIZE - 1 : Integer.SIZE - 1);
    }

    private static long narrow(long value, int bits) {
        int unused = Long.SIZE - bits;
        return value << unused >> unused;
    }

    private static void add(
            DataType type,
            int bits,
            long[] left,
            long[] right,
            long[] results,
            long[] nulls,
            Batch rows) {
        int unused = Long.SIZE - bits;
        long wrong = 0;
        for (int row = 0; row < results.length; row++) {
            long a = left[row];
            long b = right[row];
            long sum = a + b;
            results[row] = sum;
            wrong |= ((a ^ sum) & (b ^ sum)) >> 63 | (sum ^ (sum << unused >> unused));
        }
        if (wrong != 0
                && Overflow.any(
                        rows,
                        nulls,
                        row -> {
                            long sum = left[row] + right[row];
                            return ((left[row] ^ sum) & (right[row] ^ sum)) < 0
                                    || sum != narrow(sum, bits);
                        })) {
            throw Overflow.outOfRange(type);
        }
    }

    private static void subtract(
            DataType type,
            int bits,
            long[] left,
            long[] right,
            long[] results,
            long[] nulls,
            Batch rows) {
        int unused = Long.SIZE - bits;
        long wrong = 0;
        for (int row = 0; row < results.length; row++) {
            long a = left[row];
            long b = right[row];
            long difference = a - b;
            results[row] = difference;
            wrong |=
                    ((a ^ b) & (a ^ difference)) >> 63
                            | (difference ^ (difference << unused >> unused));
        }
        if (wrong != 0
                && Overflow.any(
                        rows,
                        nulls,
                        row -> {
                            long difference = left[row] - right[row];
                            return ((left[row] ^ right[row]) & (left[row] ^ difference)) < 0
                                    || difference != narrow(difference, bits);
                        })) {
            throw Overflow.outOfRange(type);
        }
    }

    private static void multiply(
            DataType type,
            int bits,
            long[] left,
            long[] right,
            long[] results,
            long[] nulls,
            Batch rows) {
        long wrong = 0;
        if (bits < Long.SIZE) {
            int unused = Long.SIZE - bits;
            for (int row = 0; row < results.length; row++) {
                long product = left[row] * right[row];
                results[row] = product;
                wrong |= product ^ (product << unused >> unused);
            }
        } else {
            for (int row = 0; row < results.length; row++) {
                long product = left[row] * right[row];
                results[row] = product;
                wrong |= Math.multiplyHigh(left[row], right[row]) ^ product >> 63;
            }
        }
        if (wrong != 0
                && Overflow.any(
                        rows,
                        nulls,
                        row -> {
                            long product = left[row] * right[row];
                            return Math.multiplyHigh(left[row], right[row]) != product >> 63
                                    || product != narrow(product, bits);
                        })) {
            throw Overflow.outOfRange(type);
        }
    }

    private static void divide(
            Operation operation,
            DataType type,
            int bits,
            long[] left,
            long[] right,
            long[] results,
            long[] nulls,
            Batch rows) {
        boolean zero = false;
        boolean wrong = false;
        boolean quotient = operation == Operation.DIVIDE;
        for (int row = 0; row < results.length; row++) {
            long divisor = right[row];
            if (divisor == 0) {
                zero = true;
            } else if (divisor == -1) {
                results[row] = quotient ? -left[row] : 0;
                wrong |=
                        quotient
                                && (results[row] != narrow(results[row], bits)
                                        || left[row] == Long.MIN_VALUE);
            } else {
                results[row] = quotient ? left[row] / divisor : left[row] % divisor;
            }
        }
        if (zero && Overflow.any(rows, nulls, row -> right[row] == 0)) {
            throw Overflow.divisionByZero();
        }
        long least = Long.MIN_VALUE >> (Long.SIZE - bits);
        if (wrong && Overflow.any(rows, nulls, row -> right[row] == -1 && left[row] == least)) {
            throw Overflow.outOfRange(type);
        }
    }

    /// Returns the kernel of unary minus.
    static Kernel negate(DataType type) {
        Kernel subtract = kernel(Operation.SUBTRACT, type);
        return (arguments, rows, environment) ->
                subtract.compute(
                        java.util.List.of(
                                new LongVector(
                                        new long[rows.rowCount()], Nulls.NONE, rows.rowCount()),
                                arguments.getFirst()),
                        rows,
                        environment);
    }
}
