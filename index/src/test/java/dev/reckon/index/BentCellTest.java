package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BentCellTest {
    /// Slow, a thousand times as fast, slow again.
    private final double[] places = new double[301];

    private final int[] positions = new int[301];

    BentCellTest() {
        for (int point = 1; point <= 300; point++) {
            boolean fast = point > 100 && point <= 200;
            places[point] = places[point - 1] + (fast ? 1 : 1_000);
            positions[point] = 10 * point;
        }
    }

    @Test
    void cutsWhereKeysBend() {
        assertThat(new BentCell(places, positions, 5).split(100)).containsExactly(0, 100, 200, 300);
    }

    @Test
    void leavesWhatIsNearEnoughToItsLine() {
        assertThat(new BentCell(places, positions, 10_000).split(100)).containsExactly(0, 300);
    }

    @Test
    void makesNoMorePiecesThanAllowed() {
        assertThat(new BentCell(places, positions, 5).split(2)).hasSize(3);
    }

    @Test
    void cutsNothingBetweenPointsAtOnePlace() {
        double[] same = {0, 0, 0, 7};
        int[] far = {0, 100, 200, 300};
        assertThat(new BentCell(same, far, 5).split(100)).containsExactly(0, 3);
    }
}
