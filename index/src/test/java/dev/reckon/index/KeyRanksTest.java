package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class KeyRanksTest {
    private final long[] keys = {1, 3, 3, 3, 7, 9, -1L};
    private final MemorySegment column = MemorySegment.ofArray(keys);
    private final LearnedIndex index = LearnedIndex.build(column, keys.length);

    @Test
    void aRangeHasAllKeysBetweenItsBoundsAndTheBoundsThemselves() {
        assertThat(KeyRanks.range(index, column, 3, 7)).isEqualTo(new RowRange(1, 5));
        assertThat(KeyRanks.range(index, column, 4, 6)).isEqualTo(new RowRange(4, 4));
        assertThat(KeyRanks.range(index, column, 0, -1L)).isEqualTo(new RowRange(0, 7));
        assertThat(KeyRanks.range(index, column, 7, 3).rowCount()).isZero();
    }

    @Test
    void selectIsTheInverseOfRank() {
        for (int rank = 0; rank < keys.length; rank++) {
            assertThat(KeyRanks.select(column, rank)).isEqualTo(keys[rank]);
        }
    }

    @Test
    void splitsDifferByOneRowAtMost() {
        assertThat(KeyRanks.splits(10, 3)).containsExactly(0, 3, 6, 10);
        assertThat(KeyRanks.splits(2, 4)).containsExactly(0, 0, 1, 1, 2);
        assertThat(KeyRanks.splits(Integer.MAX_VALUE, 2))
                .containsExactly(0, Integer.MAX_VALUE / 2, Integer.MAX_VALUE);
        assertThatThrownBy(() -> KeyRanks.splits(10, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void percentilesAreThoseOfPercentileDisc() {
        assertThat(KeyRanks.percentile(10, 0)).isZero();
        assertThat(KeyRanks.percentile(10, 0.5)).isEqualTo(4);
        assertThat(KeyRanks.percentile(10, 0.51)).isEqualTo(5);
        assertThat(KeyRanks.percentile(10, 1)).isEqualTo(9);
        assertThatThrownBy(() -> KeyRanks.percentile(0, 0.5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyRanks.percentile(5, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
