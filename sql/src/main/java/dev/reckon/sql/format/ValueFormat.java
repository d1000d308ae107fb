package dev.reckon.sql.format;

import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;

/// Reads and writes values as PostgreSQL's clients do, in text and in binary. Stateless.
public final class ValueFormat {
    private ValueFormat() {}

    /// Reads a value from its text.
    ///
    /// @param modifier is applied as by an explicit cast
    /// @throws dev.reckon.storage.error.DatabaseException 22P02, 22003, 22007, 22008, … as
    ///   PostgreSQL's input functions
    public static Value readText(
            String text, DataType type, int modifier, Environment environment) {
        throw new UnsupportedOperationException(text + type + modifier + environment);
    }

    /// Reads a value from its binary form, as its receive function does.
    public static Value readBinary(byte[] bytes, DataType type, Environment environment) {
        throw new UnsupportedOperationException(bytes.length + "" + type + environment);
    }

    /// Appends the text of one row, which is not NULL, in UTF-8, without an object for each value
    /// in the common types.
    public static void writeText(
            ColumnVector vector, int row, DataType type, Environment environment, ByteSink sink) {
        throw new UnsupportedOperationException(
                vector.toString() + row + type + environment + sink.length());
    }

    /// Appends the binary form of one row, which is not NULL.
    public static void writeBinary(
            ColumnVector vector, int row, DataType type, Environment environment, ByteSink sink) {
        throw new UnsupportedOperationException(
                vector.toString() + row + type + environment + sink.length());
    }

    /// Returns the text of a value that is not NULL.
    public static String text(Value value, DataType type, Environment environment) {
        throw new UnsupportedOperationException(value.toString() + type + environment);
    }
}
