package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.RowKey;
import java.util.List;
import java.util.Optional;

/// Finds one row by its key: the shortest way from a statement to a row.
final class PointLookupOperator implements Operator {
    private final TableSnapshot table;
    private final RowKey key;
    private final List<Integer> positions;
    private boolean isDone;

    PointLookupOperator(TableSnapshot table, RowKey key, List<Integer> positions) {
        this.table = table;
        this.key = key;
        this.positions = positions;
    }

    @Override
    public Optional<Batch> next() {
        if (isDone) {
            return Optional.empty();
        }
        isDone = true;
        Batch row = table.find(key, positions);
        return row.selectedCount() == 0 ? Optional.empty() : Optional.of(row);
    }

    @Override
    public void close() {}
}
