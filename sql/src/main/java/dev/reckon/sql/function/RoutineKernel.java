package dev.reckon.sql.function;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Calls a routine of the catalog, row by row in order. Not for scan workers: the session runs it.
///
/// @param strict whether a NULL argument gives NULL
/// @param shape what the fields of the result are, when it is a row of no named type;
///   [RowShape#UNKNOWN] otherwise
public record RoutineKernel(CalledRoutine routine, boolean strict, RowShape shape)
        implements Kernel {
    @Override
    public ColumnVector compute(List<ColumnVector> arguments, Batch rows, Environment environment) {
        RoutineCalls calls = environment.routines();
        var builder = new VectorBuilder(routine.resultType().physical(), rows.rowCount());
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            while (builder.rowCount() < row) {
                builder.appendNull();
            }
            var values = new ArrayList<Value>(arguments.size());
            boolean hasNull = false;
            for (ColumnVector argument : arguments) {
                Value value = argument.value(row);
                hasNull |= value.isNull();
                values.add(value);
            }
            builder.append(strict && hasNull ? Value.Null.NULL : calls.value(routine, values));
        }
        while (builder.rowCount() < rows.rowCount()) {
            builder.appendNull();
        }
        return builder.build();
    }
}
