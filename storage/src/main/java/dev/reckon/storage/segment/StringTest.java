package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.Nulls;
import java.util.List;

/// Tests a condition on strings: where a block has a dictionary, on each entry and on NULL once,
/// and then rows by the numbers of their entries.
final class StringTest implements ColumnTest {
    private static final int NO_BLOCK = -1;

    private final StringColumn column;
    private final ColumnBlocks blocks;
    private final ColumnDirectory directory;
    private final ColumnCondition condition;
    private final DecodedTest decoded;

    /// The block of [#hits].
    private int block = NO_BLOCK;

    /// 1 for each entry that meets the condition, else 0.
    private byte[] hits = {};

    private boolean nullHits;

    /// The numbers of the window's entries.
    private long[] entries = {};

    StringTest(StringColumn column, ColumnBlocks blocks, ColumnCondition condition) {
        this.column = column;
        this.blocks = blocks;
        this.directory = blocks.directory();
        this.condition = condition;
        this.decoded = new DecodedTest(column, condition);
    }

    @Override
    public Answer answer(int asked) {
        if (!column.isDictionary(asked)) {
            return Answer.SOME;
        }
        load(asked);
        int entryCount = (int) directory.bases[asked];
        int hitCount = 0;
        for (int entry = 0; entry < entryCount; entry++) {
            hitCount += hits[entry];
        }
        boolean hasNulls = directory.nullCounts[asked] > 0;
        if (hitCount == 0 && !(hasNulls && nullHits)) {
            return Answer.NONE;
        }
        return hitCount == entryCount && (!hasNulls || nullHits) ? Answer.ALL : Answer.SOME;
    }

    /// Tests the entries of a block.
    private void load(int asked) {
        if (block == asked) {
            return;
        }
        BytesVector entries = column.entries(asked);
        int entryCount = entries.rowCount() - 1;
        int[] selected = new int[entries.rowCount()];
        int count = condition.select(new Batch(List.of(entries), entries.rowCount()), selected);
        hits = new byte[entryCount];
        nullHits = count > 0 && selected[count - 1] == entryCount;
        for (int index = 0; index < (nullHits ? count - 1 : count); index++) {
            hits[selected[index]] = 1;
        }
        block = asked;
    }

    @Override
    public void narrow(WindowRows window) {
        int asked = window.block();
        if (!column.isDictionary(asked)) {
            decoded.narrow(window);
            return;
        }
        load(asked);
        blocks.touch(asked);
        if (entries.length < window.length()) {
            entries = new long[window.length()];
        }
        blocks.packed(asked).decode(0, window.rowInBlock(), window.length(), entries);
        long[] nulls = blocks.nulls(asked, window.rowInBlock(), window.length());
        if (nulls.length != 0) {
            narrowNullable(window, nulls);
            return;
        }
        int[] rows = window.rows();
        int count = window.count();
        window.keep(
                window.isDense()
                        ? pack(hits, entries, count, rows)
                        : packAmong(hits, entries, count, rows));
    }

    private static int pack(byte[] entryHits, long[] entryOfRow, int count, int[] rows) {
        int kept = 0;
        for (int row = 0; row < count; row++) {
            rows[kept] = row;
            kept += entryHits[(int) entryOfRow[row]];
        }
        return kept;
    }

    private static int packAmong(byte[] entryHits, long[] entryOfRow, int count, int[] rows) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            rows[kept] = row;
            kept += entryHits[(int) entryOfRow[row]];
        }
        return kept;
    }

    private void narrowNullable(WindowRows window, long[] nulls) {
        int[] rows = window.rows();
        int count = window.count();
        boolean dense = window.isDense();
        int nullHit = nullHits ? 1 : 0;
        int kept = 0;
        for (int index = 0; index < count; index++) {
            int row = dense ? index : rows[index];
            rows[kept] = row;
            kept += Nulls.isNull(nulls, row) ? nullHit : hits[(int) entries[row]];
        }
        window.keep(kept);
    }
}
