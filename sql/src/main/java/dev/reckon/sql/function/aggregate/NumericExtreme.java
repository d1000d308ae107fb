package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/// min and max of numerics: by their digits while all have one scale, else boxed. Of equal values
/// the last counts, with its scale, as in PostgreSQL.
final class NumericExtreme implements Accumulator {
    private static final ValueOrder ORDER = ValueOrder.of(DataType.NUMERIC);
    private static final int NO_SCALE = -1;
    private static final int BYTES_PER_VALUE = 64;

    private final boolean greatest;

    /// The extremes while all values have the scale `scale`.
    private final LongExtreme digits;

    private int scale = NO_SCALE;

    /// The extremes since there were others; then `digits` holds what came before.
    private Value[] wide = {};

    private boolean isWide;
    private int capacity;

    NumericExtreme(boolean greatest) {
        this.greatest = greatest;
        this.digits = new LongExtreme(greatest);
    }

    @Override
    public void reserve(int groupCount) {
        digits.reserve(groupCount);
        int before = capacity;
        capacity = Groups.capacity(before, groupCount);
        if (isWide) {
            wide = Arrays.copyOf(wide, capacity);
            Arrays.fill(wide, before, capacity, Value.Null.NULL);
        }
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        var vector = (NumericVector) arguments.getFirst();
        if (fits(vector)) {
            digits.addLongs(vector.unscaled(), vector, rows, groups);
            return;
        }
        widen();
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!vector.isNull(row)) {
                addWide(groups[i], vector.value(row));
            }
        }
    }

    @Override
    public void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
        var vector = (NumericVector) arguments.getFirst();
        if (vector.hasNoNulls() && fits(vector)) {
            digits.addToGroup(vector.unscaled(), rows, group);
        } else {
            addOneByOne(arguments, rows, group);
        }
    }

    /// Returns whether a vector's digits can be compared with those so far.
    private boolean fits(NumericVector vector) {
        if (isWide || !vector.isCompact()) {
            return false;
        }
        scale = scale == NO_SCALE ? vector.scale() : scale;
        return scale == vector.scale();
    }

    private void widen() {
        if (isWide) {
            return;
        }
        isWide = true;
        wide = new Value[capacity];
        for (int group = 0; group < capacity; group++) {
            wide[group] = narrow(group);
        }
    }

    private Value narrow(int group) {
        return digits.isUntouched(group)
                ? Value.Null.NULL
                : new Value.Numeric(BigDecimal.valueOf(digits.extreme(group), scale));
    }

    private Value extreme(int group) {
        return isWide ? wide[group] : narrow(group);
    }

    private void addWide(int group, Value value) {
        Value before = wide[group];
        if (before.isNull()) {
            wide[group] = value;
            return;
        }
        int comparison = ORDER.compare(before, value);
        wide[group] = (greatest ? comparison > 0 : comparison < 0) ? before : value;
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var extreme = (NumericExtreme) other;
        scale = scale == NO_SCALE ? extreme.scale : scale;
        if (!isWide && !extreme.isWide && (scale == extreme.scale || extreme.scale == NO_SCALE)) {
            digits.merge(extreme.digits, groups, groupCount);
            return;
        }
        widen();
        for (int i = 0; i < groupCount; i++) {
            Value value = extreme.extreme(i);
            if (!value.isNull()) {
                addWide(groups[i], value);
            }
        }
    }

    @Override
    public ColumnVector results(int groupCount) {
        var builder = new VectorBuilder(PhysicalType.NUMERIC, groupCount);
        for (int group = 0; group < groupCount; group++) {
            builder.append(extreme(group));
        }
        return builder.build();
    }

    @Override
    public long byteCount() {
        return digits.byteCount() + (isWide ? (long) capacity * BYTES_PER_VALUE : 0);
    }
}
