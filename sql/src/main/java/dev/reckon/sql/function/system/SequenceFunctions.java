package dev.reckon.sql.function.system;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.Value;
import java.util.OptionalLong;

/// The chapter "Sequence Manipulation Functions": the session has the sequences.
public final class SequenceFunctions {
    private SequenceFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "nextval(regclass)" -> number(row -> row.environment().nextValue(row.number(0)));
            case "currval(regclass)" ->
                    number(row -> row.environment().currentValue(row.number(0)));
            case "lastval()" -> number(row -> row.environment().lastValue());
            case "setval(regclass,int8)" -> number(row -> set(row, true));
            case "setval(regclass,int8,bool)" -> number(row -> set(row, row.bool(2)));
            case "pg_sequence_last_value(regclass)" -> value(SequenceFunctions::last);
            default -> Body.Missing.MISSING;
        };
    }

    private static Value last(Row row) {
        OptionalLong last = row.environment().lastGiven(row.number(0));
        return last.isPresent() ? new Value.Int(last.getAsLong()) : Value.Null.NULL;
    }

    private static long set(Row row, boolean called) {
        row.environment().setValue(row.number(0), row.number(1), called);
        return row.number(1);
    }
}
