package dev.reckon.sql.function;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Rows that are there already. For one thread.
public final class GivenRows implements TableFunction.Rows {
    private final Queue<Batch> batches;

    public GivenRows(List<Batch> batches) {
        this.batches = new ArrayDeque<>(batches);
    }

    /// Returns one row.
    public static GivenRows one(List<Value> row, List<DataType> columnTypes) {
        var columns = new ArrayList<ColumnVector>();
        for (int i = 0; i < columnTypes.size(); i++) {
            var builder = new VectorBuilder(columnTypes.get(i).physical(), 1);
            builder.append(row.get(i));
            columns.add(builder.build());
        }
        return new GivenRows(List.of(new Batch(columns, 1)));
    }

    @Override
    public Optional<Batch> next() {
        return Optional.ofNullable(batches.poll());
    }
}
