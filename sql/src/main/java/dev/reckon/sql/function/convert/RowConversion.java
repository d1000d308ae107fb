package dev.reckon.sql.function.convert;

import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes rows of composite types rows of type `record`.
public final class RowConversion {
    private RowConversion() {}

    /// Returns a strict kernel of one argument that gives rows their fields' names and types.
    public static Kernel shaping(List<Names.Field> fields) {
        var shape =
                new RowShape(
                        fields.stream().map(Names.Field::name).toList(),
                        fields.stream().map(Names.Field::type).toList());
        return (arguments, rows, _) -> {
            ColumnVector vector = arguments.getFirst();
            Value[] results = new Value[rows.rowCount()];
            Arrays.fill(results, Value.Null.NULL);
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (vector.value(row) instanceof Value.Row(List<Value> values, RowShape _)) {
                    List<Value> padded = new ArrayList<>(values);
                    while (padded.size() < shape.types().size()) {
                        padded.add(Value.Null.NULL);
                    }
                    results[row] = new Value.Row(padded, shape);
                }
            }
            return ObjectVector.of(results);
        };
    }
}
