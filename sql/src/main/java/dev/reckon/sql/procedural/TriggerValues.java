package dev.reckon.sql.procedural;

import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.execute.TriggerEvent;
import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a trigger function is told of the event that fires it.
record TriggerValues(TriggerEvent event) {
    /// Sets the variables.
    void set(Frame frame) {
        Procedure.TriggerVariables variables =
                frame.procedure()
                        .trigger()
                        .orElseThrow(() -> new IllegalStateException("no trigger function"));
        RowShape shape = shape();
        frame.describe(variables.oldRow(), shape);
        frame.describe(variables.newRow(), shape);
        row(event.oldRow(), shape).ifPresent(row -> frame.set(variables.oldRow(), row));
        row(event.newRow(), shape).ifPresent(row -> frame.set(variables.newRow(), row));
        Value table = Value.text(event.relation().name());
        List<Value> values =
                List.of(
                        Value.text(event.name()),
                        Value.text(event.timing().sql()),
                        Value.text(event.level().name()),
                        Value.text(event.operation().name()),
                        new Value.Int(event.relation().oid()),
                        table,
                        table,
                        Value.text(event.schema()),
                        new Value.Int(event.arguments().size()),
                        arguments());
        for (int i = 0; i < values.size(); i++) {
            frame.set(variables.special().get(i), values.get(i));
        }
    }

    /// `TG_ARGV` counts from 0.
    private Value arguments() {
        if (event.arguments().isEmpty()) {
            return Value.Array.of(List.of());
        }
        return new Value.Array(
                List.of(event.arguments().size()),
                List.of(0),
                event.arguments().stream().<Value>map(Value::text).toList());
    }

    private RowShape shape() {
        List<TableColumn> columns = event.relation().columns();
        return new RowShape(
                columns.stream().map(TableColumn::name).toList(),
                columns.stream().map(TableColumn::type).toList());
    }

    private static Optional<Value.Row> row(Optional<Value.Row> given, RowShape shape) {
        return given.map(row -> new Value.Row(row.fields(), shape));
    }

    /// Returns a row that a function gave as one of the relation.
    Value.Row fitted(Value.Row row, Conversions conversions) {
        RowShape wanted = shape();
        if (row.shape().equals(wanted)) {
            return row;
        }
        int count = wanted.types().size();
        List<DataType> types = row.shape().isKnown() ? row.shape().types() : wanted.types();
        if (row.fields().size() != count || types.size() != count) {
            throw mismatch()
                    .withDetail(
                            "Number of returned columns ("
                                    + row.fields().size()
                                    + ") does not match expected column count ("
                                    + count
                                    + ").");
        }
        var fields = new ArrayList<Value>();
        for (int i = 0; i < count; i++) {
            if (!types.get(i).equals(wanted.types().get(i))) {
                throw mismatch()
                        .withDetail(
                                "Returned type "
                                        + types.get(i)
                                        + " does not match expected type "
                                        + wanted.types().get(i)
                                        + " in column "
                                        + (i + 1)
                                        + ".");
            }
            fields.add(
                    conversions.convert(
                            row.fields().get(i), types.get(i), wanted.types().get(i), -1));
        }
        return new Value.Row(fields, wanted);
    }

    private static DatabaseException mismatch() {
        return new DatabaseException(
                SqlState.DATATYPE_MISMATCH,
                "returned row structure does not match the structure of the triggering table");
    }
}
