package dev.reckon.sql.execute.scan;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Draws runs of neighbouring ranks, in ascending order: each of the groups of equal length into
/// which the ranks are divided is taken with the same probability. The gaps between those taken are
/// drawn, from the geometric distribution, so that the cost is that of what is taken (Vitter, "An
/// Efficient Algorithm for Sequential Random Sampling", 1987, describes the idea). For one thread.
final class SampledRanks {
    private final long rankCount;
    private final int groupRankCount;
    private final double share;
    private final RandomGenerator random;
    private long nextGroup;

    /// @param rankCount how many ranks there are
    /// @param groupRankCount how many neighbouring ranks are taken together
    /// @param share the probability, from 0 to 1
    /// @param seed the same one draws the same ranks
    SampledRanks(long rankCount, int groupRankCount, double share, long seed) {
        this.rankCount = rankCount;
        this.groupRankCount = groupRankCount;
        this.share = share;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.nextGroup = gap();
    }

    private long gap() {
        if (share >= 1) {
            return 0;
        }
        if (share <= 0) {
            return rankCount;
        }
        // Of 1 - u, which is never 0.
        double gap = Math.log(1 - random.nextDouble()) / Math.log1p(-share);
        return gap < rankCount ? (long) gap : rankCount;
    }

    /// Returns whether there is another run.
    boolean hasNext() {
        return first() < rankCount;
    }

    /// Returns the first rank of the next run.
    long first() {
        return nextGroup * groupRankCount;
    }

    /// Goes on to the run after the next one.
    ///
    /// @return where the run ended: the first rank after it
    long advance() {
        long end = Math.min(rankCount, first() + groupRankCount);
        nextGroup += 1 + gap();
        return end;
    }
}
