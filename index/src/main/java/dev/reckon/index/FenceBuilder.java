package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Builds a [FenceIndex]. Reads the keys once, in order. For one thread.
final class FenceBuilder {
    private static final int LINE = KeyScan.LINE_KEYS;
    private static final int LINE_COUNT = FenceIndex.BLOCK_KEYS / LINE;

    /// How many blocks are looked at for a first impression: enough that one of outliers does not
    /// decide.
    private static final int SAMPLE_BLOCKS = 512;

    /// What it costs, in lookups that read another line, if a line begins with the mark of the key
    /// before.
    private static final int TOGETHER = 1;

    /// What it costs in addition if that is the mark of the whole line before.
    private static final int APART = 8;

    private final MemorySegment keys;
    private final int keyCount;
    private final byte[] marks;

    /// Of the block in hand, the first key of each line, and the key before it.
    private final long[] firsts = new long[LINE_COUNT];

    private final long[] befores = new long[LINE_COUNT];

    private final int[] beforeDifference = new int[LINE_COUNT];
    private final int[] lineDifference = new int[LINE_COUNT];
    private int scale = 1;
    private boolean anyTies;
    private TieFilter.Builder ties;

    /// How many positions before the first of the line that is named, or behind the last, an answer
    /// may be.
    private int outsideMax;

    /// How many keys are not in the line that is named.
    private long outside;

    FenceBuilder(MemorySegment keys, int keyCount) {
        this.keys = keys;
        this.keyCount = keyCount;
        this.ties = new TieFilter.Builder(keyCount);
        this.marks = new byte[FenceIndex.blockCount(keyCount) * FenceIndex.MARK_BYTES];
    }

    void build() {
        buildMarks(1);
    }

    /// Returns about what [#doubt] will be, judged by a few blocks: searching all scales for keys
    /// that no scale suits takes long. To be called before [#build].
    double expectedDoubt() {
        int sampled = buildMarks(Math.max(1, FenceIndex.blockCount(keyCount) / SAMPLE_BLOCKS));
        long sampledKeys = Math.min((long) sampled * FenceIndex.BLOCK_KEYS, keyCount);
        double doubt = doubt(sampledKeys);
        outside = 0;
        outsideMax = 0;
        anyTies = false;
        ties = new TieFilter.Builder(keyCount);
        scale = 1;
        return doubt;
    }

    /// Returns how many keys for each key are outside of the line that is named, or not known to be
    /// in it.
    double doubt() {
        return doubt(keyCount);
    }

    private double doubt(long ofKeys) {
        // An equal key may be in the line before one that begins a line.
        return (double) outside / ofKeys + ties.build().share() / LINE;
    }

