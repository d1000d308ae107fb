package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Builds a [FenceIndex].
final class FenceBuilder {
    private static final int LINE_COUNT = FenceIndex.BLOCK_KEYS / KeyScan.LINE_KEYS;

    /// How many blocks are looked at for a first impression: enough that one of outliers does not
    /// decide.
    private static final int SAMPLE_BLOCKS = 512;

    private final MemorySegment keys;
    private final int keyCount;
    private final byte[] marks;
    private final long[] lineKeys = new long[LINE_COUNT];
    private int longestTie;
    private long linesAmbiguous;

    FenceBuilder(MemorySegment keys, int keyCount) {
        this.keys = keys;
        this.keyCount = keyCount;
        this.marks = new byte[FenceIndex.blockCount(keyCount) * FenceIndex.MARK_BYTES];
    }

    void build() {
        buildMarks(1);
    }

    /// Returns about what [#doubt] will be, judged by a few blocks: searching all scales for keys
    /// that no scale suits takes long. To be called before [#build].
    double expectedDoubt() {
        int sampled = buildMarks(Math.max(1, FenceIndex.blockCount(keyCount) / SAMPLE_BLOCKS));
        double doubt = (double) linesAmbiguous / ((long) sampled * LINE_COUNT);
        linesAmbiguous = 0;
        longestTie = 0;
        return doubt;
    }

    /// Returns how many lines beside the one that holds the answer a lookup may have to read, on
    /// average, because their marks tie.
    double doubt() {
        return (double) linesAmbiguous * KeyScan.LINE_KEYS / keyCount;
    }

    FenceIndex index(String reason) {
        long[] fences = fences();
        GridModel locator =
                new GridBuilder(
                                MemorySegment.ofArray(fences),
                                fences.length,
                                GridBuilder.Fineness.FENCES)
                        .buildModel();
        int errorMax = ((longestTie + 1) * KeyScan.LINE_KEYS + 2) / 2 + 1;
        double errorMean = KeyScan.LINE_KEYS / 4.0 + KeyScan.LINE_KEYS / 2.0 * doubt();
        IndexStatistics statistics =
                new IndexStatistics(
                        StructureKind.FENCES,
                        reason,
                        FenceIndex.blockCount(keyCount),
                        errorMax,
                        errorMean,
                        errorMax,
                        IndexFormat.HEADER_BYTES
                                + 8L * fences.length
                                + marks.length
                                + locator.byteCount(),
                        keyCount);
        return new FenceIndex(locator, fences, marks, statistics);
    }

    private long[] fences() {
        long[] fences = new long[FenceIndex.fenceCount(keyCount)];
        int blockCount = FenceIndex.blockCount(keyCount);
        Arrays.fill(fences, blockCount, fences.length, -1L);
        for (int block = 0; block < blockCount; block++) {
            fences[block] = KeyScan.key(keys, (long) block * FenceIndex.BLOCK_KEYS);
        }
        return fences;
    }

    /// Builds the marks of each `step`th block, and returns of how many.
    private int buildMarks(int step) {
        int blockCount = FenceIndex.blockCount(keyCount);
        for (int block = 0; block < blockCount; block += step) {
            int first = block * FenceIndex.BLOCK_KEYS;
            long fence = KeyScan.key(keys, first);
            int lines = 0;
            for (int position = first;
                    position < keyCount && lines < LINE_COUNT;
                    position += KeyScan.LINE_KEYS) {
                lineKeys[lines++] = KeyScan.key(keys, position);
            }
            int scale = scale(fence, lines);
            int offset = block * FenceIndex.MARK_BYTES;
            marks[offset] = (byte) scale;
            for (int line = 1; line < LINE_COUNT; line++) {
                int mark =
                        line < lines
                                ? MarkScale.mark(lineKeys[line], fence, scale)
                                : MarkScale.MARK_MAX;
                marks[offset + line] = (byte) mark;
            }
            noteTies(fence, lines, scale);
        }
        return (blockCount + step - 1) / step;
    }

    /// Returns the scale under which the fewest marks tie.
    private int scale(long fence, int lines) {
        long span = lineKeys[lines - 1] - fence;
        int widest = Math.max(1, 64 - Long.numberOfLeadingZeros(span) - 8);
        int best = widest;
        int bestCost = Integer.MAX_VALUE;
        for (int shift = Math.min(widest + 1, 63); shift >= 1 && shift > widest - 24; shift--) {
            int cost = cost(fence, lines, shift, bestCost);
            if (cost < bestCost) {
                bestCost = cost;
                best = shift;
            }
            if (bestCost == 0) {
                return best;
            }
        }
        if (bestCost <= 1) {
            return best;
        }
        for (int scale = MarkScale.PLAIN_COUNT; scale < MarkScale.SCALE_COUNT; scale++) {
            int cost = cost(fence, lines, scale, bestCost);
            if (cost < bestCost) {
                bestCost = cost;
                best = scale;
            }
        }
        return best;
    }

    /// Returns how many marks tie with one before them, or `limit` if it is not less.
    private int cost(long fence, int lines, int scale, int limit) {
        int cost = 0;
        int run = 1;
        int previous = -1;
        for (int line = 1; line < lines; line++) {
            int mark = MarkScale.mark(lineKeys[line], fence, scale);
            run = mark == previous ? run + 1 : 1;
            cost += run - 1;
            if (cost >= limit) {
                return limit;
            }
            previous = mark;
        }
        return cost;
    }

    private void noteTies(long fence, int lines, int scale) {
        int run = 0;
        int previous = -1;
        for (int line = 1; line < lines; line++) {
            int mark = MarkScale.mark(lineKeys[line], fence, scale);
            run = mark == previous ? run + 1 : 1;
            linesAmbiguous += run - 1;
            longestTie = Math.max(longestTie, run);
            previous = mark;
        }
    }
}
