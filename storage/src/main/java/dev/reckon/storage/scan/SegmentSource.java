package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.type.KeyRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The live rows of a segment in some ranges of keys.
final class SegmentSource implements RowSource {
    private static final int[] NO_ROWS = {};

    private final Segment segment;
    private final DeletedPositions deleted;
    private final ScanColumns columns;
    private final boolean backward;

    /// How to make codes, when the scan merges sources.
    private final Optional<KeyOrder> order;

    /// The ranges of positions to read, as pairs of start and end, ascending.
    private final int[] ranges;

    private int range;

    /// What is left of the current range.
    private int start;

    private int end;

    private Batch batch = new Batch(List.of(), 0);
    private int[] rows = NO_ROWS;
    private long[] codes = {};
    private int windowStart;

    private SegmentSource(
            SegmentState state,
            int[] ranges,
            ScanColumns columns,
            boolean backward,
            Optional<KeyOrder> order) {
        this.segment = state.segment();
        this.deleted = state.deleted();
        this.columns = columns;
        this.backward = backward;
        this.order = order;
        this.ranges = ranges;
        this.range = backward ? ranges.length : -2;
    }

    /// Returns the source of the rows of a segment in some ranges of keys; empty when there can be
    /// none.
    static Optional<RowSource> of(
            SegmentState state,
            List<KeyRange> keyRanges,
            ScanColumns columns,
            boolean backward,
            Optional<KeyOrder> order) {
        Segment segment = state.segment();
        int[] ranges = new int[2 * keyRanges.size()];
        int count = 0;
        for (KeyRange keyRange : keyRanges) {
            if (keyRange.isEmpty()) {
                continue;
            }
            int first = TableCounts.lowerBound(segment, keyRange.lower());
            int end = TableCounts.end(segment, keyRange);
            if (first < end) {
                ranges[count++] = first;
                ranges[count++] = end;
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        new SegmentSource(
                                state, Arrays.copyOf(ranges, count), columns, backward, order));
    }

    @Override
    public boolean advance(int rowCountMax) {
        while (true) {
            while (start >= end) {
                range += backward ? -2 : 2;
                if (range < 0 || range >= ranges.length) {
                    return false;
                }
                start = ranges[range];
                end = ranges[range + 1];
            }
            int block = (backward ? end - 1 : start) / Segment.BLOCK_ROWS;
            int blockStart = block * Segment.BLOCK_ROWS;
            if (!mayContain(block)) {
                skip(block);
                continue;
            }
            int first;
            int count;
            if (backward) {
                first = Math.max(Math.max(start, blockStart), end - rowCountMax);
                count = end - first;
                end = first;
            } else {
                first = start;
                count =
                        Math.min(
                                Math.min(end, blockStart + Segment.BLOCK_ROWS) - first,
                                rowCountMax);
                start = first + count;
            }
            if (load(block, first, count)) {
                return true;
            }
        }
    }

    private void skip(int block) {
        if (backward) {
            end = Math.max(start, block * Segment.BLOCK_ROWS);
        } else {
            start = (int) Math.min(end, (block + 1L) * Segment.BLOCK_ROWS);
        }
    }

    private boolean mayContain(int block) {
        for (ScanColumns.Zone zone : columns.zones()) {
            if (!segment.column(zone.column())
                    .mayContain(block, zone.leastCode(), zone.greatestCode())) {
                return false;
            }
        }
        return true;
    }

    /// Loads the live rows at `[first, first + count)`, and returns whether there are any.
    private boolean load(int block, int first, int count) {
        long[] words = deleted.words(block);
        int[] live = NO_ROWS;
        int liveCount = count;
        if (words.length != 0) {
            live = new int[count];
            liveCount = LiveRows.collect(words, first % Segment.BLOCK_ROWS, count, live);
            if (liveCount == 0) {
                return false;
            }
        }
        var vectors = new ColumnVector[columns.columns().size()];
        for (int index = 0; index < vectors.length; index++) {
            vectors[index] = segment.column(columns.columns().get(index)).read(first, count);
        }
        List<ColumnVector> list = Arrays.asList(vectors);
        batch =
                liveCount == count
                        ? new Batch(list, count)
                        : new Batch(list, count, live, liveCount);
        windowStart = first;
        rows = NO_ROWS;
        if (order.isPresent()) {
            loadCodes(order.get(), first, count);
        }
        return true;
    }

    private void loadCodes(KeyOrder keyOrder, int first, int count) {
        rows = rows();
        long[] all = segment.codes(first, count, keyOrder.prefixLength());
        if (batch.isDense() && !backward) {
            codes = all;
            return;
        }
        codes = new long[rows.length];
        for (int index = 0; index < rows.length; index++) {
            codes[index] = backward ? ~all[rows[index]] : all[rows[index]];
        }
    }

    @Override
    public int count() {
        return batch.selectedCount();
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public int[] rows() {
        if (rows.length != 0) {
            return rows;
        }
        int count = batch.selectedCount();
        int[] ordered = new int[count];
        for (int index = 0; index < count; index++) {
            ordered[backward ? count - 1 - index : index] = batch.row(index);
        }
        rows = ordered;
        return ordered;
    }

    @Override
    public long[] codes() {
        return codes;
    }

    @Override
    public byte[] key(int index) {
        return segment.key(windowStart + rows()[index]).bytes();
    }
}
