package dev.reckon.sql.function.convert;

import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Converts arrays by converting their elements.
public final class ArrayConversion {
    private ArrayConversion() {}

    /// Returns a kernel over arrays for a strict kernel over elements; arguments after the array
    /// are the same for all of an array's elements.
    public static Kernel kernel(DataType source, Kernel elementKernel) {
        return (arguments, rows, environment) -> {
            ColumnVector arrays = arguments.getFirst();
            Value[] results = new Value[rows.rowCount()];
            java.util.Arrays.fill(results, Value.Null.NULL);
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (arrays.value(row)
                        instanceof
                        Value.Array(
                                List<Integer> lengths,
                                List<Integer> lowerBounds,
                                List<Value> elements)) {
                    var builder = new VectorBuilder(source.physical(), elements.size());
                    elements.forEach(builder::append);
                    List<ColumnVector> operands = new ArrayList<>();
                    operands.add(builder.build());
                    for (ColumnVector other : arguments.subList(1, arguments.size())) {
                        operands.add(repeated(other.value(row), elements.size()));
                    }
                    ColumnVector converted =
                            elementKernel.compute(
                                    operands, new Batch(List.of(), elements.size()), environment);
                    List<Value> values = new ArrayList<>(elements.size());
                    for (int index = 0; index < elements.size(); index++) {
                        Cancellation.check(index);
                        values.add(converted.value(index));
                    }
                    results[row] = new Value.Array(lengths, lowerBounds, values);
                }
            }
            return ObjectVector.of(results);
        };
    }

    private static ColumnVector repeated(Value value, int count) {
        var builder = new VectorBuilder(PhysicalType.INT4, count);
        for (int i = 0; i < count; i++) {
            builder.append(value);
        }
        return builder.build();
    }

    /// Returns a strict kernel over arrays that passes those whose elements meet a domain's
    /// constraints.
    public static Kernel checked(DataType domain) {
        return (arguments, rows, environment) -> {
            ColumnVector arrays = arguments.getFirst();
            Value[] results = new Value[rows.rowCount()];
            java.util.Arrays.fill(results, Value.Null.NULL);
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                results[row] = arrays.value(row);
                if (results[row] instanceof Value.Array array) {
                    array.elements().forEach(element -> environment.checked(element, domain));
                }
            }
            return ObjectVector.of(results);
        };
    }
}
