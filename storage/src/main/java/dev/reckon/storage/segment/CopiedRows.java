package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorGather;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of other segments that wait to be copied into a block: noted one by one, decoded column by
/// column, so that a merge of interleaved segments costs no more for each value than a scan. For
/// one thread.
final class CopiedRows {
    private final List<Segment> sources = new ArrayList<>();

    /// For each source the positions to copy, ascending, of which the first counts are used.
    private final List<int[]> positions = new ArrayList<>();

    private int[] counts = {};

    /// For each row the number of its source, and its place in that source's positions.
    private final int[] origins = new int[SegmentFormat.BLOCK_ROWS];

    private final int[] rows = new int[SegmentFormat.BLOCK_ROWS];
    private int rowCount;

    int rowCount() {
        return rowCount;
    }

    /// Notes the rows at `[start, start + count)` of a segment.
    void add(Segment source, int start, int count) {
        int origin = origin(source);
        int[] sourcePositions = positions.get(origin);
        int first = counts[origin];
        for (int index = 0; index < count; index++) {
            sourcePositions[first + index] = start + index;
            origins[rowCount + index] = origin;
            rows[rowCount + index] = first + index;
        }
        counts[origin] += count;
        rowCount += count;
    }

    private int origin(Segment source) {
        int origin = sources.indexOf(source);
        if (origin < 0) {
            origin = sources.size();
            sources.add(source);
            positions.add(new int[SegmentFormat.BLOCK_ROWS]);
            counts = Arrays.copyOf(counts, sources.size());
        }
        return origin;
    }

    /// Decodes one column of the rows noted, in their order.
    ColumnVector column(int column) {
        var parts = new ArrayList<ColumnVector>();
        int[] parted = new int[sources.size()];
        for (int origin = 0; origin < parted.length; origin++) {
            parted[origin] = parts.size();
            if (counts[origin] > 0) {
                SegmentColumn values = sources.get(origin).column(column);
                parts.add(read(values, positions.get(origin), counts[origin]));
            }
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int[] partOrigins = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            partOrigins[row] = parted[origins[row]];
        }
        return VectorGather.gather(parts.toArray(ColumnVector[]::new), partOrigins, rows, rowCount);
    }

    private static ColumnVector read(SegmentColumn values, int[] positions, int count) {
        int first = positions[0];
        int last = positions[count - 1];
        boolean consecutive = last - first == count - 1;
        boolean inOneBlock =
                first >>> SegmentFormat.BLOCK_SHIFT == last >>> SegmentFormat.BLOCK_SHIFT;
        return consecutive && inOneBlock
                ? values.read(first, count)
                : values.gather(positions, count);
    }

    /// Forgets the rows, but not the sources, which come again.
    void clear() {
        Arrays.fill(counts, 0);
        rowCount = 0;
    }
}
