package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;

/// Tests a condition on decoded values.
final class DecodedTest implements ColumnTest {
    /// When fewer than one in so many rows is left, only those are decoded.
    private static final int SPARSE = 8;

    private final SegmentColumn column;
    private final ColumnCondition condition;
    private final ColumnMemory memory = ColumnMemory.reused();
    private int[] selected = {};

    DecodedTest(SegmentColumn column, ColumnCondition condition) {
        this.column = column;
        this.condition = condition;
    }

    @Override
    public Answer answer(int block) {
        return Answer.SOME;
    }

    @Override
    public void narrow(WindowRows window) {
        if (selected.length < window.length()) {
            selected = new int[window.length()];
        }
        int[] rows = window.rows();
        int count = window.count();
        if (count * SPARSE < window.length()) {
            ColumnVector vector = column.gather(window.positions(), count);
            int kept = condition.select(new Batch(List.of(vector), count), selected);
            for (int index = 0; index < kept; index++) {
                rows[index] = rows[selected[index]];
            }
            window.keep(kept);
            return;
        }
        ColumnVector vector = column.read(window.first(), window.length(), memory);
        Batch values = new Batch(List.of(vector), window.length(), rows, count);
        int kept = condition.select(values, selected);
        System.arraycopy(selected, 0, rows, 0, kept);
        window.keep(kept);
    }
}
