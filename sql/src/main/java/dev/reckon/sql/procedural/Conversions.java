package dev.reckon.sql.procedural;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Converts values to the types of what they are assigned to. For the session's thread.
public final class Conversions {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final Host host;
    private final Map<Key, Expression> compiled = new HashMap<>();
    private Object state = new Object();

    private record Key(DataType from, DataType to, int modifier) {}

    public Conversions(Host host) {
        this.host = host;
    }

    /// Converts a value, as an assignment does.
    public Value convert(Value value, DataType from, DataType to, int modifier) {
        if (from.equals(to) && modifier < 0) {
            return value;
        }
        if (value.isNull() && host.binder().catalog().baseType(to).equals(to)) {
            return value;
        }
        if (from.equals(DataType.UNKNOWN)) {
            return convert(value, DataType.TEXT, to, modifier);
        }
        if (isRow(from) && isRow(to)) {
            return row(value, to);
        }
        return compiled(from, to, modifier)
                .evaluate(ONE_ROW, host.evaluation(List.of(value), List.of(from.physical())))
                .value(0);
    }

    @SuppressWarnings("ReferenceEquality") // The state is told by identity.
    private Expression compiled(DataType from, DataType to, int modifier) {
        if (host.planState() != state) {
            compiled.clear();
            state = host.planState();
        }
        var key = new Key(from, to, modifier);
        Expression expression = compiled.get(key);
        if (expression == null) {
            Scalar scalar =
                    host.binder()
                            .procedure(new NoVariables(from))
                            .bindConversion(from, to, modifier);
            expression = host.compile(scalar);
            compiled.put(key, expression);
        }
        return expression;
    }

    /// Returns whether values of a type have fields.
    public boolean isRow(DataType type) {
        if (type.equals(DataType.RECORD)) {
            return true;
        }
        DataType base = host.binder().catalog().baseType(type);
        return base.equals(DataType.RECORD) || base.category() == TypeCategory.COMPOSITE;
    }

    /// Makes a row of a composite type of another row, field by field.
    private Value row(Value value, DataType to) {
        if (!(value instanceof Value.Row row) || to.equals(DataType.RECORD)) {
            return value;
        }
        List<DataType> types = row.shape().isKnown() ? row.shape().types() : List.<DataType>of();
        Value made = row(row.fields(), types, to);
        DataType base = host.binder().catalog().baseType(to);
        return base.equals(to) ? made : convertDomain(made, base, to);
    }

    private Value convertDomain(Value made, DataType base, DataType to) {
        return compiled(base, to, -1)
                .evaluate(ONE_ROW, host.evaluation(List.of(made), List.of(base.physical())))
                .value(0);
    }

    /// Makes a row of a composite type of values; missing ones are NULL, surplus ones are left out.
    ///
    /// @param types of the values; empty when they are of the fields' types
    public Value row(List<Value> values, List<DataType> types, DataType to) {
        List<Column> fields = host.binder().fields(to);
        var converted = new ArrayList<Value>(fields.size());
        var names = new ArrayList<String>();
        var fieldTypes = new ArrayList<DataType>();
        for (int i = 0; i < fields.size(); i++) {
            Column field = fields.get(i);
            names.add(field.name());
            fieldTypes.add(field.type());
            if (i >= values.size()) {
                converted.add(Value.Null.NULL);
            } else {
                DataType from = types.isEmpty() ? field.type() : types.get(i);
                converted.add(convert(values.get(i), from, field.type(), field.modifier()));
            }
        }
        return new Value.Row(converted, new RowShape(names, fieldTypes));
    }

    /// Returns what the fields of a composite type are.
    public RowShape shape(DataType type) {
        List<Column> fields = host.binder().fields(type);
        return new RowShape(
                fields.stream().map(Column::name).toList(),
                fields.stream().map(Column::type).toList());
    }

    /// Refuses values without fields.
    ///
    /// @throws DatabaseException 42804 for a value that has no fields
    public void requireRow(DataType type, String message) {
        if (!isRow(type)) {
            throw new DatabaseException(SqlState.DATATYPE_MISMATCH, message);
        }
    }
}
