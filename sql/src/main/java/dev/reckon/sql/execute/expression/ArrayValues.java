package dev.reckon.sql.execute.expression;

import dev.reckon.sql.format.ArrayLimits;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Makes arrays and takes them apart, as PostgreSQL's chapter "Arrays" says.
final class ArrayValues {
    private ArrayValues() {}

    /// Makes an array of arrays, with one dimension more than they have.
    static Value nest(List<Value> elements) {
        List<Integer> lengths = List.of();
        List<Integer> lowerBounds = List.of();
        var flat = new ArrayList<Value>();
        boolean hasEmpty = false;
        for (Value element : elements) {
            if (!(element instanceof Value.Array array) || array.lengths().isEmpty()) {
                hasEmpty = true;
                continue;
            }
            if (lengths.isEmpty()) {
                lengths = array.lengths();
                lowerBounds = array.lowerBounds();
            } else if (!lengths.equals(array.lengths())
                    || !lowerBounds.equals(array.lowerBounds())) {
                throw mismatch();
            }
            flat.addAll(array.elements());
        }
        if (lengths.isEmpty()) {
            return Value.Array.of(List.of());
        }
        if (hasEmpty) {
            throw mismatch();
        }
        ArrayLimits.requireDimensions(lengths.size() + 1);
        var allLengths = new ArrayList<Integer>();
        allLengths.add(elements.size());
        allLengths.addAll(lengths);
        var allBounds = new ArrayList<Integer>();
        allBounds.add(1);
        allBounds.addAll(lowerBounds);
        return new Value.Array(allLengths, allBounds, flat);
    }

    private static DatabaseException mismatch() {
        return new DatabaseException(
                SqlState.ARRAY_SUBSCRIPT_ERROR,
                "multidimensional arrays must have array expressions with matching dimensions");
    }

    /// Returns one element; NULL when a subscript is NULL or out of bounds, or when there is not
    /// one for each dimension.
    ///
    /// @param operands the array, then the subscripts
    static Value element(List<Value> operands) {
        if (!(operands.get(0) instanceof Value.Array array)
                || array.lengths().size() != operands.size() - 1) {
            return Value.Null.NULL;
        }
        int index = 0;
        for (int dimension = 0; dimension < array.lengths().size(); dimension++) {
            if (!(operands.get(dimension + 1) instanceof Value.Int(long subscript))) {
                return Value.Null.NULL;
            }
            long offset = subscript - array.lowerBounds().get(dimension);
            int length = array.lengths().get(dimension);
            if (offset < 0 || offset >= length) {
                return Value.Null.NULL;
            }
            index = index * length + (int) offset;
        }
        return array.elements().get(index);
    }

    /// Returns a part of an array, with subscripts from 1.
    ///
    /// @param operands the array, then the ends that are given, in order
    /// @param hasLower for each dimension given, whether its lower end is
    /// @param hasUpper likewise
    static Value slice(List<Value> operands, List<Boolean> hasLower, List<Boolean> hasUpper) {
        if (!(operands.get(0) instanceof Value.Array array)
                || operands.stream().anyMatch(Value::isNull)) {
            return Value.Null.NULL;
        }
        int dimensions = array.lengths().size();
        if (dimensions == 0 || hasLower.size() > dimensions) {
            return Value.Array.of(List.of());
        }
        int[] from = new int[dimensions];
        var lengths = new ArrayList<Integer>();
        int next = 1;
        for (int dimension = 0; dimension < dimensions; dimension++) {
            long least = array.lowerBounds().get(dimension);
            long greatest = least + array.lengths().get(dimension) - 1;
            long lower = least;
            long upper = greatest;
            if (dimension < hasLower.size()) {
                if (hasLower.get(dimension)) {
                    lower = Math.max(least, ((Value.Int) operands.get(next++)).value());
                }
                if (hasUpper.get(dimension)) {
                    upper = Math.min(greatest, ((Value.Int) operands.get(next++)).value());
                }
            }
            if (lower > upper) {
                return Value.Array.of(List.of());
            }
            from[dimension] = (int) (lower - least);
            lengths.add((int) (upper - lower + 1));
        }
        var elements = new ArrayList<Value>();
        copy(array, from, lengths, 0, 0, elements);
        return new Value.Array(lengths, lengths.stream().map(_ -> 1).toList(), elements);
    }

    private static void copy(
            Value.Array array,
            int[] from,
            List<Integer> lengths,
            int dimension,
            int start,
            List<Value> target) {
        for (int i = 0; i < lengths.get(dimension); i++) {
            int index = start * array.lengths().get(dimension) + from[dimension] + i;
            if (dimension == from.length - 1) {
                target.add(array.elements().get(index));
            } else {
                copy(array, from, lengths, dimension + 1, index, target);
            }
        }
    }
}
