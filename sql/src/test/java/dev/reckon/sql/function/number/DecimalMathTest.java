package dev.reckon.sql.function.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/// Results at the edge of what a numeric can be.
final class DecimalMathTest {
    private static BigDecimal power(String base, String exponent) {
        return DecimalMath.power(new BigDecimal(base), new BigDecimal(exponent));
    }

    /// The first took many minutes: it has 57,404 digits before the point.
    @Test
    void powersWithAFractionOverflowWhereExponentialsDo() {
        for (String exponent : new String[] {"99999.99995", "4600.5", "4000000000"}) {
            assertThatThrownBy(() -> power("3.75", exponent))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e ->
                                    assertThat(e.sqlState())
                                            .isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE));
        }
        BigDecimal near = power("3.75", "4500.5");
        assertThat(near.precision() - near.scale()).isEqualTo(2584);
    }

    @Test
    void powersThatAreProductsMayBeLonger() {
        BigDecimal product = power("3.75", "100000");
        assertThat(product.precision() - product.scale()).isEqualTo(57_404);
    }
}
