package dev.reckon.sql.system;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects the rows of a system relation: the columns that are named are set, the others get NULL
/// or, where that isn't allowed, zero, false or the empty string. For one thread.
final class SystemRows {
    private final List<ColumnSchema> columns;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Value[] current;
    private final Value[] defaults;
    private final List<VectorBuilder> builders = new ArrayList<>();
    private int rowCount;

    SystemRows(List<ColumnSchema> columns) {
        this.columns = columns;
        this.current = new Value[columns.size()];
        this.defaults = new Value[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            indexes.put(columns.get(i).name(), i);
            defaults[i] = defaultOf(columns.get(i));
            builders.add(new VectorBuilder(columns.get(i).type().physical(), 64));
        }
        Arrays.setAll(current, i -> defaults[i]);
    }

    private static Value defaultOf(ColumnSchema column) {
        if (!column.notNull()) {
            return Value.Null.NULL;
        }
        PhysicalType physical = column.type().physical();
        return switch (physical) {
            case BOOLEAN, INT2, INT4, INT8 -> new Value.Int(0);
            case FLOAT4, FLOAT8 -> new Value.Real(0);
            case BYTES -> Value.text("");
            case NUMERIC -> new Value.Numeric(java.math.BigDecimal.ZERO);
            case OBJECT -> Value.Array.of(List.of());
        };
    }

    SystemRows set(String column, Value value) {
        Integer index = indexes.get(column);
        if (index == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        current[index] = value;
        return this;
    }

    SystemRows set(String column, String text) {
        return set(column, Value.text(text));
    }

    SystemRows set(String column, long number) {
        return set(column, new Value.Int(number));
    }

    SystemRows set(String column, boolean truth) {
        return set(column, Value.bool(truth));
    }

    SystemRows set(String column, double number) {
        return set(column, new Value.Real(number));
    }

    /// Sets a text column, NULL when there is none.
    SystemRows set(String column, Optional<String> text) {
        return set(column, text.<Value>map(Value::text).orElse(Value.Null.NULL));
    }

    /// Ends the row.
    void add() {
        for (int i = 0; i < current.length; i++) {
            builders.get(i).append(current[i]);
            current[i] = defaults[i];
        }
        rowCount++;
    }

    /// Returns all rows, in batches of the usual size.
    List<Batch> batches() {
        List<ColumnVector> vectors = builders.stream().map(VectorBuilder::build).toList();
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < rowCount; first += Batch.ROW_COUNT) {
            int count = Math.min(Batch.ROW_COUNT, rowCount - first);
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = first + i;
            }
            batches.add(
                    new Batch(
                            vectors.stream().map(vector -> vector.gather(rows, count)).toList(),
                            count));
        }
        return batches;
    }

    /// Returns the relation's columns.
    List<ColumnSchema> columns() {
        return columns;
    }
}
