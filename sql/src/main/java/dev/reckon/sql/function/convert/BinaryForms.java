package dev.reckon.sql.function.convert;

import static dev.reckon.sql.function.kernel.Body.bytes;

import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.DataType;
import java.util.Arrays;

/// The functions that give the binary form of values: `int4send`, `numeric_send`, ….
public final class BinaryForms {
    private BinaryForms() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        if (!signature.name().endsWith("send")
                || signature.argumentTypes().size() != 1
                || !signature.resultType().equals(DataType.BYTEA)) {
            return Body.Missing.MISSING;
        }
        DataType type = signature.argument(0);
        return bytes(row -> {
            var sink = new ByteSink(Long.BYTES);
            ValueFormat.writeBinary(row.value(0), type, row.environment(), sink);
            return Arrays.copyOf(sink.bytes(), sink.length());
        });
    }
}
