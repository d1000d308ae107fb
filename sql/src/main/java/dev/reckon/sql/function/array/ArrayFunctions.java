package dev.reckon.sql.function.array;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.ArrayLimits;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.function.text.Splitting;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The chapter "Array Functions and Operators".
public final class ArrayFunctions {
    private ArrayFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        DataType first =
                signature.argumentTypes().isEmpty() ? DataType.VOID : signature.argument(0);
        ValueOrder order = ValueOrder.of(first);
        return switch (signature.text()) {
            case "array_append(anycompatiblearray,anycompatible)" ->
                    value(row -> append(row.value(0), row.value(1)));
            case "array_prepend(anycompatible,anycompatiblearray)" ->
                    value(row -> prepend(row.value(0), row.value(1)));
            case "array_cat(anycompatiblearray,anycompatiblearray)" ->
                    value(row -> concatenate(row.value(0), row.value(1)));
            case "array_length(anyarray,int4)" ->
                    value(row ->
                            dimension(row)
                                    .<Value>map(d -> new Value.Int(row.array(0).lengths().get(d)))
                                    .orElse(Value.Null.NULL));
            case "array_lower(anyarray,int4)" ->
                    value(row ->
                            dimension(row)
                                    .<Value>map(
                                            d -> new Value.Int(row.array(0).lowerBounds().get(d)))
                                    .orElse(Value.Null.NULL));
            case "array_upper(anyarray,int4)" ->
                    value(row ->
                            dimension(row)
                                    .<Value>map(d ->
                                            new Value.Int(
                                                    row.array(0).lowerBounds().get(d)
                                                            + row.array(0).lengths().get(d)
                                                            - 1))
                                    .orElse(Value.Null.NULL));
            case "array_ndims(anyarray)" ->
                    value(row ->
                            row.array(0).lengths().isEmpty()
                                    ? Value.Null.NULL
                                    : new Value.Int(row.array(0).lengths().size()));
            case "array_dims(anyarray)" -> value(row -> dimensions(row.array(0)));
            case "cardinality(anyarray)" -> number(row -> row.array(0).elements().size());
            case "array_to_string(anyarray,text)", "array_to_string(anyarray,text,text)" ->
                    value(row -> join(row, first));
            case "string_to_array(text,text)", "string_to_array(text,text,text)" ->
                    value(row ->
                            row.isNull(0)
                                    ? Value.Null.NULL
                                    : Value.Array.of(
                                            Splitting.split(
                                                    row.text(0),
                                                    optional(row, 1),
                                                    optional(row, 2))));
            case "array_position(anycompatiblearray,anycompatible)",
                    "array_position(anycompatiblearray,anycompatible,int4)" ->
                    value(row -> position(row, order));
            case "array_positions(anycompatiblearray,anycompatible)" ->
                    value(row -> positions(row, order));
            case "array_remove(anycompatiblearray,anycompatible)" ->
                    value(row -> remove(row, order));
            case "array_replace(anycompatiblearray,anycompatible,anycompatible)" ->
                    value(row -> replace(row, order));
            case "arraycontains(anyarray,anyarray)" ->
                    bool(row -> contains(row.array(0), row.array(1), order));
            case "arraycontained(anyarray,anyarray)" ->
                    bool(row -> contains(row.array(1), row.array(0), order));
            case "arrayoverlap(anyarray,anyarray)" ->
                    bool(row -> overlaps(row.array(0), row.array(1), order));
            case "trim_array(anyarray,int4)" -> value(ArrayFunctions::trim);
            case "array_fill(anyelement,_int4)", "array_fill(anyelement,_int4,_int4)" ->
                    value(ArrayFunctions::fill);
            case "num_nulls(any)" -> number(row -> nulls(row));
            case "num_nonnulls(any)" -> number(row -> row.argumentCount() - nulls(row));
            case "width_bucket(anycompatible,anycompatiblearray)" ->
                    number(row -> bucket(row, ValueOrder.of(signature.argument(0))));
            case "text(anyarray)" ->
                    text(row -> ValueFormat.text(row.value(0), first, row.environment()));
            default -> Body.Missing.MISSING;
        };
    }

    private static Optional<String> optional(Row row, int argument) {
        return argument >= row.argumentCount() || row.isNull(argument)
                ? Optional.empty()
                : Optional.of(row.text(argument));
    }

    private static Value.Array orEmpty(Value value) {
        return value instanceof Value.Array array ? array : Value.Array.of(List.of());
    }

    private static Value append(Value arrayValue, Value element) {
        Value.Array array = orEmpty(arrayValue);
        requireVector(array);
        List<Value> elements = new ArrayList<>(array.elements());
        elements.add(element);
        return ArrayLimits.withinBounds(
                new Value.Array(
                        List.of(elements.size()),
                        array.lowerBounds().isEmpty() ? List.of(1) : array.lowerBounds(),
                        elements));
    }

    private static Value prepend(Value element, Value arrayValue) {
        Value.Array array = orEmpty(arrayValue);
        requireVector(array);
        if (!array.lowerBounds().isEmpty() && array.lowerBounds().getFirst() == Integer.MIN_VALUE) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        List<Value> elements = new ArrayList<>();
        elements.add(element);
        elements.addAll(array.elements());
        return new Value.Array(
                List.of(elements.size()),
                array.lowerBounds().isEmpty() ? List.of(1) : array.lowerBounds(),
                elements);
    }

    private static void requireVector(Value.Array array) {
        if (array.lengths().size() > 1) {
            throw new DatabaseException(
                    SqlState.DATA_EXCEPTION, "argument must be empty or one-dimensional array");
        }
    }

    private static Value concatenate(Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return left.isNull() ? right : left;
        }
        var a = (Value.Array) left;
        var b = (Value.Array) right;
        if (a.elements().isEmpty()) {
            return b;
        }
        if (b.elements().isEmpty()) {
            return a;
        }
        int aDimensions = a.lengths().size();
        int bDimensions = b.lengths().size();
        List<Value> elements = new ArrayList<>(a.elements());
        elements.addAll(b.elements());
        Value.Array outer = aDimensions >= bDimensions ? a : b;
        Value.Array other = aDimensions >= bDimensions ? b : a;
        boolean same = aDimensions == bDimensions;
        int skipped = same ? 1 : 0;
        if (Math.abs(aDimensions - bDimensions) > 1
                || !isSame(outer.lengths(), other.lengths(), skipped)
                || !isSame(outer.lowerBounds(), other.lowerBounds(), skipped)) {
            throw new DatabaseException(
                            SqlState.ARRAY_SUBSCRIPT_ERROR,
                            "cannot concatenate incompatible arrays")
                    .withDetail(
                            Math.abs(aDimensions - bDimensions) > 1
                                    ? "Arrays of %d and %d dimensions are not compatible for concatenation."
                                            .formatted(aDimensions, bDimensions)
                                    : "Arrays with differing "
                                            + (same ? "element " : "")
                                            + "dimensions are not compatible for concatenation.");
        }
        List<Integer> lengths = new ArrayList<>(outer.lengths());
        lengths.set(0, lengths.get(0) + (same ? other.lengths().get(0) : 1));
        return ArrayLimits.withinBounds(new Value.Array(lengths, outer.lowerBounds(), elements));
    }

    /// Returns whether dimensions below the first are those of another array.
    private static boolean isSame(List<Integer> outer, List<Integer> other, int skipped) {
        return outer.subList(1, outer.size()).equals(other.subList(skipped, other.size()));
    }

    private static Optional<Integer> dimension(Row row) {
        long dimension = row.number(1);
        return dimension >= 1 && dimension <= row.array(0).lengths().size()
                ? Optional.of((int) dimension - 1)
                : Optional.empty();
    }

    private static Value dimensions(Value.Array array) {
        if (array.lengths().isEmpty()) {
            return Value.Null.NULL;
        }
        var text = new StringBuilder();
        for (int i = 0; i < array.lengths().size(); i++) {
            int lower = array.lowerBounds().get(i);
            text.append('[')
                    .append(lower)
                    .append(':')
                    .append(lower + array.lengths().get(i) - 1)
                    .append(']');
        }
        return Value.text(text.toString());
    }

    private static Value join(Row row, DataType type) {
        if (row.isNull(0) || row.isNull(1)) {
            return Value.Null.NULL;
        }
        DataType element = ValueFormat.element(type, row.environment());
        Optional<String> nullText = optional(row, 2);
        List<String> parts = new ArrayList<>();
        for (Value value : Cancellation.each(row.array(0).elements())) {
            if (!value.isNull()) {
                parts.add(ValueFormat.text(value, element, row.environment()));
            } else {
                nullText.ifPresent(parts::add);
            }
        }
        return Value.text(String.join(row.text(1), parts));
    }

    private static void requireOneDimension(Value.Array array) {
        if (array.lengths().size() > 1) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "searching for elements in multidimensional arrays is not supported");
        }
    }

    private static Value position(Row row, ValueOrder order) {
        if (row.isNull(0)) {
            return Value.Null.NULL;
        }
        Value.Array array = row.array(0);
        requireOneDimension(array);
        if (row.argumentCount() > 2 && row.isNull(2)) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "initial position must not be null");
        }
        int lower = array.lowerBounds().isEmpty() ? 1 : array.lowerBounds().getFirst();
        long start = row.argumentCount() > 2 ? row.number(2) - lower : 0;
        for (int i = (int) Math.max(0, start); i < array.elements().size(); i++) {
            Cancellation.check(i);
            if (order.compare(array.elements().get(i), row.value(1)) == 0) {
                return new Value.Int(lower + i);
            }
        }
        return Value.Null.NULL;
    }

    private static Value positions(Row row, ValueOrder order) {
        if (row.isNull(0)) {
            return Value.Null.NULL;
        }
        Value.Array array = row.array(0);
        requireOneDimension(array);
        int lower = array.lowerBounds().isEmpty() ? 1 : array.lowerBounds().getFirst();
        List<Value> positions = new ArrayList<>();
        for (int i = 0; i < array.elements().size(); i++) {
            Cancellation.check(i);
            if (order.compare(array.elements().get(i), row.value(1)) == 0) {
                positions.add(new Value.Int(lower + i));
            }
        }
        return Value.Array.of(positions);
    }

    private static Value remove(Row row, ValueOrder order) {
        if (row.isNull(0)) {
            return Value.Null.NULL;
        }
        Value.Array array = row.array(0);
        if (array.lengths().size() > 1) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "removing elements from multidimensional arrays is not supported");
        }
        List<Value> kept = new ArrayList<>();
        for (Value element : Cancellation.each(array.elements())) {
            if (order.compare(element, row.value(1)) != 0) {
                kept.add(element);
            }
        }
        return kept.isEmpty()
                ? Value.Array.of(kept)
                : new Value.Array(List.of(kept.size()), array.lowerBounds(), kept);
    }

    private static Value replace(Row row, ValueOrder order) {
        if (row.isNull(0)) {
            return Value.Null.NULL;
        }
        Value.Array array = row.array(0);
        List<Value> elements = new ArrayList<>();
        for (Value element : Cancellation.each(array.elements())) {
            elements.add(order.compare(element, row.value(1)) == 0 ? row.value(2) : element);
        }
        return new Value.Array(array.lengths(), array.lowerBounds(), elements);
    }

    private static boolean contains(Value.Array outer, Value.Array inner, ValueOrder order) {
        for (Value wanted : Cancellation.each(inner.elements())) {
            if (!hasElement(outer, wanted, order)) {
                return false;
            }
        }
        return true;
    }

    private static boolean overlaps(Value.Array left, Value.Array right, ValueOrder order) {
        for (Value wanted : Cancellation.each(right.elements())) {
            if (hasElement(left, wanted, order)) {
                return true;
            }
        }
        return false;
    }

    /// NULL is no element here.
    private static boolean hasElement(Value.Array array, Value wanted, ValueOrder order) {
        if (wanted.isNull()) {
            return false;
        }
        for (Value element : Cancellation.each(array.elements())) {
            if (!element.isNull() && order.compare(element, wanted) == 0) {
                return true;
            }
        }
        return false;
    }

    private static Value trim(Row row) {
        Value.Array array = row.array(0);
        int length = array.lengths().isEmpty() ? 0 : array.lengths().getFirst();
        long count = row.number(1);
        if (count < 0 || count > length) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "number of elements to trim must be between 0 and " + length);
        }
        if (length == 0) {
            return array;
        }
        int lower = array.lowerBounds().getFirst();
        return ArrayShapes.slice(
                array, List.of(new int[] {lower, lower + length - (int) count - 1}));
    }

    private static Value.Array oneDimensional(Value.Array array) {
        if (array.lengths().size() > 1) {
            throw new DatabaseException(
                            SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts")
                    .withDetail("Dimension array must be one dimensional.");
        }
        return array;
    }

    private static Value fill(Row row) {
        if (row.isNull(1) || (row.argumentCount() > 2 && row.isNull(2))) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "dimension array or low bound array cannot be null");
        }
        List<Integer> lengths = integers(oneDimensional(row.array(1)));
        List<Integer> lowerBounds = new ArrayList<>();
        if (row.argumentCount() > 2) {
            lowerBounds = integers(oneDimensional(row.array(2)));
            if (lowerBounds.size() != lengths.size()) {
                throw new DatabaseException(
                                SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts")
                        .withDetail("Low bound array has different size than dimensions array.");
            }
        } else {
            for (int i = 0; i < lengths.size(); i++) {
                lowerBounds.add(1);
            }
        }
        ArrayLimits.requireDimensions(lengths.size());
        int count = ArrayLimits.elements(lengths);
        List<Value> elements = java.util.Collections.nCopies(count, row.value(0));
        Value.Array filled =
                ArrayLimits.withinBounds(new Value.Array(lengths, lowerBounds, elements));
        return count == 0 ? Value.Array.of(List.of()) : filled;
    }

    private static List<Integer> integers(Value.Array array) {
        List<Integer> numbers = new ArrayList<>();
        for (Value element : Cancellation.each(array.elements())) {
            if (!(element instanceof Value.Int(long number))) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "dimension values cannot be null");
            }
            numbers.add((int) number);
        }
        return numbers;
    }

    private static long nulls(Row row) {
        long count = 0;
        for (int i = 0; i < row.argumentCount(); i++) {
            count += row.isNull(i) ? 1 : 0;
        }
        return count;
    }

    private static long bucket(Row row, ValueOrder order) {
        if (row.array(1).lengths().size() > 1) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "thresholds must be one-dimensional array");
        }
        long bucket = 0;
        for (Value threshold : Cancellation.each(row.array(1).elements())) {
            if (threshold.isNull()) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
            }
            bucket += order.compare(row.value(0), threshold) >= 0 ? 1 : 0;
        }
        return bucket;
    }
}
