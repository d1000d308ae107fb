package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Arrays;
import java.util.Optional;

/// Some rows, from the start.
public final class LimitOperator implements Operator {
    private final Operator input;
    private long toSkip;
    private long left;

    /// Takes `input` over.
    ///
    /// @param offset rows to leave out first
    /// @param limit rows to hand on at most
    public LimitOperator(Operator input, long offset, long limit) {
        this.input = input;
        this.toSkip = offset;
        this.left = limit;
    }

    @Override
    public Optional<Batch> next() {
        while (left > 0) {
            Optional<Batch> batch = input.next();
            if (batch.isEmpty()) {
                left = 0;
                return batch;
            }
            Batch rows = batch.get();
            int count = rows.selectedCount();
            if (toSkip >= count) {
                toSkip -= count;
                continue;
            }
            int first = (int) toSkip;
            int end = first + (int) Math.min(count - first, left);
            toSkip = 0;
            left -= end - first;
            return first == 0 && end == count ? batch : Optional.of(slice(rows, first, end));
        }
        return Optional.empty();
    }

    /// Returns the selected rows `[first, end)`, counted among the selected.
    static Batch slice(Batch rows, int first, int end) {
        int[] selected;
        if (rows.isDense()) {
            selected = new int[end - first];
            Arrays.setAll(selected, i -> first + i);
        } else {
            selected = Arrays.copyOfRange(rows.selection(), first, end);
        }
        return rows.select(selected, end - first);
    }

    @Override
    public void close() {
        input.close();
    }
}
