package dev.reckon.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OrderCodeTest {
    private static final long SEED = Long.getLong("seed", 29);

    static Iterable<DataType> types() {
        return Samples.TYPES;
    }

    @ParameterizedTest
    @MethodSource("types")
    void aGreaterValueHasNoLesserCodeAndMagnitude(DataType type) {
        OrderCode code = OrderCode.of(type).orElseThrow();
        var random = new Random(SEED);
        for (int trial = 0; trial < 20_000; trial++) {
            Value left = Samples.value(type, random);
            Value right = Samples.value(type, random);
            int order = ValueOrder.compare(type, left, right);
            int byCode = Long.compareUnsigned(code.of(left), code.of(right));
            // Equal values have equal codes, and codes never tell the wrong order.
            boolean agrees = order == 0 ? byCode == 0 : order * (long) byCode >= 0;
            assertThat(agrees).as("%s and %s, seed %d", left, right, SEED).isTrue();
            if (byCode < 0) {
                assertThat(code.magnitude(code.of(left)))
                        .as("%s and %s", left, right)
                        .isLessThanOrEqualTo(code.magnitude(code.of(right)));
            }
        }
    }

    @Test
    void magnitudesOfNumbersAreTheNumbers() {
        OrderCode numeric = OrderCode.of(DataType.NUMERIC).orElseThrow();
        for (String number :
                new String[] {"0", "1", "-1", "12.5", "-0.0375", "123456.78", "1e30"}) {
            BigDecimal decimal = new BigDecimal(number);
            BigDecimal plain = decimal.scale() < 0 ? decimal.setScale(0) : decimal;
            double magnitude = numeric.magnitude(numeric.of(new Value.Numeric(plain)));
            assertThat(magnitude / Math.max(1, Math.abs(decimal.doubleValue())))
                    .isCloseTo(
                            decimal.doubleValue() / Math.max(1, Math.abs(decimal.doubleValue())),
                            within(1e-9));
        }
        OrderCode integer = OrderCode.of(DataType.INT8).orElseThrow();
        assertThat(integer.magnitude(integer.of(new Value.Int(-42)))).isEqualTo(-42);
        OrderCode real = OrderCode.of(DataType.FLOAT8).orElseThrow();
        assertThat(real.magnitude(real.of(new Value.Real(-2.5)))).isEqualTo(-2.5);
    }

    @Test
    void typesWithoutOrderHaveNoCodes() {
        assertThat(OrderCode.of(DataType.JSON)).isEmpty();
        assertThat(OrderCode.of(DataType.PG_LSN)).isEmpty();
    }
}
