package dev.reckon.sql.function.convert;

import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Packs the last arguments of a call into the array that a variadic parameter is.
public final class VariadicArray {
    private VariadicArray() {}

    /// Does for a table function what the other method does for a kernel.
    public static TableFunction.Implementation pack(
            TableFunction.Implementation implementation, int fixedCount) {
        return (arguments, columnNames, columnTypes, environment) -> {
            List<Value> packed = new ArrayList<>(arguments.subList(0, fixedCount));
            packed.add(Value.Array.of(arguments.subList(fixedCount, arguments.size())));
            return implementation.open(packed, columnNames, columnTypes, environment);
        };
    }

    /// Returns a kernel that takes arguments one by one for one whose last parameter is an array.
    ///
    /// @param fixedCount the number of parameters before it
    public static Kernel pack(Kernel kernel, int fixedCount) {
        return (arguments, rows, environment) -> {
            List<ColumnVector> packed = new ArrayList<>(arguments.subList(0, fixedCount));
            List<ColumnVector> rest = arguments.subList(fixedCount, arguments.size());
            Value[] arrays = new Value[rows.rowCount()];
            for (int row = 0; row < arrays.length; row++) {
                List<Value> elements = new ArrayList<>(rest.size());
                for (ColumnVector vector : rest) {
                    elements.add(vector.value(row));
                }
                arrays[row] = Value.Array.of(elements);
            }
            packed.add(ObjectVector.of(arrays));
            return kernel.compute(packed, rows, environment);
        };
    }
}
