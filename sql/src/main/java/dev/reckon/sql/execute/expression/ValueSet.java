package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.List;

/// Values to be found among: the right side of IN. Immutable; safe for many threads.
final class ValueSet {
    /// Up to this many numbers are compared one by one.
    private static final int SHORT_LIST_MAX = 6;

    private final KeyTable table;
    private final long[] shortList;
    private final boolean hasNull;

    ValueSet(DataType type, List<Value> values) {
        var builder = new VectorBuilder(type.physical(), values.size());
        for (Value value : values) {
            if (!value.isNull()) {
                builder.append(value);
            }
        }
        ColumnVector vector = builder.build();
        hasNull = vector.rowCount() < values.size();
        table = new KeyTable(List.of(type), false);
        var rows = new Batch(List.of(), vector.rowCount());
        table.newLookup().assign(List.of(vector), rows, new int[vector.rowCount()]);
        shortList =
                vector instanceof LongVector longs && vector.rowCount() <= SHORT_LIST_MAX
                        ? Arrays.copyOf(longs.values(), vector.rowCount())
                        : new long[0];
    }

    /// Returns in each row whether the set contains the value, in three-valued logic.
    ///
    /// @param negated whether it does not
    LongVector contains(ColumnVector vector, Batch rows, boolean negated) {
        long[] values = new long[rows.rowCount()];
        long hit = negated ? 0 : 1;
        boolean[] found = new boolean[rows.selectedCount()];
        if (shortList.length > 0) {
            findInShortList(((LongVector) vector).values(), rows, found);
        } else {
            int[] numbers = new int[rows.selectedCount()];
            table.newLookup().find(List.of(vector), rows, numbers);
            for (int i = 0; i < numbers.length; i++) {
                found[i] = numbers[i] >= 0;
            }
        }
        boolean isEmpty = table.keyCount() == 0 && !hasNull;
        long[] nulls = hasNull ? Nulls.allocate(rows.rowCount()) : vector.nulls();
        if (isEmpty) {
            nulls = Nulls.NONE;
        }
        for (int i = 0; i < found.length; i++) {
            int row = rows.row(i);
            values[row] = found[i] ? hit : 1 - hit;
            if (hasNull && (!found[i] || vector.isNull(row))) {
                Nulls.set(nulls, row);
            }
        }
        return new LongVector(values, nulls, rows.rowCount());
    }

    private void findInShortList(long[] values, Batch rows, boolean[] found) {
        for (int i = 0; i < found.length; i++) {
            long value = values[rows.row(i)];
            boolean isThere = false;
            for (long candidate : shortList) {
                isThere |= value == candidate;
            }
            found[i] = isThere;
        }
    }
}
