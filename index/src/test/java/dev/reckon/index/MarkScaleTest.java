package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MarkScaleTest {
    @Test
    void theMarkOfALargerKeyIsNeverSmaller() {
        SplittableRandom random = new SplittableRandom(KeySets.SEED);
        for (int scale = 1; scale < MarkScale.SCALE_COUNT; scale++) {
            for (int round = 0; round < 500; round++) {
                long fence = random.nextLong() >>> random.nextInt(64);
                long one = above(random, fence);
                long other = above(random, one);
                int mark = MarkScale.mark(one, fence, scale);
                assertThat(MarkScale.mark(fence, fence, scale)).isLessThanOrEqualTo(mark);
                assertThat(MarkScale.mark(other, fence, scale))
                        .as("%x, %x and %x on scale %d", fence, one, other, scale)
                        .isBetween(mark, MarkScale.MARK_MAX);
            }
        }
    }

    private static long above(SplittableRandom random, long key) {
        long sum = key + (random.nextLong() >>> random.nextInt(64));
        return Long.compareUnsigned(sum, key) < 0 ? -1L : sum;
    }
}
