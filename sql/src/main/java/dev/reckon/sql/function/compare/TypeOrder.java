package dev.reckon.sql.function.compare;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.Arrays;

/// How values of one type compare and hash, for sorting, hash joins and grouping: PostgreSQL's
/// default operator classes. Immutable; safe for many threads.
public sealed interface TypeOrder {
    /// Joined to a row's hash for a NULL.
    long NULL_HASH = 0x51ED270B9F652A35L;

    /// Returns the order of a type.
    ///
    /// @throws DatabaseException 42883 when it has none (json, xid, …)
    static TypeOrder of(DataType type) {
        if (!exists(type)) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION,
                            "could not identify an ordering operator for type " + type)
                    .withHint("Use an explicit ordering operator or modify the query.");
        }
        return ofAny(type);
    }

    /// Returns whether PostgreSQL has an order of a type.
    static boolean exists(DataType type) {
        return switch (type.name()) {
            case "json",
                    "_json",
                    "jsonpath",
                    "xml",
                    "_xml",
                    "xid",
                    "cid",
                    "aclitem",
                    "pg_node_tree",
                    "refcursor",
                    "point",
                    "line",
                    "lseg",
                    "box",
                    "path",
                    "polygon",
                    "circle" ->
                    false;
            default -> true;
        };
    }

    /// Returns an order of a type even when PostgreSQL has none: for equality of xid and the like.
    static TypeOrder ofAny(DataType type) {
        return switch (type.physical()) {
            case BOOLEAN, INT2, INT4, INT8 -> OfLongs.ORDER;
            case FLOAT4, FLOAT8 -> OfDoubles.ORDER;
            case NUMERIC -> OfNumerics.ORDER;
            case BYTES ->
                    switch (type.name()) {
                        case "bpchar" -> OfBlankPadded.ORDER;
                        case "jsonb" -> new OfValues(ValueOrder.of(type));
                        default -> OfBytes.ORDER;
                    };
            case OBJECT -> new OfValues(ValueOrder.of(type));
        };
    }

    /// Compares two rows, neither of which is NULL: negative, zero or positive.
    int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow);

    /// Returns whether two rows, neither of which is NULL, are equal.
    default boolean isEqual(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        return compare(left, leftRow, right, rightRow) == 0;
    }

    /// Returns the hash of a row that is not NULL; equal rows have equal hashes.
    long hash(ColumnVector vector, int row);

    /// Joins this column to the hashes of rows.
    ///
    /// @param hashes one for each selected row, in their order
    default void addHashes(ColumnVector vector, Batch rows, long[] hashes) {
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            hashes[i] =
                    Hashes.combine(hashes[i], vector.isNull(row) ? NULL_HASH : hash(vector, row));
        }
    }

    /// Integers, booleans, dates, timestamps, enums.
    enum OfLongs implements TypeOrder {
        ORDER;

        @Override
        public int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            return Long.compare(
                    ((LongVector) left).values()[leftRow], ((LongVector) right).values()[rightRow]);
        }

        @Override
        public long hash(ColumnVector vector, int row) {
            return Hashes.ofLong(((LongVector) vector).values()[row]);
        }

        @Override
        public void addHashes(ColumnVector vector, Batch rows, long[] hashes) {
            long[] values = ((LongVector) vector).values();
            if (vector.hasNoNulls() && rows.isDense()) {
                for (int row = 0; row < rows.rowCount(); row++) {
                    hashes[row] = Hashes.combine(hashes[row], Hashes.ofLong(values[row]));
                }
            } else {
                TypeOrder.super.addHashes(vector, rows, hashes);
            }
        }
    }

    /// real, double precision.
    enum OfDoubles implements TypeOrder {
        ORDER;

        @Override
        public int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            return ValueOrder.compareReals(
                    ((DoubleVector) left).values()[leftRow],
                    ((DoubleVector) right).values()[rightRow]);
        }

        @Override
        public long hash(ColumnVector vector, int row) {
            return Hashes.ofReal(((DoubleVector) vector).values()[row]);
        }
    }

    /// numeric.
    enum OfNumerics implements TypeOrder {
        ORDER;

        @Override
        public int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            var leftNumbers = (NumericVector) left;
            var rightNumbers = (NumericVector) right;
            if (leftNumbers.isCompact() && rightNumbers.isCompact()) {
                return Hashes.compareDecimals(
                        leftNumbers.unscaled()[leftRow],
                        leftNumbers.scale(),
                        rightNumbers.unscaled()[rightRow],
                        rightNumbers.scale());
            }
            return ValueOrder.compareNumerics(left.value(leftRow), right.value(rightRow));
        }

        @Override
        public long hash(ColumnVector vector, int row) {
            var numbers = (NumericVector) vector;
            return numbers.isCompact()
                    ? Hashes.ofDecimal(numbers.unscaled()[row], numbers.scale())
                    : ValueOrder.of(DataType.NUMERIC).hash(numbers.value(row));
        }
    }

    /// Strings of bytes.
    enum OfBytes implements TypeOrder {
        ORDER;

        @Override
        public int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            return BytesVector.compare((BytesVector) left, leftRow, (BytesVector) right, rightRow);
        }

        @Override
        public boolean isEqual(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            var leftStrings = (BytesVector) left;
            var rightStrings = (BytesVector) right;
            return Arrays.equals(
                    leftStrings.bytes(),
                    leftStrings.starts()[leftRow],
                    leftStrings.ends()[leftRow],
                    rightStrings.bytes(),
                    rightStrings.starts()[rightRow],
                    rightStrings.ends()[rightRow]);
        }

        @Override
        public long hash(ColumnVector vector, int row) {
            var strings = (BytesVector) vector;
            return Hashes.ofBytes(strings.bytes(), strings.starts()[row], strings.ends()[row]);
        }
    }

    /// character(n), whose trailing blanks mean nothing.
    enum OfBlankPadded implements TypeOrder {
        ORDER;

        @Override
        public int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            var leftStrings = (BytesVector) left;
            var rightStrings = (BytesVector) right;
            return Arrays.compareUnsigned(
                    leftStrings.bytes(),
                    leftStrings.starts()[leftRow],
                    end(leftStrings, leftRow),
                    rightStrings.bytes(),
                    rightStrings.starts()[rightRow],
                    end(rightStrings, rightRow));
        }

        private static int end(BytesVector strings, int row) {
            return ValueOrder.endWithoutBlanks(
                    strings.bytes(), strings.starts()[row], strings.ends()[row]);
        }

        @Override
        public long hash(ColumnVector vector, int row) {
            var strings = (BytesVector) vector;
            return Hashes.ofBytes(strings.bytes(), strings.starts()[row], end(strings, row));
        }
    }

    /// Boxed values.
    record OfValues(ValueOrder order) implements TypeOrder {
        @Override
        public int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            return order.compare(left.value(leftRow), right.value(rightRow));
        }

        @Override
        public long hash(ColumnVector vector, int row) {
            return order.hash(vector.value(row));
        }
    }
}
