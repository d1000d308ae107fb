package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// A key selection with its scalars compiled. Immutable; safe for many threads.
final class CompiledKeys {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final TableSchema table;
    private final KeySelection selection;
    private final KeyEncoder encoder;
    private final IdentityHashMap<Scalar, Expression> expressions = new IdentityHashMap<>();

    /// The values of the key columns when they are given one by one; else empty.
    private final List<Expression> pointValues;

    /// @param scalars compiles scalars that read no column of the table
    CompiledKeys(TableSchema table, KeySelection selection, ScalarCompiler scalars) {
        this.table = table;
        this.selection = selection;
        this.encoder = new KeyEncoder(table);
        KeySelection unchanged =
                selection.map(scalar -> {
                    expressions.put(scalar, scalars.compile(scalar));
                    return scalar;
                });
        List<Expression> values = new ArrayList<>();
        for (KeySelection.Term term : unchanged.equal()) {
            if (term instanceof KeySelection.Term.One(Scalar value)) {
                values.add(scalars.compile(value));
            }
        }
        this.pointValues = values.size() == table.key().size() ? values : List.of();
    }

    /// Returns whether one whole key is given, value by value.
    boolean isSinglePoint() {
        return !pointValues.isEmpty();
    }

    /// Returns whether whole keys are given, any number of them.
    boolean isPoint() {
        return selection.isPoint(table);
    }

    boolean isAll() {
        return selection.isAll();
    }

    /// Returns the one key; empty when no row can have it.
    Optional<RowKey> point(Evaluation evaluation) {
        Value[] values = new Value[pointValues.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = pointValues.get(i).evaluate(ONE_ROW, evaluation).value(0);
            if (values[i].isNull() || !fits(values[i], i)) {
                return Optional.empty();
            }
        }
        return Optional.of(new RowKey(encoder.encodePrefix(List.of(values))));
    }

    /// A value of a wider integer type may be out of the column's range.
    private boolean fits(Value value, int keyIndex) {
        if (!(value instanceof Value.Int(long number))) {
            return true;
        }
        PhysicalType physical = table.column(table.key().get(keyIndex).column()).type().physical();
        return switch (physical) {
            case INT2 -> number == (short) number;
            case INT4 -> number == (int) number;
            default -> true;
        };
    }

    /// Returns the ranges to read: disjoint, ascending.
    List<KeyRange> ranges(Evaluation evaluation) {
        return selection.ranges(table, encoder, scalar -> value(scalar, evaluation));
    }

    private Value value(Scalar scalar, Evaluation evaluation) {
        Expression expression = expressions.get(scalar);
        if (expression == null) {
            throw new IllegalStateException("not of this selection: " + scalar);
        }
        return expression.evaluate(ONE_ROW, evaluation).value(0);
    }
}
