package dev.reckon.sql.function.array;

import dev.reckon.sql.format.ArrayLimits;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Puts elements and slices into arrays, as PostgreSQL's section "Modifying Arrays" says.
public final class ArrayAssignment {
    private static final Value.Array EMPTY = Value.Array.of(List.of());

    private ArrayAssignment() {}

    /// Returns an array with one element changed; an array of one dimension grows to hold it.
    ///
    /// @param container the array, or NULL
    /// @throws DatabaseException 2202E, 22004, 54000
    public static Value element(Value container, List<Value> subscripts, Value value) {
        int[] at = numbers(subscripts);
        ArrayLimits.requireDimensions(at.length);
        Value.Array array = container instanceof Value.Array some ? some : EMPTY;
        if (array.lengths().isEmpty()) {
            return ArrayLimits.withinBounds(
                    new Value.Array(Collections.nCopies(at.length, 1), boxed(at), List.of(value)));
        }
        if (array.lengths().size() != at.length) {
            throw error("wrong number of array subscripts");
        }
        if (at.length == 1) {
            return put(array, at[0], at[0], List.of(value));
        }
        int index = 0;
        for (int i = 0; i < at.length; i++) {
            long offset = (long) at[i] - array.lowerBounds().get(i);
            if (offset < 0 || offset >= array.lengths().get(i)) {
                throw error("array subscript out of range");
            }
            index = index * array.lengths().get(i) + (int) offset;
        }
        List<Value> elements = new ArrayList<>(array.elements());
        elements.set(index, value);
        return new Value.Array(array.lengths(), array.lowerBounds(), elements);
    }

    /// Returns an array with a part changed; an array of one dimension grows to hold it.
    ///
    /// @param container the array, or NULL
    /// @param bounds those that are given, in order
    /// @param hasLower for each dimension, whether its lower bound is given
    /// @param hasUpper likewise
    /// @param value the new elements, in order, at least as many as the part has; NULL changes
    ///   nothing
    /// @throws DatabaseException 2202E, 22004, 54000
    public static Value part(
            Value container,
            List<Value> bounds,
            List<Boolean> hasLower,
            List<Boolean> hasUpper,
            Value value) {
        int[] given = numbers(bounds);
        Value.Array array = container instanceof Value.Array some ? some : EMPTY;
        if (!(value instanceof Value.Array(List<Integer> _, List<Integer> _, List<Value> items))) {
            return array;
        }
        ArrayLimits.requireDimensions(hasLower.size());
        boolean fresh = array.lengths().isEmpty();
        if (fresh && (hasLower.contains(false) || hasUpper.contains(false))) {
            throw error("array slice subscript must provide both boundaries")
                    .withDetail(
                            "When assigning to a slice of an empty array value, slice boundaries"
                                    + " must be fully specified.");
        }
        int dimensions = fresh ? hasLower.size() : array.lengths().size();
        if (dimensions < hasLower.size()) {
            throw error("wrong number of array subscripts");
        }
        int[] lower = new int[dimensions];
        int[] upper = new int[dimensions];
        int next = 0;
        for (int i = 0; i < dimensions; i++) {
            boolean named = i < hasLower.size();
            lower[i] = named && hasLower.get(i) ? given[next++] : array.lowerBounds().get(i);
            upper[i] =
                    named && hasUpper.get(i)
                            ? given[next++]
                            : array.lowerBounds().get(i) + array.lengths().get(i) - 1;
        }
        long count = 1;
        for (int i = 0; i < dimensions; i++) {
            if (lower[i] > upper[i] && !fresh) {
                throw error("upper bound cannot be less than lower bound");
            }
            count = ArrayLimits.elements(count * (1L + upper[i] - lower[i]));
        }
        if (items.size() < count) {
            throw error("source array too small");
        }
        List<Value> source = items.subList(0, (int) count);
        if (fresh) {
            List<Integer> lengths = new ArrayList<>();
            for (int i = 0; i < dimensions; i++) {
                lengths.add(1 + upper[i] - lower[i]);
            }
            return count == 0
                    ? EMPTY
                    : ArrayLimits.withinBounds(new Value.Array(lengths, boxed(lower), source));
        }
        if (dimensions == 1) {
            return put(array, lower[0], upper[0], source);
        }
        for (int i = 0; i < dimensions; i++) {
            long first = array.lowerBounds().get(i);
            if (lower[i] < first || upper[i] >= first + array.lengths().get(i)) {
                throw error("array subscript out of range");
            }
        }
        List<Value> elements = new ArrayList<>(array.elements());
        copy(array, lower, upper, 0, 0, source.iterator(), elements);
        return new Value.Array(array.lengths(), array.lowerBounds(), elements);
    }

    /// Puts elements into an array of one dimension. A gap is filled with NULLs.
    private static Value put(Value.Array array, int from, int to, List<Value> source) {
        long first = array.lowerBounds().getFirst();
        long end = first + array.lengths().getFirst();
        long newFirst = Math.min(first, from);
        long newEnd = Math.max(end, to + 1L);
        int count = ArrayLimits.elements(newEnd - newFirst);
        List<Value> elements = new ArrayList<>(Collections.nCopies(count, Value.Null.NULL));
        for (int i = 0; i < array.elements().size(); i++) {
            Cancellation.check(i);
            elements.set((int) (first - newFirst) + i, array.elements().get(i));
        }
        for (int i = 0; i < source.size(); i++) {
            Cancellation.check(i);
            elements.set((int) (from - newFirst) + i, source.get(i));
        }
        return ArrayLimits.withinBounds(
                new Value.Array(List.of(count), List.of((int) newFirst), elements));
    }

    private static void copy(
            Value.Array array,
            int[] lower,
            int[] upper,
            int dimension,
            int start,
            java.util.Iterator<Value> source,
            List<Value> elements) {
        for (int at = lower[dimension]; at <= upper[dimension]; at++) {
            Cancellation.check(at);
            int index =
                    start * array.lengths().get(dimension)
                            + at
                            - array.lowerBounds().get(dimension);
            if (dimension == lower.length - 1) {
                elements.set(index, source.next());
            } else {
                copy(array, lower, upper, dimension + 1, index, source, elements);
            }
        }
    }

    private static int[] numbers(List<Value> subscripts) {
        int[] numbers = new int[subscripts.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(subscripts.get(i) instanceof Value.Int(long number))) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "array subscript in assignment must not be null");
            }
            numbers[i] = (int) number;
        }
        return numbers;
    }

    private static List<Integer> boxed(int[] numbers) {
        return java.util.Arrays.stream(numbers).boxed().toList();
    }

    private static DatabaseException error(String message) {
        return new DatabaseException(SqlState.ARRAY_SUBSCRIPT_ERROR, message);
    }
}
