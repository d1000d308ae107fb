package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// One step of a batched lookup, done for all of a block before the next step begins: so the cache
/// misses of a block overlap, where those of one lookup after another would wait in turn.
///
/// A step is called through this interface, from one place that sees many steps, to keep the
/// compiler from merging all loops into one method: it then runs out of registers and the loops
/// take half as long again (measured).
@FunctionalInterface
interface BatchStep {
    /// How many lookups go through a step together: enough that few loads wait for the first and
    /// the last of a block, and so few that their lines fit into the first-level cache.
    int BLOCK = 256;

    /// Replaces what the step before left in `items[from .. end)`, at most [#BLOCK] of them.
    ///
    /// @return anything; the result only tells the compiler that the loads are needed
    long run(MemorySegment keys, long[] codes, int from, int end, int[] items);

    /// Runs all steps, block by block.
    static void runAll(
            BatchStep[] steps, MemorySegment keys, long[] codes, int count, int[] positions) {
        for (int from = 0; from < count; from += BLOCK) {
            int end = Math.min(from + BLOCK, count);
            for (BatchStep step : steps) {
                step.run(keys, codes, from, end, positions);
            }
        }
    }
}
