package dev.reckon.sql.bind;

import dev.reckon.sql.ast.SortKey.Direction;
import dev.reckon.sql.ast.SortKey.NullOrder;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.Set;

/// Sort keys, and which types have an order or an equality at all.
final class Orders {
    private static final Set<DataType> WITHOUT_ORDER = Set.of(DataType.XID, DataType.CID);
    private static final Set<DataType> WITHOUT_EQUALITY =
            Set.of(DataType.JSON, DataType.JSONPATH, DataType.XML, DataType.REFCURSOR);

    private Orders() {}

    /// Makes a sort key of a value, as the syntax tree's key directs it.
    static SortKey key(Scalar value, dev.reckon.sql.ast.SortKey key) {
        requireOrder(value.type(), key.position());
        boolean descending = key.direction() == Direction.DESCENDING;
        if (key.using().isPresent()) {
            descending =
                    switch (key.using().get().symbol()) {
                        case "<" -> false;
                        case ">" -> true;
                        default ->
                                throw new DatabaseException(
                                                SqlState.WRONG_OBJECT_TYPE,
                                                "operator "
                                                        + key.using().get().symbol()
                                                        + " is not a valid ordering operator")
                                        .withHint(
                                                "Ordering operators must be \"<\" or \">\" members"
                                                        + " of btree operator families.")
                                        .at(key.position());
                    };
        }
        boolean nullsFirst =
                key.nulls() == NullOrder.DEFAULT ? descending : key.nulls() == NullOrder.FIRST;
        return new SortKey(value, descending, nullsFirst);
    }

    /// @throws DatabaseException 42883 when values of the type can't be sorted
    static void requireOrder(DataType type, int position) {
        if (WITHOUT_ORDER.contains(type) || isWithoutEquality(type)) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION,
                            "could not identify an ordering operator for type " + type)
                    .withHint("Use an explicit ordering operator or modify the query.")
                    .at(position);
        }
    }

    /// @throws DatabaseException 42883 when values of the type can't be compared
    static void requireEquality(DataType type, int position) {
        if (isWithoutEquality(type)) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION,
                            "could not identify an equality operator for type " + type)
                    .at(position);
        }
    }

    /// Geometric types have operators named `=`, which no operator class has.
    private static boolean isWithoutEquality(DataType type) {
        return WITHOUT_EQUALITY.contains(type) || type.category() == TypeCategory.GEOMETRIC;
    }
}
