package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Builds the model bytes of a [FenceIndex].
final class FenceBuilder {
    private static final int LINE_COUNT = FenceIndex.BLOCK_KEYS / KeyScan.LINE_KEYS;

    private final MemorySegment keys;
    private final int keyCount;
    private final MemorySegment model;
    private final long[] offsets;
    private final long[] lineKeys = new long[LINE_COUNT];
    private int longestTie;
    private long linesAmbiguous;

    FenceBuilder(MemorySegment keys, int keyCount) {
        this.keys = keys;
        this.keyCount = keyCount;
        this.offsets = FenceIndex.levelOffsets(keyCount);
        this.model = MemorySegment.ofArray(new long[(int) (FenceIndex.modelBytes(keyCount) >>> 3)]);
    }

    FenceIndex build(String reason) {
        buildFences();
        buildMarks();
        int blockCount = FenceIndex.blockCount(keyCount);
        int errorMax = ((longestTie + 1) * KeyScan.LINE_KEYS + 2) / 2 + 1;
        double errorMean = 2.0 + 4.0 * linesAmbiguous / Math.max(1, (keyCount + 7) / 8);
        return new FenceIndex(
                model,
                new IndexStatistics(
                        StructureKind.FENCES,
                        reason,
                        blockCount,
                        errorMax,
                        errorMean,
                        errorMax,
                        IndexFormat.HEADER_BYTES + model.byteSize(),
                        keyCount));
    }

    private void buildFences() {
        int entries = FenceIndex.blockCount(keyCount);
        int stride = FenceIndex.BLOCK_KEYS;
        for (int level = 0; level < offsets.length - 1; level++) {
            long slots = (offsets[level + 1] - offsets[level]) >>> 3;
            for (long slot = 0; slot < slots; slot++) {
                long fence = slot < entries ? KeyScan.key(keys, slot * stride) : -1L;
                model.set(KeyScan.KEY, offsets[level] + (slot << 3), fence);
            }
            entries = (entries + FenceIndex.NODE_KEYS - 1) / FenceIndex.NODE_KEYS;
            stride *= FenceIndex.NODE_KEYS;
        }
    }

    private void buildMarks() {
        int blockCount = FenceIndex.blockCount(keyCount);
        for (int block = 0; block < blockCount; block++) {
            int first = block * FenceIndex.BLOCK_KEYS;
            long fence = KeyScan.key(keys, first);
            int lines = 0;
            for (int position = first;
                    position < keyCount && lines < LINE_COUNT;
                    position += KeyScan.LINE_KEYS) {
                lineKeys[lines++] = KeyScan.key(keys, position);
            }
            int shift = shift(fence, lines);
            long offset = offsets[offsets.length - 1] + (long) block * FenceIndex.MARK_BYTES;
            model.set(ValueLayout.JAVA_BYTE, offset, (byte) shift);
            for (int line = 1; line < LINE_COUNT; line++) {
                int mark =
                        line < lines
                                ? FenceIndex.mark(lineKeys[line], fence, shift)
                                : FenceIndex.MARK_MAX;
                model.set(ValueLayout.JAVA_BYTE, offset + line, (byte) mark);
            }
            noteTies(fence, lines, shift);
        }
    }

    /// Returns the shift under which the fewest marks tie.
    private int shift(long fence, int lines) {
        long span = lineKeys[lines - 1] - fence;
        int widest = Math.max(0, 64 - Long.numberOfLeadingZeros(span) - 8);
        int best = widest;
        int bestCost = Integer.MAX_VALUE;
        for (int shift = widest; shift >= 0 && shift > widest - 24; shift--) {
            int cost = 0;
            int run = 1;
            int previous = -1;
            for (int line = 1; line < lines; line++) {
                int mark = FenceIndex.mark(lineKeys[line], fence, shift);
                run = mark == previous ? run + 1 : 1;
                cost += run - 1;
                previous = mark;
            }
            if (cost < bestCost) {
                bestCost = cost;
                best = shift;
            }
            if (bestCost == 0) {
                break;
            }
        }
        return best;
    }

    private void noteTies(long fence, int lines, int shift) {
        int run = 0;
        int previous = -1;
        for (int line = 1; line < lines; line++) {
            int mark = FenceIndex.mark(lineKeys[line], fence, shift);
            run = mark == previous ? run + 1 : 1;
            linesAmbiguous += run - 1;
            longestTie = Math.max(longestTie, run);
            previous = mark;
        }
    }
}
