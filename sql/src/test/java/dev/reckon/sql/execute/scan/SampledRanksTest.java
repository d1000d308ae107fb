package dev.reckon.sql.execute.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Draws whole groups of ranks, each as often as the others, and the same ones from the same seed.
final class SampledRanksTest {
    private static final int RANK_COUNT = 1_000;

    private static BitSet drawn(int groupRankCount, double share, long seed) {
        var ranks = new SampledRanks(RANK_COUNT, groupRankCount, share, seed);
        var drawn = new BitSet(RANK_COUNT);
        long end = 0;
        while (ranks.hasNext()) {
            long first = ranks.first();
            assertThat(first).isGreaterThanOrEqualTo(end);
            end = ranks.advance();
            assertThat(end).isGreaterThan(first).isLessThanOrEqualTo(RANK_COUNT);
            drawn.set((int) first, (int) end);
        }
        return drawn;
    }

    @ParameterizedTest
    @CsvSource({"1, 0.3", "1, 0.002", "7, 0.3", "128, 0.5"})
    void eachGroupIsDrawnAsOftenAsItsShare(int groupRankCount, double share) {
        int drawCount = 20_000;
        int[] counts = new int[RANK_COUNT];
        for (int seed = 0; seed < drawCount; seed++) {
            drawn(groupRankCount, share, seed).stream().forEach(rank -> counts[rank]++);
        }
        // Six standard deviations: one test in a hundred million would fail by chance.
        double tolerance = 6 * Math.sqrt(drawCount * share * (1 - share));
        for (double count : counts) {
            assertThat(count)
                    .isBetween(drawCount * share - tolerance, drawCount * share + tolerance);
        }
        for (int rank = 0; rank < RANK_COUNT; rank++) {
            assertThat(counts[rank]).isEqualTo(counts[rank / groupRankCount * groupRankCount]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "128"})
    void noneAndAll(int groupRankCount) {
        assertThat(drawn(groupRankCount, 0, 1)).isEqualTo(new BitSet());
        assertThat(drawn(groupRankCount, 1, 1).cardinality()).isEqualTo(RANK_COUNT);
    }

    @Test
    void aSeedDrawsTheSameRanksAgainAndAnotherSeedOthers() {
        assertThat(drawn(1, 0.5, 7)).isEqualTo(drawn(1, 0.5, 7));
        assertThat(IntStream.range(0, 10).mapToObj(seed -> drawn(1, 0.5, seed)).distinct())
                .hasSize(10);
    }

    @Test
    void noRankOfAnEmptyTable() {
        assertThat(new SampledRanks(0, 128, 1, 1).hasNext()).isFalse();
    }
}
