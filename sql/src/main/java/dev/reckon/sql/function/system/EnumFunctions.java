package dev.reckon.sql.function.system;

import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// The section "Enum Support Functions": what they return depends on the type of the arguments
/// alone, but for the ends of a range.
public final class EnumFunctions {
    private EnumFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "enum_first(anyenum)" ->
                    value(row -> labels(row, signature.argument(0)).getFirst());
            case "enum_last(anyenum)" -> value(row -> labels(row, signature.argument(0)).getLast());
            case "enum_range(anyenum)" ->
                    value(row -> Value.Array.of(labels(row, signature.argument(0))));
            case "enum_range(anyenum,anyenum)" -> value(row -> between(row, signature.argument(0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static List<Value> labels(Row row, DataType type) {
        List<Value> labels = new ArrayList<>();
        row.environment()
                .names()
                .enumLabels(type)
                .forEach(label -> labels.add(new Value.Int(label.code())));
        if (labels.isEmpty()) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "enum " + type + " contains no values");
        }
        return labels;
    }

    private static Value between(Row row, DataType type) {
        List<Value> labels = labels(row, type);
        int first = row.isNull(0) ? 0 : labels.indexOf(row.value(0));
        int last = row.isNull(1) ? labels.size() - 1 : labels.indexOf(row.value(1));
        return first > last
                ? Value.Array.of(List.of())
                : Value.Array.of(labels.subList(first, last + 1));
    }
}
