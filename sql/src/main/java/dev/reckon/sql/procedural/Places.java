package dev.reckon.sql.procedural;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.procedural.tree.Place;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Puts values into variables, fields of rows, and places in arrays. For the session's thread.
final class Places {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final Host host;
    private final Conversions conversions;
    private final Expressions expressions;

    Places(Host host, Conversions conversions, Expressions expressions) {
        this.host = host;
        this.conversions = conversions;
        this.expressions = expressions;
    }

    /// Runs an assignment.
    void assign(Step.Assign step, Frame frame) {
        Place place = step.place();
        Variable variable = place.variable();
        if (place.field().isEmpty() && place.path().isEmpty() && !variable.isRow()) {
            put(
                    variable,
                    expressions.as(step.value(), frame, variable.type(), variable.modifier()),
                    frame);
            return;
        }
        if (!place.path().isEmpty() && assignInside(step, frame)) {
            return;
        }
        Expressions.Typed value = expressions.typed(step.value(), frame);
        assign(place, value.value(), value.type(), frame);
    }

    /// Assigns an expression to a place inside a variable, both in one scalar; false, and nothing
    /// done, when the expression needs a plan.
    @SuppressWarnings("ReferenceEquality") // The state is told by identity.
    private boolean assignInside(Step.Assign step, Frame frame) {
        Place place = step.place();
        boolean inField = place.field().isPresent();
        Field field = inField ? field(place, frame) : Field.whole(place.variable());
        Kept kept = frame.kept[step.value().id()];
        if (kept == null || kept.state() != host.planState() || !kept.variables().fits(frame)) {
            var variables = new CodeVariables(place.names(), host.binder(), frame);
            Scalar container =
                    variables.parameter(place.variable().slot(), field.index, field.type);
            Optional<Scalar> put;
            try {
                put =
                        host.binder()
                                .procedure(variables)
                                .bindPlace(
                                        container,
                                        place.variable().name(),
                                        place.path(),
                                        step.value().tree());
            } catch (DatabaseException wrong) {
                throw SqlErrors.ofCode(wrong, step.value().text(), step.value().title());
            }
            if (put.isEmpty()) {
                return false;
            }
            kept =
                    new Kept(
                            host.planState(),
                            variables,
                            variables.parameterTypes().stream().map(DataType::physical).toList(),
                            field.type,
                            null,
                            host.compile(put.get()),
                            null);
            frame.kept[step.value().id()] = kept;
        }
        Expression put = kept.simple();
        if (put == null) {
            return false;
        }
        Value whole =
                put.evaluate(
                                ONE_ROW,
                                host.evaluation(
                                        kept.variables().parameters(frame.values), kept.types()))
                        .value(0);
        if (inField) {
            putField(place, field, whole, frame);
        } else {
            put(place.variable(), whole, frame);
        }
        return true;
    }

    /// Puts a value of a type into a place.
    void assign(Place place, Value value, DataType type, Frame frame) {
        if (!place.path().isEmpty()) {
            assignInside(place, value, type, frame);
        } else if (place.field().isPresent()) {
            Field field = field(place, frame);
            putField(
                    place,
                    field,
                    conversions.convert(value, type, field.type, field.modifier),
                    frame);
        } else {
            assign(place.variable(), value, type, frame);
        }
    }

    /// Puts a value of a type into a variable.
    void assign(Variable variable, Value value, DataType type, Frame frame) {
        if (!variable.isRow()) {
            put(
                    variable,
                    conversions.convert(value, type, variable.type(), variable.modifier()),
                    frame);
            return;
        }
        if (value.isNull()) {
            requireNullable(variable);
            frame.set(variable, Value.Null.NULL);
            return;
        }
        conversions.requireRow(type, "cannot assign non-composite value to a record variable");
        put(variable, described(value, type, variable), frame);
    }

    /// Returns a row whose fields are known, of the variable's type.
    private Value described(Value value, DataType type, Variable variable) {
        Value.Row row = (Value.Row) value;
        if (!row.shape().isKnown()) {
            row = new Value.Row(row.fields(), conversions.shape(type));
        }
        return variable.type().equals(DataType.RECORD)
                ? row
                : conversions.convert(row, DataType.RECORD, variable.type(), -1);
    }

    /// Puts a value of the variable's type into it.
    void put(Variable variable, Value value, Frame frame) {
        if (value.isNull()) {
            requireNullable(variable);
        }
        frame.set(variable, value);
    }

