package dev.reckon.sql.function.set;

import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Cuts rows that come one by one into batches.
final class TableRows {
    private TableRows() {}

    /// Returns the rows of an iterator.
    ///
    /// @param types the columns' types: as many as each row has values
    static Rows of(List<DataType> types, Iterator<List<Value>> rows) {
        return () -> {
            if (!rows.hasNext()) {
                return Optional.empty();
            }
            List<VectorBuilder> builders =
                    types.stream()
                            .map(type -> new VectorBuilder(type.physical(), Batch.ROW_COUNT))
                            .toList();
            int count = 0;
            while (count < Batch.ROW_COUNT && rows.hasNext()) {
                List<Value> row = rows.next();
                for (int i = 0; i < builders.size(); i++) {
                    builders.get(i).append(row.get(i));
                }
                count++;
            }
            List<ColumnVector> columns = new ArrayList<>();
            builders.forEach(builder -> columns.add(builder.build()));
            return Optional.of(new Batch(columns, count));
        };
    }

    /// Returns the rows of a set with one column.
    static Rows ofColumn(DataType type, Iterator<Value> values) {
        return of(
                List.of(type),
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return values.hasNext();
                    }

                    @Override
                    public List<Value> next() {
                        return List.of(values.next());
                    }
                });
    }

    /// Returns no rows.
    static Rows none() {
        return Optional::empty;
    }
}
