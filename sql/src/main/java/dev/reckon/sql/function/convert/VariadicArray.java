package dev.reckon.sql.function.convert;

import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
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

    /// Returns a kernel whose last argument is an array for one that takes its elements one by one:
    /// a call with `VARIADIC` of a function of any number of arguments of any type.
    ///
    /// @param type the result's
    /// @param nullWithoutArray whether the result is NULL when the array is
    public static Kernel spread(
            Kernel kernel, PhysicalType element, PhysicalType type, boolean nullWithoutArray) {
        return (arguments, rows, environment) -> {
            var results = new VectorBuilder(type, rows.rowCount());
            int last = arguments.size() - 1;
            for (int row = 0, next = 0; row < rows.rowCount(); row++) {
                if (next == rows.selectedCount() || rows.row(next) != row) {
                    results.append(Value.Null.NULL);
                    continue;
                }
                next++;
                Value array = arguments.get(last).value(row);
                if (array.isNull() && nullWithoutArray) {
                    results.append(Value.Null.NULL);
                    continue;
                }
                List<ColumnVector> single = new ArrayList<>();
                for (ColumnVector fixed : arguments.subList(0, last)) {
                    single.add(fixed.gather(new int[] {row}, 1));
                }
                if (array instanceof Value.Array present) {
                    present.elements().forEach(value -> single.add(single(element, value)));
                }
                results.append(
                        kernel.compute(single, new Batch(List.of(), 1), environment).value(0));
            }
            return results.build();
        };
    }

    private static ColumnVector single(PhysicalType type, Value value) {
        var builder = new VectorBuilder(type, 1);
        builder.append(value);
        return builder.build();
    }
}