    private static void requireNullable(Variable variable) {
        if (variable.declaration().notNull()) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "null value cannot be assigned to variable \""
                            + variable.name()
                            + "\" declared NOT NULL");
        }
    }

    private record Field(int index, int count, DataType type, int modifier, RowShape shape) {
        private static final int WHOLE = -1;

        static Field whole(Variable variable) {
            return new Field(WHOLE, 0, variable.type(), variable.modifier(), RowShape.UNKNOWN);
        }
    }

    private Field field(Place place, Frame frame) {
        Variable variable = place.variable();
        String name = place.field().orElseThrow();
        if (variable.type().equals(DataType.RECORD)) {
            RowShape shape = frame.shape(variable.slot());
            if (!shape.isKnown()) {
                throw CodeVariables.unassigned(variable);
            }
            int index = shape.names().indexOf(name);
            if (index < 0) {
                throw CodeVariables.missing(variable, name);
            }
            return new Field(index, shape.types().size(), shape.types().get(index), -1, shape);
        }
        List<Column> fields = host.binder().fields(variable.type());
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return new Field(
                        i,
                        fields.size(),
                        fields.get(i).type(),
                        fields.get(i).modifier(),
                        conversions.shape(variable.type()));
            }
        }
        throw CodeVariables.missing(variable, name);
    }

    private void putField(Place place, Field field, Value value, Frame frame) {
        var fields = new ArrayList<Value>(Collections.nCopies(field.count, Value.Null.NULL));
        if (frame.value(place.variable()) instanceof Value.Row row) {
            for (int i = 0; i < Math.min(field.count, row.fields().size()); i++) {
                fields.set(i, row.fields().get(i));
            }
        }
        fields.set(field.index, value);
        Value changed = new Value.Row(fields, field.shape);
        DataType base = host.binder().catalog().baseType(place.variable().type());
        if (!base.equals(place.variable().type())) {
            changed = conversions.convert(changed, base, place.variable().type(), -1);
        }
        put(place.variable(), changed, frame);
    }

    private void assignInside(Place place, Value value, DataType type, Frame frame) {
        Variable variable = place.variable();
        boolean inField = place.field().isPresent();
        Field field = inField ? field(place, frame) : Field.whole(variable);
        Kept kept = keptPlace(place, field, type, frame);
        List<Value> parameters = kept.variables().parameters(frame.values);
        parameters.set(1, value);
        Expression put = kept.simple();
        if (put == null) {
            throw new IllegalStateException("a place without an expression");
        }
        Value whole = put.evaluate(ONE_ROW, host.evaluation(parameters, kept.types())).value(0);
        if (inField) {
            putField(place, field, whole, frame);
        } else {
            put(variable, whole, frame);
        }
    }

    @SuppressWarnings("ReferenceEquality") // The state is told by identity.
    private Kept keptPlace(Place place, Field field, DataType type, Frame frame) {
        Kept known = frame.kept[place.id()];
        if (known != null
                && known.state() == host.planState()
                && known.type().equals(type)
                && known.variables().fits(frame)) {
            return known;
        }
        var variables = new CodeVariables(place.names(), host.binder(), frame);
        Scalar container = variables.parameter(place.variable().slot(), field.index, field.type);
        // A parameter that no variable is: what is assigned.
        Scalar given = variables.parameter(place.variable().slot(), Integer.MAX_VALUE, type);
        Scalar put =
                host.binder()
                        .procedure(variables)
                        .bindPlace(container, place.variable().name(), place.path(), given);
        var made =
                new Kept(
                        host.planState(),
                        variables,
                        variables.parameterTypes().stream().map(DataType::physical).toList(),
                        type,
                        null,
                        host.compile(put),
                        null);
        frame.kept[place.id()] = made;
        return made;
    }

    /// Puts a row into what takes it: surplus columns are left out, missing ones are NULL.
    ///
    /// @param values one for each column; empty for no row
    void assign(
            Step.Target target, List<PlannedSql.Field> columns, List<Value> values, Frame frame) {
        switch (target) {
            case Step.Target.Places(List<Place> places) -> {
                for (int i = 0; i < places.size(); i++) {
                    if (i < values.size()) {
                        assign(places.get(i), values.get(i), columns.get(i).type(), frame);
                    } else {
                        assign(places.get(i), Value.Null.NULL, DataType.UNKNOWN, frame);
                    }
                }
            }
            case Step.Target.Row(Variable variable) -> {
                List<DataType> types = columns.stream().map(PlannedSql.Field::type).toList();
                List<Value> row =
                        values.isEmpty()
                                ? Collections.nCopies(columns.size(), Value.Null.NULL)
                                : values;
                if (variable.type().equals(DataType.RECORD)) {
                    var shape =
                            new RowShape(
                                    columns.stream().map(PlannedSql.Field::name).toList(), types);
                    put(variable, new Value.Row(row, shape), frame);
                    return;
                }
                boolean isWhole = row.size() == 1 && types.getFirst().equals(variable.type());
                if (values.isEmpty()) {
                    put(variable, Value.Null.NULL, frame);
                } else if (isWhole) {
                    put(variable, row.getFirst(), frame);
                } else {
                    put(variable, fitted(row, types, variable.type()), frame);
                }
            }
        }
    }

    private Value fitted(List<Value> row, List<DataType> types, DataType type) {
        Value made = conversions.row(row, types, type);
        DataType base = host.binder().catalog().baseType(type);
        return base.equals(type) ? made : conversions.convert(made, base, type, -1);
    }
}
