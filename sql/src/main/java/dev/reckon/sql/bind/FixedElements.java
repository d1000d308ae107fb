package dev.reckon.sql.bind;

import dev.reckon.sql.function.geometry.ShapeElements;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// Subscripts of types that count as arrays of a fixed length: a point is two numbers, a box two
/// points. They count from 0.
final class FixedElements {
    private FixedElements() {}

    static boolean has(DataType type) {
        return ShapeElements.type(type).isPresent();
    }

    /// Returns the type of a type's elements.
    ///
    /// @throws DatabaseException 42804 when it has none
    static DataType find(DataType container, int position) {
        return ShapeElements.type(container)
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "cannot subscript type "
                                                + container
                                                + " because it does not support subscripting")
                                .at(position));
    }

    /// Returns an element; NULL where there is none.
    static Scalar element(Scalar container, DataType type, List<Scalar> indexes) {
        return call(container, type, indexes, List.of(), ShapeElements.type(type).orElseThrow());
    }

    /// Returns the container with an element put in.
    static Scalar assignment(Scalar container, DataType type, List<Scalar> indexes, Scalar value) {
        return call(container, type, indexes, List.of(value), type);
    }

    private static Scalar call(
            Scalar container,
            DataType type,
            List<Scalar> indexes,
            List<Scalar> value,
            DataType result) {
        List<Scalar> arguments = new ArrayList<>(value);
        arguments.addFirst(container);
        arguments.addAll(indexes);
        return new Scalar.Call(
                ShapeElements.function(type, indexes.size(), !value.isEmpty()),
                arguments,
                result,
                -1,
                0);
    }

    /// @throws DatabaseException 0A000 when a type has such elements, of which there are no slices
    static void requireNone(DataType type) {
        if (has(type)) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "slices of fixed-length arrays not implemented");
        }
    }
}
