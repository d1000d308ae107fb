package dev.reckon.sql.function.array;

import dev.reckon.sql.format.ArrayLimits;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Builds arrays of arrays and reads their dimensions.
public final class ArrayShapes {
    private ArrayShapes() {}

    /// Returns an array whose elements are the given arrays of equal shape: `ARRAY[a, b]`.
    ///
    /// @throws DatabaseException 2202E when the shapes differ
    public static Value.Array stack(List<Value.Array> arrays) {
        List<Integer> lengths = new ArrayList<>();
        List<Integer> lowerBounds = new ArrayList<>();
        List<Value> elements = new ArrayList<>();
        Value.Array first = arrays.getFirst();
        for (Value.Array array : Cancellation.each(arrays)) {
            if (!array.lengths().equals(first.lengths())) {
                throw new DatabaseException(
                        SqlState.ARRAY_SUBSCRIPT_ERROR,
                        "multidimensional arrays must have array expressions with matching"
                                + " dimensions");
            }
            elements.addAll(array.elements());
        }
        if (elements.isEmpty()) {
            return Value.Array.of(List.of());
        }
        ArrayLimits.requireDimensions(first.lengths().size() + 1);
        lengths.add(arrays.size());
        lengths.addAll(first.lengths());
        lowerBounds.add(1);
        lowerBounds.addAll(first.lowerBounds());
        return new Value.Array(lengths, lowerBounds, elements);
    }

    /// Returns the element at subscripts; NULL outside.
    ///
    /// @param subscripts as many as there are dimensions, otherwise the result is NULL
    public static Value element(Value.Array array, int... subscripts) {
        if (subscripts.length != array.lengths().size()) {
            return Value.Null.NULL;
        }
        int index = 0;
        for (int i = 0; i < subscripts.length; i++) {
            int offset = subscripts[i] - array.lowerBounds().get(i);
            if (offset < 0 || offset >= array.lengths().get(i)) {
                return Value.Null.NULL;
            }
            index = index * array.lengths().get(i) + offset;
        }
        return array.elements().get(index);
    }

    /// Returns the part of an array between lower and upper subscripts, which begins at 1; empty
    /// when nothing is there.
    ///
    /// @param bounds lower and upper subscript of each dimension in turn; missing ones are whole
    public static Value.Array slice(Value.Array array, List<int[]> bounds) {
        if (bounds.size() > array.lengths().size()) {
            return Value.Array.of(List.of());
        }
        int dimensions = array.lengths().size();
        int[] from = new int[dimensions];
        int[] count = new int[dimensions];
        List<Integer> lengths = new ArrayList<>();
        List<Integer> lowerBounds = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            int first = array.lowerBounds().get(i);
            int last = first + array.lengths().get(i) - 1;
            int lower = i < bounds.size() ? Math.max(first, bounds.get(i)[0]) : first;
            int upper = i < bounds.size() ? Math.min(last, bounds.get(i)[1]) : last;
            if (lower > upper) {
                return Value.Array.of(List.of());
            }
            from[i] = lower - first;
            count[i] = upper - lower + 1;
            lengths.add(count[i]);
            lowerBounds.add(1);
        }
        List<Value> elements = new ArrayList<>();
        collect(array, from, count, 0, 0, elements);
        return new Value.Array(lengths, lowerBounds, elements);
    }

    private static void collect(
            Value.Array array,
            int[] from,
            int[] count,
            int dimension,
            int base,
            List<Value> elements) {
        if (dimension == from.length) {
            elements.add(array.elements().get(base));
            return;
        }
        for (int i = 0; i < count[dimension]; i++) {
            Cancellation.check(i);
            collect(
                    array,
                    from,
                    count,
                    dimension + 1,
                    base * array.lengths().get(dimension) + from[dimension] + i,
                    elements);
        }
    }
}
