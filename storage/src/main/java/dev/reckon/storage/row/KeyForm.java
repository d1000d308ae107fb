package dev.reckon.storage.row;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.Set;

/// The ways in which values become key bytes.
enum KeyForm {
    BOOLEAN(1),
    INT2(2),
    INT4(4),
    INT8(8),
    /// Eight bytes that PostgreSQL compares unsigned: pg_lsn and xid8.
    UNSIGNED8(8),
    FLOAT4(4),
    FLOAT8(8),
    UUID(16),
    NUMERIC(-1),
    STRING(-1),
    /// Strings whose trailing blanks do not count.
    PADDED_STRING(-1),
    /// What the value itself says: intervals, arrays, ranges, ….
    OBJECT(-1);

    private static final int UUID_BYTES = 16;

    /// Types that PostgreSQL cannot sort, or that sort in a way that has no key bytes here.
    private static final Set<DataType> WITHOUT_ORDER =
            Set.of(
                    DataType.JSON,
                    DataType.JSONB,
                    DataType.JSONPATH,
                    DataType.XML,
                    DataType.PG_NODE_TREE,
                    DataType.ACLITEM,
                    DataType.INT2VECTOR,
                    DataType.OIDVECTOR,
                    DataType.TID,
                    DataType.REFCURSOR,
                    DataType.XID,
                    DataType.CID);

    private final int byteCount;

    KeyForm(int byteCount) {
        this.byteCount = byteCount;
    }

    /// Returns the width of the form in bytes, -1 when it varies.
    int byteCount() {
        return byteCount;
    }

    /// Returns whether a value that is not NULL is of the kind that the form writes.
    boolean fits(Value value) {
        return switch (this) {
            case BOOLEAN, INT2, INT4, INT8, UNSIGNED8 -> value instanceof Value.Int;
            case FLOAT4, FLOAT8 -> value instanceof Value.Real;
            case NUMERIC -> value instanceof Value.Numeric || value instanceof Value.SpecialNumeric;
            case UUID, STRING, PADDED_STRING -> value instanceof Value.Bytes;
            case OBJECT ->
                    switch (value) {
                        case Value.Interval _,
                                Value.TimeTz _,
                                Value.Bits _,
                                Value.Inet _,
                                Value.Array _,
                                Value.Range _,
                                Value.MultiRange _,
                                Value.Row _ ->
                                true;
                        default -> false;
                    };
        };
    }

    /// Returns the form of a type.
    ///
    /// @throws DatabaseException 0A000 when values of the type have no order
    static KeyForm of(DataType type) {
        if (WITHOUT_ORDER.contains(type) || type.category() == TypeCategory.GEOMETRIC) {
            throw DatabaseException.notSupported(
                    "a key column of type " + type, "Use a column of another type as the key.");
        }
        return switch (type.physical()) {
            case BOOLEAN -> BOOLEAN;
            case INT2 -> INT2;
            case INT4 -> INT4;
            case INT8 ->
                    type.equals(DataType.PG_LSN) || type.equals(DataType.XID8) ? UNSIGNED8 : INT8;
            case FLOAT4 -> FLOAT4;
            case FLOAT8 -> FLOAT8;
            case NUMERIC -> NUMERIC;
            case BYTES -> {
                if (type.equals(DataType.BPCHAR)) {
                    yield PADDED_STRING;
                }
                yield type.byteLength() == UUID_BYTES ? UUID : STRING;
            }
            case OBJECT -> OBJECT;
        };
    }
}
