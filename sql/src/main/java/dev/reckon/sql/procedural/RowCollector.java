package dev.reckon.sql.procedural;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Gathers the rows that a set-returning function gives. For one thread.
public final class RowCollector {
    private final List<DataType> types;
    private final List<Batch> batches = new ArrayList<>();
    private final List<VectorBuilder> builders = new ArrayList<>();

    /// @param types of the columns; of a set of values, the one
    public RowCollector(List<DataType> types) {
        this.types = List.copyOf(types);
        begin();
    }

    private void begin() {
        builders.clear();
        for (DataType type : types) {
            builders.add(new VectorBuilder(type.physical(), 8));
        }
    }

    public List<DataType> types() {
        return types;
    }

    /// Adds a row.
    public void add(List<Value> row) {
        for (int i = 0; i < builders.size(); i++) {
            builders.get(i).append(row.get(i));
        }
        if (builders.getFirst().rowCount() >= Batch.ROW_COUNT) {
            flush();
        }
    }

    /// Adds rows that have the columns' types.
    public void add(Batch rows) {
        flush();
        batches.add(rows.compact());
    }

    private void flush() {
        int count = builders.getFirst().rowCount();
        if (count == 0) {
            return;
        }
        var columns = new ArrayList<ColumnVector>();
        for (VectorBuilder builder : builders) {
            columns.add(builder.build());
        }
        batches.add(new Batch(columns, count));
        begin();
    }

    /// Returns all rows.
    public List<Batch> batches() {
        flush();
        return batches;
    }
}
