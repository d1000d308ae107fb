package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CorrectionFitterTest {
    private static final int SPAN = 29;
    private static final int LINE_MAX = 1_000_000;

    private final SplittableRandom random = new SplittableRandom(KeySets.SEED);

    /// Thirty thousand knots: many more than are held at a time.
    @Test
    void followsWhatTheLinesLeaveOver() {
        CorrectionFitter fitter = new CorrectionFitter(SPAN, LINE_MAX);
        for (int line = 0; line < LINE_MAX; line++) {
            fitter.add(line, wave(line) + random.nextGaussian());
        }
        byte[] corrections = fitter.finish();
        for (int knot = 4; knot < corrections.length - 8; knot++) {
            assertThat((double) corrections[knot])
                    .as("knot %d", knot)
                    .isCloseTo(wave(knot * SPAN), within(3.0));
        }
    }

    private static double wave(int line) {
        return 60 * Math.sin(line / 2_000.0);
    }

    @Test
    void neverLeadsOutOfTheColumnOrBack() {
        for (int round = 0; round < 200; round++) {
            int lineMax = 1 + random.nextInt(20_000);
            CorrectionFitter fitter = new CorrectionFitter(SPAN, lineMax);
            double line = 0;
            while (line <= lineMax) {
                fitter.add(line, random.nextInt(-2_000, 2_000));
                line += random.nextInt(8) == 0 ? random.nextInt(3_000) : random.nextDouble(2);
            }
            byte[] corrections = fitter.finish();
            int knots = corrections.length;
            assertThat(corrections[0]).isNotNegative();
            assertThat(corrections[knots - 1]).isNotPositive();
            assertThat(corrections[knots - 2]).isNotPositive();
            for (int knot = 1; knot < knots; knot++) {
                assertThat(corrections[knot] - corrections[knot - 1])
                        .as("knot %d of %d", knot, knots)
                        .isGreaterThanOrEqualTo(-SPAN);
            }
        }
    }
}
