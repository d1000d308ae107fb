package dev.reckon.sql.function.number;

import dev.reckon.sql.format.Modifier;
import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Sums, differences and products of numeric columns: loops over `long[]` while everything fits in
/// 64 bits, exact arithmetic of single values otherwise.
final class DecimalArithmetic {
    /// A number of so many bits, its sign not counted, is at most 2^62 away from zero, which is so
    /// for a product when its factors have no more together.
    private static final int PRODUCT_BITS_MAX = 62;

    /// Two such products have a sum that fits.
    private static final int SUMMAND_BITS_MAX = 61;

    private DecimalArithmetic() {}

    static Kernel add() {
        return kernel((left, right, rows) -> sum(left, right, 1, rows), Decimals::add);
    }

    static Kernel subtract() {
        return kernel((left, right, rows) -> sum(left, right, -1, rows), Decimals::subtract);
    }

    static Kernel multiply() {
        return kernel(DecimalArithmetic::product, Decimals::multiply);
    }

    /// Returns the kernel of an operation that has no short way.
    static Kernel exact(BinaryOperator<Value> operation) {
        return kernel((_, _, _) -> Optional.empty(), operation);
    }

    /// Computes compact vectors; empty when a result does not fit.
    @FunctionalInterface
    private interface Compact {
        Optional<ColumnVector> compute(NumericVector left, NumericVector right, Batch rows);
    }

    private static Kernel kernel(Compact compact, BinaryOperator<Value> exact) {
        return (arguments, rows, _) -> {
            var left = (NumericVector) arguments.get(0);
            var right = (NumericVector) arguments.get(1);
            if (left.isCompact() && right.isCompact()) {
                Optional<ColumnVector> result = compact.compute(left, right, rows);
                if (result.isPresent()) {
                    return result.get();
                }
            }
            return each(left, right, rows, exact);
        };
    }

    private static ColumnVector each(
            NumericVector left, NumericVector right, Batch rows, BinaryOperator<Value> exact) {
        var builder = new VectorBuilder(PhysicalType.NUMERIC, rows.rowCount());
        int next = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            for (; next < row; next++) {
                builder.appendNull();
            }
            next++;
            if (left.isNull(row) || right.isNull(row)) {
                builder.appendNull();
            } else {
                builder.append(exact.apply(left.value(row), right.value(row)));
            }
        }
        for (; next < rows.rowCount(); next++) {
            builder.appendNull();
        }
        return builder.build();
    }

    private static Optional<ColumnVector> sum(
            NumericVector left, NumericVector right, long sign, Batch rows) {
        int scale = Math.max(left.scale(), right.scale());
        if (scale - left.scale() > Modifier.LONG_DIGITS
                || scale - right.scale() > Modifier.LONG_DIGITS) {
            return Optional.empty();
        }
        long leftFactor = Modifier.longPowerOfTen(scale - left.scale());
        long rightFactor = sign * Modifier.longPowerOfTen(scale - right.scale());
        long[] a = left.unscaled();
        long[] b = right.unscaled();
        long[] results = new long[rows.rowCount()];
        if (!addSmall(a, leftFactor, b, rightFactor, results)
                && !addChecked(a, leftFactor, b, rightFactor, results)) {
            return Optional.empty();
        }
        return Optional.of(
                NumericVector.compact(
                        results, scale, Nulls.union(left.nulls(), right.nulls()), rows.rowCount()));
    }

    /// Computes sums, and returns whether the operands are so small that none can be wrong. Looking
    /// at operands takes vector instructions; looking at results does not.
    private static boolean addSmall(
            long[] a, long leftFactor, long[] b, long rightFactor, long[] results) {
        long wideA = 0;
        long wideB = 0;
        for (int row = 0; row < results.length; row++) {
            long x = a[row];
            long y = b[row];
            results[row] = x * leftFactor + y * rightFactor;
            wideA |= x ^ x >> 63;
            wideB |= y ^ y >> 63;
        }
        // Each product is below 2^61, so that the sum is below 2^62.
        return bits(wideA) + bits(leftFactor) <= SUMMAND_BITS_MAX
                && bits(wideB) + bits(rightFactor ^ rightFactor >> 63) <= SUMMAND_BITS_MAX;
    }

    private static boolean addChecked(
            long[] a, long leftFactor, long[] b, long rightFactor, long[] results) {
        long wrong = 0;
        for (int row = 0; row < results.length; row++) {
            long x = a[row] * leftFactor;
            long y = b[row] * rightFactor;
            long sum = x + y;
            results[row] = sum;
            wrong |=
                    (Math.multiplyHigh(a[row], leftFactor) ^ x >> 63)
                            | (Math.multiplyHigh(b[row], rightFactor) ^ y >> 63)
                            | ((x ^ sum) & (y ^ sum)) >> 63;
        }
        return wrong == 0;
    }

    /// Returns the bits of the greatest of some numbers, given all of them joined by OR, negative
    /// ones as their complements.
    private static int bits(long joined) {
        return Long.SIZE - Long.numberOfLeadingZeros(joined);
    }

    private static Optional<ColumnVector> product(
            NumericVector left, NumericVector right, Batch rows) {
        long[] a = left.unscaled();
        long[] b = right.unscaled();
        long[] results = new long[rows.rowCount()];
        if (left.scale() + right.scale() > Decimals.SCALE_MAX
                || (!multiplySmall(a, b, results) && !multiplyChecked(a, b, results))) {
            return Optional.empty();
        }
        return Optional.of(
                NumericVector.compact(
                        results,
                        left.scale() + right.scale(),
                        Nulls.union(left.nulls(), right.nulls()),
                        rows.rowCount()));
    }

    /// Computes products, and returns whether the factors are so small that none can be wrong.
    private static boolean multiplySmall(long[] a, long[] b, long[] results) {
        long wideA = 0;
        long wideB = 0;
        for (int row = 0; row < results.length; row++) {
            long x = a[row];
            long y = b[row];
            results[row] = x * y;
            wideA |= x ^ x >> 63;
            wideB |= y ^ y >> 63;
        }
        return bits(wideA) + bits(wideB) <= PRODUCT_BITS_MAX;
    }

    private static boolean multiplyChecked(long[] a, long[] b, long[] results) {
        long wrong = 0;
        for (int row = 0; row < results.length; row++) {
            long product = a[row] * b[row];
            results[row] = product;
            wrong |= Math.multiplyHigh(a[row], b[row]) ^ product >> 63;
        }
        return wrong == 0;
    }
}
