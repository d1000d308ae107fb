package dev.reckon.sql.procedural;

import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// RETURN and its relatives. For the session's thread.
final class Returns {
    private final Expressions expressions;
    private final Conversions conversions;
    private final SqlSteps sql;

    Returns(Expressions expressions, Conversions conversions, SqlSteps sql) {
        this.expressions = expressions;
        this.conversions = conversions;
        this.sql = sql;
    }

    void one(Step.Return step, Frame frame) {
        frame.hasReturned = true;
        if (step.value().isEmpty()) {
            return;
        }
        DataType type = frame.resultType;
        if (!conversions.isRow(type) && !type.equals(DataType.TRIGGER)) {
            frame.result = expressions.as(step.value().get(), frame, type, -1);
            return;
        }
        Expressions.Typed value = expressions.typed(step.value().get(), frame);
        if (value.value().isNull()) {
            frame.result = Value.Null.NULL;
            return;
        }
        conversions.requireRow(
                value.type(),
                "cannot return non-composite value from function returning composite type");
        Value.Row row = (Value.Row) value.value();
        if (!row.shape().isKnown()) {
            row = new Value.Row(row.fields(), conversions.shape(value.type()));
        }
        boolean isNamed = !type.equals(DataType.RECORD) && !type.equals(DataType.TRIGGER);
        if (isNamed && !value.type().equals(type)) {
            requireTypes(
                    row.shape().types(),
                    conversions.shape(type).types(),
                    "returned record type does not match expected record type");
            frame.result = conversions.convert(row, DataType.RECORD, type, -1);
        } else {
            frame.result = row;
        }
    }

    /// @throws DatabaseException 42804 unless the types are the same
    private static void requireTypes(List<DataType> given, List<DataType> wanted, String message) {
        if (given.size() != wanted.size()) {
            throw new DatabaseException(SqlState.DATATYPE_MISMATCH, message)
                    .withDetail(
                            "Number of returned columns ("
                                    + given.size()
                                    + ") does not match expected column count ("
                                    + wanted.size()
                                    + ").");
        }
        for (int i = 0; i < given.size(); i++) {
            if (!given.get(i).equals(wanted.get(i))) {
                throw new DatabaseException(SqlState.DATATYPE_MISMATCH, message)
                        .withDetail(
                                "Returned type "
                                        + given.get(i)
                                        + " does not match expected type "
                                        + wanted.get(i)
                                        + " in column "
                                        + (i + 1)
                                        + ".");
            }
        }
    }

    private static RowCollector rows(Frame frame) {
        return frame.rows.orElseThrow(() ->
                new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "set-valued function called in context that cannot accept a set"));
    }

    void next(Step.ReturnNext step, Frame frame) {
        RowCollector rows = rows(frame);
        List<Variable> outputs = frame.procedure().outputs();
        if (step.value().isEmpty()) {
            rows.add(outputs.stream().map(frame::value).toList());
            return;
        }
        if (!conversions.isRow(frame.resultType)) {
            DataType type = frame.resultType;
            rows.add(List.of(expressions.as(step.value().get(), frame, type, -1)));
            return;
        }
        Expressions.Typed value = expressions.typed(step.value().get(), frame);
        if (value.value().isNull()) {
            rows.add(java.util.Collections.nCopies(rows.types().size(), Value.Null.NULL));
            return;
        }
        conversions.requireRow(
                value.type(),
                "cannot return non-composite value from function returning composite type");
        Value.Row row = (Value.Row) value.value();
        RowShape shape = row.shape().isKnown() ? row.shape() : conversions.shape(value.type());
        requireTypes(shape.types(), rows.types(), "wrong record type supplied in RETURN NEXT");
        rows.add(row.fields());
    }

    void query(Step.ReturnQuery step, Frame frame) {
        RowCollector collector = rows(frame);
        long count = 0;
        try (RowStream rows = sql.open(step.rows(), frame)) {
            List<PlannedSql.Field> columns = rows.columns();
            try {
                requireTypes(
                        columns.stream().map(PlannedSql.Field::type).toList(),
                        collector.types(),
                        "structure of query does not match function result type");
                for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                    count += batch.get().selectedCount();
                    collector.add(batch.get());
                }
            } catch (DatabaseException wrong) {
                throw SqlErrors.inStatement(wrong, frame);
            }
        }
        frame.statement = Optional.empty();
        frame.rowCount = count;
        frame.found(count > 0);
    }

    /// Returns what a procedure gives that has output parameters: their one value, or a row.
    static Value outputs(Procedure procedure, Frame frame) {
        List<Variable> outputs = procedure.outputs();
        if (outputs.size() == 1) {
            return frame.value(outputs.getFirst());
        }
        var values = new ArrayList<Value>();
        var names = new ArrayList<String>();
        var types = new ArrayList<DataType>();
        for (Variable output : outputs) {
            values.add(frame.value(output));
            names.add(output.name());
            types.add(output.type());
        }
        return new Value.Row(values, new RowShape(names, types));
    }
}
