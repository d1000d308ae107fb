package dev.reckon.sql.function.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.Value;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/// Operands of every size, so that results fit, nearly fit and do not.
final class DecimalArithmeticTest {
    private static final long SEED = Long.getLong("seed", 29);
    private static final int ROW_COUNT = 37;

    /// Arithmetic asks nothing of a session.
    private static final Environment NOBODY =
            (Environment)
                    Proxy.newProxyInstance(
                            Environment.class.getClassLoader(),
                            new Class<?>[] {Environment.class},
                            (_, method, _) -> {
                                throw new AssertionError(method);
                            });

    private final Random random = new Random(SEED);

    @Test
    void resultsAreExactWhateverTheSizeOfTheOperands() {
        for (int leftBits = 1; leftBits <= 63; leftBits++) {
            for (int rightBits = 1; rightBits <= 63; rightBits++) {
                NumericVector left = numbers(leftBits);
                NumericVector right = numbers(rightBits);
                check(DecimalArithmetic.multiply(), left, right, BigDecimal::multiply);
                check(DecimalArithmetic.add(), left, right, BigDecimal::add);
                check(DecimalArithmetic.subtract(), left, right, BigDecimal::subtract);
            }
        }
    }

    private NumericVector numbers(int bits) {
        long[] unscaled = new long[ROW_COUNT];
        long greatest = -1L >>> (Long.SIZE - bits);
        for (int row = 0; row < ROW_COUNT; row++) {
            long number = random.nextLong() & greatest;
            unscaled[row] = random.nextBoolean() ? number : ~number;
        }
        unscaled[random.nextInt(ROW_COUNT)] = greatest;
        unscaled[random.nextInt(ROW_COUNT)] = ~greatest;
        long[] nulls = Nulls.NONE;
        if (random.nextInt(3) == 0) {
            nulls = Nulls.allocate(ROW_COUNT);
            Nulls.set(nulls, random.nextInt(ROW_COUNT));
        }
        return NumericVector.compact(unscaled, random.nextInt(6), nulls, ROW_COUNT);
    }

    private static void check(
            Kernel kernel,
            NumericVector left,
            NumericVector right,
            BinaryOperator<BigDecimal> expected) {
        Batch rows = new Batch(List.of(left, right), ROW_COUNT);
        ColumnVector results = kernel.compute(rows.columns(), rows, NOBODY);
        for (int row = 0; row < ROW_COUNT; row++) {
            if (left.isNull(row) || right.isNull(row)) {
                assertThat(results.isNull(row)).isTrue();
            } else {
                BigDecimal a = ((Value.Numeric) left.value(row)).value();
                BigDecimal b = ((Value.Numeric) right.value(row)).value();
                assertThat(results.value(row)).isEqualTo(new Value.Numeric(expected.apply(a, b)));
            }
        }
    }
}
