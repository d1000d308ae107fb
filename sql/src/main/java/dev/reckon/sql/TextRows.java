package dev.reckon.sql;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Rows of texts, for SHOW and EXPLAIN.
final class TextRows {
    private TextRows() {}

    static List<ResultColumn> columns(String... names) {
        var columns = new ArrayList<ResultColumn>();
        for (String name : names) {
            columns.add(new ResultColumn(name, DataType.TEXT, -1, 0, 0));
        }
        return columns;
    }

    static Result of(List<ResultColumn> columns, List<List<String>> rows, String tag) {
        if (rows.isEmpty()) {
            return new FixedRows(columns, List.of(), tag);
        }
        var vectors = new ArrayList<ColumnVector>();
        for (int i = 0; i < columns.size(); i++) {
            int index = i;
            vectors.add(
                    BytesVector.of(
                            rows.stream()
                                    .map(row -> Value.text(row.get(index)))
                                    .toArray(Value[]::new)));
        }
        return new FixedRows(columns, List.of(new Batch(vectors, rows.size())), tag);
    }
}
