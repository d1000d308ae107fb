package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.segment.ColumnMemory;
import dev.reckon.storage.segment.ColumnTest;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentColumn;
import dev.reckon.storage.segment.WindowRows;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.type.KeyRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The live rows of a segment in some ranges of keys. A window lies in one block.
final class SegmentSource implements RowSource {
    private final Segment segment;
    private final DeletedPositions deleted;
    private final SegmentColumn[] columns;

    /// Where each column is decoded to.
    private final ColumnMemory[] memories;

    private final List<ScanColumns.Zone> zones;

    /// The conditions, and what each of them says of all rows of the block [#answered].
    private final ColumnTest[] tests;

    private final ColumnTest.Answer[] answers;
    private int answered = -1;
    private boolean noneMatches;
    private final boolean backward;

    /// The ranges of positions to read, as pairs of start and end, ascending.
    private final int[] ranges;

    private int range;

    /// What is left of the current range.
    private int start;

    private int end;

    /// How to make codes, when the scan merges sources.
    private Optional<KeyOrder> order = Optional.empty();

    /// The window: the rows wanted of it ascend even in a scan that goes backward.
    private final WindowRows window = new WindowRows();

    private long[] codes = {};

    private int[] keptPositions = {};
    private int keptCount;

    private int lastRead = -1;
    private long readBlockCount;
    private long skippedBlockCount;

    private SegmentSource(SegmentState state, int[] ranges, ScanColumns wanted, boolean backward) {
        this.segment = state.segment();
        this.deleted = state.deleted();
        this.columns = new SegmentColumn[wanted.columns().size()];
        this.memories = new ColumnMemory[columns.length];
        for (int index = 0; index < columns.length; index++) {
            columns[index] = segment.column(wanted.columns().get(index));
            memories[index] = ColumnMemory.of(wanted.lent());
        }
        this.zones = wanted.zones();
        this.tests = new ColumnTest[wanted.conditions().size()];
        for (int index = 0; index < tests.length; index++) {
            ColumnCondition condition = wanted.conditions().get(index);
            tests[index] = segment.column(condition.column()).test(condition);
        }
        this.answers = new ColumnTest.Answer[tests.length];
        this.backward = backward;
        this.ranges = ranges;
        this.range = backward ? ranges.length : -2;
    }

    /// Returns the source of the rows of a segment in some ranges of keys; empty when there can be
    /// none.
    static Optional<RowSource> of(
            SegmentState state, List<KeyRange> keyRanges, ScanColumns columns, boolean backward) {
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
                        new SegmentSource(state, Arrays.copyOf(ranges, count), columns, backward));
    }

    @Override
    public void mergeBy(KeyOrder keyOrder) {
        order = Optional.of(keyOrder);
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
            int first = Math.max(start, blockStart);
            int last = (int) Math.min(end, (long) blockStart + Segment.BLOCK_ROWS);
            boolean skipped = !mayContain(block);
            if (backward) {
                first = skipped ? first : Math.max(first, last - rowCountMax);
                end = first;
            } else {
                last = skipped ? last : Math.min(last, first + rowCountMax);
                start = last;
            }
            count(block, skipped);
            if (!skipped && load(block, first, last - first)) {
                return true;
            }
        }
    }

    private void count(int block, boolean skipped) {
        if (skipped) {
            skippedBlockCount++;
        } else if (block != lastRead) {
            lastRead = block;
            readBlockCount++;
        }
    }

    private boolean mayContain(int block) {
        for (ScanColumns.Zone zone : zones) {
            if (!segment.column(zone.column())
                    .mayContain(block, zone.leastCode(), zone.greatestCode())) {
                return false;
            }
        }
        if (block != answered) {
            answered = block;
            noneMatches = false;
            for (int index = 0; index < tests.length && !noneMatches; index++) {
                answers[index] = tests[index].answer(block);
                noneMatches = answers[index] == ColumnTest.Answer.NONE;
            }
        }
        return !noneMatches;
    }

    /// Makes `length` positions the window, and returns whether any row of it is wanted.
    private boolean load(int block, int first, int length) {
        window.all(first, length);
        long[] words = deleted.words(block);
        if (words.length != 0) {
            int[] rows = window.rows();
            window.keep(LiveRows.collect(words, first % Segment.BLOCK_ROWS, length, rows));
        }
        for (int index = 0; index < tests.length && window.count() > 0; index++) {
            if (answers[index] != ColumnTest.Answer.ALL) {
                tests[index].narrow(window);
            }
        }
        if (window.count() > 0 && order.isPresent()) {
            loadCodes(order.get());
        }
        return window.count() > 0;
    }

    @Override
    public boolean isSparse() {
        return tests.length > 0 && window.count() * SPARSE < window.length();
    }

    /// Returns the distance from the window's start of a row counted in the order of the scan.
    private int row(int index) {
        return window.row(backward ? window.count() - 1 - index : index);
    }

    private void loadCodes(KeyOrder keyOrder) {
        long[] all = segment.codes(window.first(), window.length(), keyOrder.prefixLength());
        if (window.isDense() && !backward) {
            codes = all;
            return;
        }
        codes = new long[window.count()];
        for (int index = 0; index < codes.length; index++) {
            codes[index] = backward ? ~all[row(index)] : all[row(index)];
        }
    }

    @Override
    public int count() {
        return window.count();
    }

    @Override
    public long[] codes() {
        return codes;
    }

    @Override
    public byte[] key(int index) {
        return segment.key(window.first() + row(index)).bytes();
    }

    @Override
    public Batch batch(int from, int to) {
        int length = to - from;
        int first = row(backward ? to - 1 : from);
        int width = row(backward ? from : to - 1) - first + 1;
        var vectors = new ColumnVector[columns.length];
        if (length * SPARSE < width) {
            int[] positions = new int[length];
            for (int index = 0; index < length; index++) {
                positions[index] = window.first() + row(from + index);
            }
            for (int index = 0; index < vectors.length; index++) {
                vectors[index] = columns[index].gather(positions, length);
            }
            return new Batch(Arrays.asList(vectors), length);
        }
        for (int index = 0; index < vectors.length; index++) {
            vectors[index] = columns[index].read(window.first() + first, width, memories[index]);
        }
        if (!backward && width == length) {
            return new Batch(Arrays.asList(vectors), length);
        }
        int[] rows = new int[length];
        for (int index = 0; index < length; index++) {
            rows[index] = row(from + index) - first;
        }
        if (!backward) {
            return new Batch(Arrays.asList(vectors), width, rows, length);
        }
        for (int index = 0; index < vectors.length; index++) {
            vectors[index] = vectors[index].gather(rows, length);
        }
        return new Batch(Arrays.asList(vectors), length);
    }

    @Override
    public int keep(int from, int to) {
        int before = keptCount;
        if (before + to - from > keptPositions.length) {
            keptPositions = Arrays.copyOf(keptPositions, Math.max(64, 2 * (before + to - from)));
        }
        for (int index = from; index < to; index++) {
            keptPositions[keptCount++] = window.first() + row(index);
        }
        return before;
    }

    @Override
    public boolean hasKept() {
        return keptCount > 0;
    }

    @Override
    public ColumnVector kept(int index) {
        return columns[index].gather(keptPositions, keptCount);
    }

    @Override
    public void clearKept() {
        keptCount = 0;
    }

    @Override
    public long readBlockCount() {
        return readBlockCount;
    }

    @Override
    public long skippedBlockCount() {
        return skippedBlockCount;
    }
}
