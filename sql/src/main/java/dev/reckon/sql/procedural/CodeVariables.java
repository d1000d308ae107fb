package dev.reckon.sql.procedural;

import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.bind.Variables;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.procedural.tree.Names;
import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables that one piece of SQL names: each is a parameter. Records are taken to have the
/// fields that they have when it is bound, which [#fits] compares later. For the session's thread.
final class CodeVariables implements Variables {
    private static final int WHOLE = -1;

    private final Procedure procedure;
    private final Names names;
    private final StatementBinder binder;
    private final Frame now;
    private final List<Source> sources = new ArrayList<>();
    private final List<DataType> types = new ArrayList<>();

    /// What the records had for fields, by slot.
    private final Map<Integer, RowShape> shapes = new HashMap<>();

    /// Where a parameter's value comes from.
    ///
    /// @param field which field of a row; [#WHOLE] for the variable itself
    record Source(int slot, int field) {
        Value value(Value[] values) {
            Value value = values[slot];
            if (field == WHOLE) {
                return value;
            }
            return value instanceof Value.Row row && field < row.fields().size()
                    ? row.fields().get(field)
                    : Value.Null.NULL;
        }
    }

    /// @param now the call for which the piece is bound
    CodeVariables(Names names, StatementBinder binder, Frame now) {
        this.procedure = now.procedure();
        this.names = names;
        this.binder = binder;
        this.now = now;
    }

    @Override
    public Optional<Scalar> find(List<String> name, int position) {
        Optional<Names.Found> found = names.find(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Variable variable = found.get().variable();
        List<String> rest = name.subList(found.get().count(), name.size());
        if (rest.isEmpty()) {
            if (isRecord(variable)) {
                noteShape(variable);
            }
            return Optional.of(parameter(variable.slot(), WHOLE, variable.type()));
        }
        if (!variable.isRow()) {
            return Optional.empty();
        }
        Optional<Scalar> field = field(variable, rest.getFirst(), position);
        if (field.isEmpty() || rest.size() == 1) {
            return field;
        }
        return inner(field.get(), rest.get(1));
    }

    private Optional<Scalar> inner(Scalar row, String name) {
        List<Column> fields = binder.fields(row.type());
        for (int i = 0; i < fields.size(); i++) {
            Column field = fields.get(i);
            if (field.name().equals(name)) {
                return Optional.of(
                        new Scalar.FieldSelection(row, i, name, field.type(), field.modifier()));
            }
        }
        return Optional.empty();
    }

    /// Returns whether its fields depend on what was assigned to it.
    static boolean isRecord(Variable variable) {
        return variable.type().equals(DataType.RECORD);
    }

    private RowShape noteShape(Variable variable) {
        RowShape shape = now.shape(variable.slot());
        if (!shape.isKnown()) {
            throw unassigned(variable);
        }
        shapes.put(variable.slot(), shape);
        return shape;
    }

    /// Returns the error that a record has no fields yet.
    static DatabaseException unassigned(Variable variable) {
        return new DatabaseException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "record \"" + variable.name() + "\" is not assigned yet")
                .withDetail("The tuple structure of a not-yet-assigned record is indeterminate.");
    }

    private Optional<Scalar> field(Variable variable, String name, int position) {
        if (isRecord(variable)) {
            RowShape shape = noteShape(variable);
            int index = shape.names().indexOf(name);
            if (index < 0) {
                throw missing(variable, name).at(position);
            }
            return Optional.of(parameter(variable.slot(), index, shape.types().get(index)));
        }
        List<Column> fields = binder.fields(variable.type());
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return Optional.of(parameter(variable.slot(), i, fields.get(i).type()));
            }
        }
        throw missing(variable, name).at(position);
    }

    static DatabaseException missing(Variable variable, String field) {
        return new DatabaseException(
                SqlState.UNDEFINED_COLUMN,
                "record \"" + variable.name() + "\" has no field \"" + field + "\"");
    }

    /// Returns the parameter that stands for a variable or a field of one.
    Scalar parameter(int slot, int field, DataType type) {
        var source = new Source(slot, field);
        int index = sources.indexOf(source);
        if (index < 0) {
            index = sources.size();
            sources.add(source);
            types.add(type);
        }
        return new Scalar.Parameter(index, types.get(index));
    }

    @Override
    public Optional<Scalar> argument(int number) {
        return names.find(List.of("$" + number))
                .map(found -> {
                    Variable variable = found.variable();
                    return parameter(variable.slot(), WHOLE, variable.type());
                });
    }

    @Override
    public Optional<RowShape> shape(Scalar.Parameter parameter) {
        if (parameter.index() >= sources.size()) {
            return Optional.empty();
        }
        Source source = sources.get(parameter.index());
        if (source.field() == WHOLE) {
            return Optional.of(now.shape(source.slot())).filter(RowShape::isKnown);
        }
        return source.value(now.values) instanceof Value.Row row && row.shape().isKnown()
                ? Optional.of(row.shape())
                : Optional.empty();
    }

    @Override
    public List<DataType> parameterTypes() {
        return List.copyOf(types);
    }

    @Override
    public Conflict conflict() {
        return procedure.conflict();
    }

    /// Returns whether the records still have the fields that they had.
    @SuppressWarnings("ReferenceEquality") // Most often it is the very same shape.
    boolean fits(Frame frame) {
        if (shapes.isEmpty()) {
            return true;
        }
        for (Map.Entry<Integer, RowShape> each : shapes.entrySet()) {
            RowShape shape = frame.shape(each.getKey());
            if (shape != each.getValue() && !shape.equals(each.getValue())) {
                return false;
            }
        }
        return true;
    }

    Source source(int index) {
        return sources.get(index);
    }

    /// Returns the values of the parameters.
    List<Value> parameters(Value[] values) {
        List<Value> parameters = new ArrayList<>(sources.size());
        for (Source source : sources) {
            parameters.add(source.value(values));
        }
        return parameters;
    }
}