    FenceIndex index(String reason) {
        long[] fences = fences();
        TreeLevels levels = TreeLevels.over(MemorySegment.ofArray(fences), fences.length);
        TieFilter filter = ties.build();
        int errorMax = outsideMax + LINE / 2;
        IndexStatistics statistics =
                new IndexStatistics(
                        StructureKind.FENCES,
                        reason,
                        FenceIndex.blockCount(keyCount),
                        errorMax,
                        LINE / 4.0 + LINE / 2.0 * outside / keyCount,
                        errorMax,
                        IndexFormat.HEADER_BYTES
                                + FenceIndex.modelBytes(keyCount, filter.wordCount()),
                        keyCount);
        return new FenceIndex(anyTies, filter, levels, fences, marks, statistics);
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
            int end = Math.min(first + FenceIndex.BLOCK_KEYS, keyCount);
            noteTies(Math.max(first, 1), end);
            int lines = 0;
            for (int position = first; position < end; position += LINE) {
                firsts[lines] = KeyScan.key(keys, position);
                befores[lines] = lines == 0 ? firsts[0] : KeyScan.key(keys, position - 1);
                lines++;
            }
            long fence = firsts[0];
            scale = scale(fence, lines, KeyScan.key(keys, end - 1));
            int offset = block * FenceIndex.MARK_BYTES;
            marks[offset] = (byte) scale;
            int mark = 0;
            for (int line = 1; line < LINE_COUNT; line++) {
                mark = line < lines ? part(first, end, line, mark) : MarkScale.MARK_MAX;
                marks[offset + line] = (byte) mark;
            }
        }
        return (blockCount + step - 1) / step;
    }

    private void noteTies(int first, int end) {
        long different = -1L;
        long previous = KeyScan.key(keys, first - 1);
        for (int position = first; position < end; position++) {
            long key = KeyScan.key(keys, position);
            long distance = key - previous;
            different &= distance | -distance;
            previous = key;
        }
        if (different >= 0) {
            anyTies = true;
            for (int position = first; position < end; position++) {
                long key = KeyScan.key(keys, position);
                if (key == KeyScan.key(keys, position - 1)) {
                    ties.add(position, key);
                }
            }
        }
    }

    /// Returns the mark from which on codes are taken to be in a line or behind it: that of its
    /// first key or the next, whichever leaves fewer keys on the wrong side, but not below `least`.
    private int part(int blockFirst, int blockEnd, int line, int least) {
        long fence = firsts[0];
        int mark = MarkScale.mark(firsts[line], fence, scale);
        int position = blockFirst + line * LINE;
        if (mark != MarkScale.mark(befores[line], fence, scale) && mark >= least) {
            return mark;
        }
        int one = Math.max(mark, least);
        int other = Math.min(one + 1, MarkScale.MARK_MAX);
        int before = countBefore(blockFirst, position, one);
        int behind = countBehind(position, blockEnd, one);
        int otherBefore = countBefore(blockFirst, position, other);
        int otherBehind = countBehind(position, blockEnd, other);
        if (otherBefore + otherBehind < before + behind) {
            noteOutside(otherBefore, otherBehind);
            return other;
        }
        noteOutside(before, behind);
        return one;
    }

    /// Returns how many keys before `position` have a mark of at least `part`.
    private int countBefore(int blockFirst, int position, int part) {
        int before = position;
        while (before > blockFirst && mark(before - 1) >= part) {
            before--;
        }
        return position - before;
    }

    /// Returns how many keys from `position` on have a mark below `part`.
    private int countBehind(int position, int blockEnd, int part) {
        int behind = position;
        while (behind < blockEnd && mark(behind) < part) {
            behind++;
        }
        return behind - position;
    }

    private int mark(int position) {
        return MarkScale.mark(KeyScan.key(keys, position), firsts[0], scale);
    }

    private void noteOutside(int before, int behind) {
        outside += before + behind;
        outsideMax = Math.max(outsideMax, Math.max(before, behind));
    }

    /// Returns the scale that parts lines best.
    private int scale(long fence, int lines, long last) {
        int best = scale;
        int bestCost = cost(fence, lines, best, Integer.MAX_VALUE);
        if (bestCost == 0) {
            return best;
        }
        noteDifferences(lines);
        int widest = 64 - Long.numberOfLeadingZeros(last - fence) - MarkScale.MARK_BITS;
        // On coarser scales more keys have the same mark. On finer ones those at the end do.
        int parted = lines;
        for (int shift = Math.clamp(widest, 1, 63); shift >= 1 && bestCost > 0; shift--) {
            while (parted > 1
                    && (befores[parted - 1] >>> shift) - (fence >>> shift) >= MarkScale.MARK_MAX) {
                parted--;
            }
            int cost = (lines - parted) * (TOGETHER + APART);
            if (cost >= bestCost) {
                break;
            }
            for (int line = 1; line < parted; line++) {
                cost += beforeDifference[line] < shift ? TOGETHER : 0;
                cost += lineDifference[line] < shift ? APART : 0;
            }
            best = cost < bestCost ? shift : best;
            bestCost = Math.min(cost, bestCost);
        }
        for (int group = 0; bestCost > TOGETHER && group < MarkScale.GROUP_COUNT; group++) {
            int first = MarkScale.finest(group, last, fence);
            for (int fields = first; fields < first + MarkScale.groupSize(first); fields++) {
                int cost = cost(fence, lines, fields, bestCost);
                best = cost < bestCost ? fields : best;
                bestCost = Math.min(cost, bestCost);
            }
        }
        return best;
    }

    /// Notes the highest bit in which each line's first key differs from the key before it, and
    /// from the first of the line before.
    private void noteDifferences(int lines) {
        for (int line = 1; line < lines; line++) {
            beforeDifference[line] = 63 - Long.numberOfLeadingZeros(firsts[line] ^ befores[line]);
            lineDifference[line] = 63 - Long.numberOfLeadingZeros(firsts[line] ^ firsts[line - 1]);
        }
    }

    /// Returns what a scale costs, or `limit` if it is not less.
    private int cost(long fence, int lines, int ofScale, int limit) {
        int cost = 0;
        for (int line = lines - 1; line > 0 && cost < limit; line--) {
            int mark = MarkScale.mark(firsts[line], fence, ofScale);
            if (mark == MarkScale.mark(befores[line], fence, ofScale)) {
                boolean apart = mark == MarkScale.mark(firsts[line - 1], fence, ofScale);
                cost += TOGETHER + (apart ? APART : 0);
            }
        }
        return Math.min(cost, limit);
    }
}
