package dev.reckon.bench.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Times lookups of random present keys in three ways, all competitors in turn, many times over.
///
/// *Independent*: one lookup after another, which the processor may overlap. *Dependent*: the next
/// lookup waits for the answer of the one before, which shows the latency. *Batched*: 1,024 at a
/// time. Lookups are timed in chunks of some milliseconds at most, and the lower decile of the
/// chunks counts: what else runs on the machine can only add to a chunk, and does not add to all of
/// them.
final class Harness {
    private static final int CHUNK = 1 << 13;
    private static final int BATCH = 1 << 10;

    private final int[] queryPositions;
    private final long[] queryCodes;
    private final MemorySegment keys;
    private final int[] answers = new int[CHUNK];
    private final long[] batch = new long[BATCH];

    /// Read by nothing; keeps the compiler from dropping the work.
    long sink;

    /// Always zero, which the compiler does not know.
    private final long zero = Long.getLong("dev.reckon.bench.zero", 0);

    record Times(String name, double independent, double dependent, double batched) {}

    Harness(MemorySegment keys, int keyCount, int queryCount) {
        int count = Math.max(CHUNK, queryCount / CHUNK * CHUNK);
        this.keys = keys;
        this.queryPositions = new int[count];
        this.queryCodes = new long[count];
        SplittableRandom random = new SplittableRandom(7);
        for (int query = 0; query < count; query++) {
            queryPositions[query] = random.nextInt(keyCount);
            queryCodes[query] = key(queryPositions[query]);
        }
    }

    private long key(int position) {
        return keys.get(ValueLayout.JAVA_LONG, (long) position << 3);
    }

    /// Checks that a competitor's answers hold the keys asked for.
    void check(Competitor competitor) {
        for (int query = 0; query < queryCodes.length; query += 7) {
            int answer = competitor.lowerBound(queryCodes[query]);
            boolean first = answer == 0 || key(answer - 1) != queryCodes[query];
            if (key(answer) != queryCodes[query] || !first) {
                throw new AssertionError(competitor.name() + " is wrong at " + answer);
            }
        }
        int[] positions = new int[BATCH];
        competitor.lowerBounds(queryCodes, BATCH, positions);
        for (int query = 0; query < BATCH; query++) {
            if (positions[query] != competitor.lowerBound(queryCodes[query])) {
                throw new AssertionError(competitor.name() + " is wrong in batches");
            }
        }
    }

    /// Returns the times of the limit (the position is known), then of each competitor.
    List<Times> run(List<Competitor> competitors, int rounds) {
        int chunks = queryCodes.length / CHUNK;
        double[][][] nanos = new double[competitors.size() + 1][3][rounds * chunks];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn <= competitors.size(); turn++) {
                // Every other round the other way about: the first finds fewer keys in the cache.
                int c = round % 2 == 0 ? turn : competitors.size() - turn;
                for (int way = 0; way < 3; way++) {
                    for (int chunk = 0; chunk < chunks; chunk++) {
                        long start = System.nanoTime();
                        if (c == 0) {
                            limit(chunk * CHUNK, way);
                        } else {
                            lookUp(competitors.get(c - 1), chunk * CHUNK, way);
                        }
                        nanos[c][way][round * chunks + chunk] =
                                (double) (System.nanoTime() - start) / CHUNK;
                    }
                }
            }
        }
        Times[] times = new Times[competitors.size() + 1];
        for (int c = 0; c <= competitors.size(); c++) {
            String name = c == 0 ? "limit (position known)" : competitors.get(c - 1).name();
            times[c] =
                    new Times(
                            name,
                            lowerDecile(nanos[c][0]),
                            lowerDecile(nanos[c][1]),
                            lowerDecile(nanos[c][2]));
        }
        return List.of(times);
    }

    private static double lowerDecile(double[] values) {
        Arrays.sort(values);
        return values[values.length / 10];
    }

    private void limit(int from, int way) {
        long sum = 0;
        if (way == 1) {
            for (int query = from; query < from + CHUNK; query++) {
                sum = key(queryPositions[query] + (int) (sum & zero));
            }
        } else {
            for (int query = from; query < from + CHUNK; query++) {
                sum += key(queryPositions[query]);
            }
        }
        sink += sum;
    }

    private void lookUp(Competitor competitor, int from, int way) {
        long sum = 0;
        switch (way) {
            case 0 -> {
                for (int query = from; query < from + CHUNK; query++) {
                    sum += competitor.lowerBound(queryCodes[query]);
                }
            }
            case 1 -> {
                int answer = 0;
                for (int query = from; query < from + CHUNK; query++) {
                    answer = competitor.lowerBound(queryCodes[query + (answer & (int) zero)]);
                }
                sum = answer;
            }
            default -> {
                for (int query = from; query < from + CHUNK; query += BATCH) {
                    System.arraycopy(queryCodes, query, batch, 0, BATCH);
                    competitor.lowerBounds(batch, BATCH, answers);
                    sum += answers[BATCH / 2];
                }
            }
        }
        sink += sum;
    }
}
