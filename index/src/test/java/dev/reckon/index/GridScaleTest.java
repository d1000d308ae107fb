package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GridScaleTest {
    private final SplittableRandom random = new SplittableRandom(KeySets.SEED);

    @Test
    void aLargerCodeIsNeverAtASmallerPlace() {
        for (int round = 0; round < 2_000; round++) {
            long first = random.nextLong() >>> random.nextInt(64);
            long span = random.nextLong() >>> random.nextInt(64);
            long last = Long.compareUnsigned(first + span, first) < 0 ? -1L : first + span;
            GridScale scale = scale(first, last);
            assertThat(scale.place(first)).isEqualTo(scale.least);
            assertThat(scale.place(last)).isEqualTo(scale.most);
            for (int pair = 0; pair < 20; pair++) {
                long code = between(first, last);
                long next = code == last ? last : code + 1;
                long other = between(code, last);
                assertThat(scale.place(code)).isLessThanOrEqualTo(scale.place(next));
                assertThat(scale.place(code)).isLessThanOrEqualTo(scale.place(other));
                int cell = scale.cell(scale.place(code));
                assertThat(cell).isBetween(0, scale.cellCount() - 1);
                assertThat(scale.place(code))
                        .isGreaterThanOrEqualTo(scale.cellPlace(cell))
                        .isLessThan(scale.cellPlace(cell + 1));
            }
        }
    }

    private GridScale scale(long first, long last) {
        int even = GridScale.evenLiftBits(first, last);
        int liftBits = random.nextBoolean() ? even : random.nextInt(even + 1);
        return new GridScale(first, last, liftBits, GridScale.SHIFT_MAX - random.nextInt(14));
    }

    private long between(long first, long last) {
        long span = last - first;
        return span == -1L
                ? random.nextLong()
                : first + Long.remainderUnsigned(random.nextLong(), span + 1);
    }

    @Test
    void cellsOfAnEvenScaleAreEquallyWide() {
        GridScale scale = new GridScale(1_000, 9_000, GridScale.evenLiftBits(1_000, 9_000), 47);
        double width = scale.cellPlace(1) - scale.cellPlace(0);
        for (int cell = 0; cell < scale.cellCount(); cell++) {
            assertThat(scale.cellPlace(cell + 1) - scale.cellPlace(cell)).isEqualTo(width);
        }
    }

    @Test
    void cellsOfALogarithmicScaleGrowWithTheDistance() {
        GridScale scale = new GridScale(0, 1L << 60, 10, 50);
        assertThat(scale.cellCount()).isLessThan(256);
        int near = scale.cell(scale.place(1L << 12));
        int far = scale.cell(scale.place(1L << 59));
        double widthNear = scale.cellPlace(near + 1) - scale.cellPlace(near);
        double widthFar = scale.cellPlace(far + 1) - scale.cellPlace(far);
        assertThat(widthFar).isGreaterThan(1e13 * widthNear);
    }

    /// A scale that was not even once found the place of every second code in two ways, one of them
    /// slow.
    @Test
    void keysAllOverTheCodesAreFoundInTheUsualWay() {
        for (int keyCount : new int[] {20_000, 100_000, 300_000, 1_000_000}) {
            long[] keys = random.longs(keyCount).toArray();
            KeySets.sortUnsigned(keys);
            GridScale scale =
                    new GridScaleChooser(MemorySegment.ofArray(keys), keyCount, 3_072).choose();
            for (long key : keys) {
                assertThat(scale.isRare(key)).isFalse();
            }
        }
    }
}
