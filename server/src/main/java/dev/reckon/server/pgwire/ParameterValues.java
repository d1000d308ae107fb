package dev.reckon.server.pgwire;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.List;

/// Reads the values of parameters or arguments, each with its length before it.
final class ParameterValues {
    private static final int NULL_LENGTH = -1;
    private static final int NO_MODIFIER = -1;

    private ParameterValues() {}

    /// Reads one value for each type.
    static List<Value> read(
            MessageReader in,
            ColumnFormats formats,
            List<DataType> types,
            Environment environment) {
        Value[] values = new Value[types.size()];
        for (int i = 0; i < values.length; i++) {
            int length = in.readInt();
            if (length == NULL_LENGTH) {
                values[i] = Value.Null.NULL;
            } else if (formats.isBinary(i)) {
                values[i] = ValueFormat.readBinary(in.readBytes(length), types.get(i), environment);
            } else {
                values[i] = readText(in, length, types.get(i), environment);
            }
        }
        return Arrays.asList(values);
    }

    private static Value readText(
            MessageReader in, int length, DataType type, Environment environment) {
        String text = in.readText(length);
        if (text.indexOf('\0') >= 0) {
            throw new DatabaseException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                    "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return ValueFormat.readText(text, type, NO_MODIFIER, environment);
    }
}
