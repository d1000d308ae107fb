package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A secondary index with its scalars compiled. Immutable; safe for many threads.
final class CompiledIndex {
    final Target.IndexTarget index;
    final KeyEncoder keys;
    final RowLayout layout;
    private final Target target;
    private final KeyEncoder tableKeys;
    private final List<Expression> values;
    private final Optional<Predicate> predicate;
    private final List<Integer> includedPositions;

    CompiledIndex(Target.IndexTarget index, Target target, ScalarCompiler scalars) {
        this.index = index;
        this.target = target;
        this.keys = new KeyEncoder(index.table());
        this.layout = new RowLayout(index.table());
        this.tableKeys = new KeyEncoder(target.table());
        this.values = scalars.compileAll(index.values());
        this.predicate = index.predicate().map(scalars::compilePredicate);
        int first =
                index.values().size() + (index.isUnique() ? 1 : 0) + target.table().key().size();
        this.includedPositions = new ArrayList<>();
        for (int i = first; i < index.table().columns().size(); i++) {
            includedPositions.add(position(index.table().column(i).name()));
        }
    }

    private int position(String name) {
        for (int i = 0; i < target.table().columns().size(); i++) {
            if (target.table().column(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no column " + name);
    }

    /// The entries of some rows.
    ///
    /// @param rows the entries, one physical row for each of the table's
    /// @param present which rows have an entry
    record Entries(Batch rows, boolean[] present) {
        /// Returns the entries of the selected rows of the table's.
        Batch selected(Batch tableRows) {
            int[] selection = new int[tableRows.selectedCount()];
            int count = 0;
            for (int i = 0; i < selection.length; i++) {
                int row = tableRows.row(i);
                if (present[row]) {
                    selection[count++] = row;
                }
            }
            return rows.select(selection, count);
        }
    }

    /// Computes the entries of the selected rows of a batch.
    Entries entries(Batch rows, Evaluation evaluation) {
        var columns = new ArrayList<ColumnVector>();
        values.forEach(value -> columns.add(value.evaluate(rows, evaluation)));
        boolean[] present = new boolean[rows.rowCount()];
        if (predicate.isPresent()) {
            int[] selected = new int[rows.rowCount()];
            int count = predicate.get().select(rows, evaluation, selected);
            for (int i = 0; i < count; i++) {
                present[selected[i]] = true;
            }
        } else {
            java.util.Arrays.fill(present, true);
        }
        List<ColumnVector> key =
                target.table().key().stream().map(KeyColumn::column).map(rows::column).toList();
        if (index.isUnique()) {
            columns.add(ties(columns, new Batch(key, rows.rowCount()), rows));
        }
        columns.addAll(key);
        includedPositions.forEach(position -> columns.add(rows.column(position)));
        return new Entries(new Batch(columns, rows.rowCount()), present);
    }

    /// Returns the entry of a row as one that its key tells apart from others with its values.
    Batch tied(Entries entries, Batch rows, int row) {
        int[] selection = {row};
        List<ColumnVector> key =
                target.table().key().stream()
                        .map(each -> rows.column(each.column()).gather(selection, 1))
                        .toList();
        var columns = new ArrayList<ColumnVector>();
        entries.rows().columns().forEach(column -> columns.add(column.gather(selection, 1)));
        Value tie = new Value.Bytes(tableKeys.encodeKeyColumns(new Batch(key, 1), 0).bytes());
        columns.set(index.values().size(), BytesVector.of(new Value[] {tie}));
        return new Batch(columns, 1);
    }

    /// Makes the column that tells rows with NULLs apart.
    private ColumnVector ties(List<ColumnVector> indexed, Batch key, Batch rows) {
        Value[] ties = new Value[rows.rowCount()];
        var empty = new Value.Bytes(new byte[0]);
        java.util.Arrays.fill(ties, empty);
        if (index.nullsDistinct()) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (hasNull(indexed, row)) {
                    ties[row] = new Value.Bytes(tableKeys.encodeKeyColumns(key, row).bytes());
                }
            }
        }
        return BytesVector.of(ties);
    }

    private static boolean hasNull(List<ColumnVector> columns, int row) {
        for (ColumnVector column : columns) {
            if (column.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    /// Returns the key of the table's row that an entry belongs to.
    Batch tableKey(byte[] entry) {
        int first = index.values().size() + (index.isUnique() ? 1 : 0);
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < target.table().key().size(); i++) {
            positions.add(first + i);
        }
        return new Batch(layout.decode(new byte[][] {entry}, 1, positions), 1);
    }
}
