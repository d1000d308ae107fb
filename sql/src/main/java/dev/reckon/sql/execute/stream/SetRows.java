package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of one call of a set-returning function, to be taken in any portions. For one thread.
public final class SetRows {
    private final TableFunction.Rows source;
    private final List<PhysicalType> types;
    private Batch current = new Batch(List.of(), 0);
    private int position;
    private boolean atEnd;

    public SetRows(TableFunction.Rows source, List<PhysicalType> types) {
        this.source = source;
        this.types = types;
    }

    /// Returns how many rows can be taken now; 0 at the end.
    int available() {
        while (position == current.rowCount() && !atEnd) {
            Optional<Batch> next = source.next();
            atEnd = next.isEmpty();
            if (next.isPresent()) {
                current = next.get().compact();
                position = 0;
            }
        }
        return current.rowCount() - position;
    }

    /// Takes `count` rows: at most as many as are available, or NULLs after the end.
    List<ColumnVector> take(int count) {
        List<ColumnVector> columns = new ArrayList<>(types.size());
        if (available() == 0) {
            for (PhysicalType type : types) {
                columns.add(ConstantVectors.of(type, Value.Null.NULL, count));
            }
            return columns;
        }
        if (position == 0 && count == current.rowCount()) {
            columns.addAll(current.columns());
        } else {
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = position + i;
            }
            for (ColumnVector column : current.columns()) {
                columns.add(column.gather(rows, count));
            }
        }
        position += count;
        return columns;
    }
}
