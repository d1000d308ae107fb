package dev.reckon.sql.format;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;

/// The errors that many input functions share.
final class InputErrors {
    private InputErrors() {}

    /// 22P02: the text is no value of the type.
    static DatabaseException syntax(DataType type, String text) {
        return new DatabaseException(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + type + ": \"" + text + "\"");
    }

    /// 22003: the number is too large for the type.
    static DatabaseException outOfRange(DataType type, String text) {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                "value \"" + text + "\" is out of range for type " + type);
    }

    /// 22P03: the bytes are no value of the type.
    static DatabaseException binary(String message) {
        return new DatabaseException(SqlState.INVALID_BINARY_REPRESENTATION, message);
    }
}
