package dev.reckon.sql.function.system;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.kernel.Bodies;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.OptionalLong;

/// The chapter "Sequence Manipulation Functions": the session has the sequences.
public final class SequenceFunctions {
    private static final int NEXTVAL_OID = 1574;

    /// The next number of an identity column's own sequence, for whoever may insert.
    public static final ScalarFunction NEXT_IDENTITY =
            new ScalarFunction(
                    NEXTVAL_OID,
                    "nextval",
                    List.of(DataType.REGCLASS),
                    false,
                    DataType.INT8,
                    true,
                    Volatility.VOLATILE,
                    Bodies.kernel(
                            number(row -> row.environment().nextIdentity(row.number(0))),
                            true,
                            DataType.INT8));

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
