package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds rows by their keys, many at a time, in no order.
final class KeysLookupOperator implements Operator {
    private final TableSnapshot table;
    private final RowKey[] keys;
    private final List<Integer> positions;
    private final Evaluation evaluation;
    private int next;

    KeysLookupOperator(
            TableSnapshot table, RowKey[] keys, List<Integer> positions, Evaluation evaluation) {
        this.table = table;
        this.keys = keys;
        this.positions = positions;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (next < keys.length) {
            evaluation.checkCancelled();
            int count = Math.min(Batch.ROW_COUNT, keys.length - next);
            RowKey[] some = Arrays.copyOfRange(keys, next, next + count);
            next += count;
            Batch rows = table.find(some, count, positions, new int[count]);
            if (rows.selectedCount() > 0) {
                return Optional.of(rows);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {}
}
