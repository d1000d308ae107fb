package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.buffer.SpillSpace;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.sql.execute.key.Partitions;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Lets each combination of a group and some values pass once. For one thread.
///
/// Once frozen it takes no more memory: what it cannot decide goes to disk, to be decided at the
/// end.
final class DistinctRows implements AutoCloseable {
    private final List<DataType> types;
    private final SpillSpace space;
    private final int depth;
    private final KeyTable seen;
    private final KeyTable.Lookup lookup;
    private Optional<Partitions> undecided = Optional.empty();
    private boolean isFrozen;
    private int[] numbers = new int[Batch.ROW_COUNT];

    /// @param valueTypes of the values
    DistinctRows(List<DataType> valueTypes, SpillSpace space, int depth) {
        this.types = new ArrayList<>(valueTypes);
        this.types.addFirst(DataType.INT4);
        this.space = space;
        this.depth = depth;
        this.seen = new KeyTable(types, true);
        this.lookup = seen.newLookup();
    }

    /// Takes no more memory from now on.
    void freeze() {
        isFrozen = depth < Partitions.DEPTH_MAX;
    }

    /// Selects the rows that are the first of their combination.
    ///
    /// @param groups of each selected row
    Batch first(List<ColumnVector> values, Batch rows, int[] groups) {
        int count = rows.selectedCount();
        if (numbers.length < count) {
            numbers = new int[count];
        }
        List<ColumnVector> keys = new ArrayList<>(types.size());
        keys.add(groupVector(rows, groups));
        keys.addAll(values);
        if (!isFrozen) {
            int newCount = lookup.assign(keys, rows, numbers);
            // New rows come in the order of the batch.
            return rows.select(Arrays.copyOf(lookup.newRows(), newCount), newCount);
        }
        lookup.find(keys, rows, numbers);
        int[] unknown = new int[count];
        int unknownCount = 0;
        for (int i = 0; i < count; i++) {
            if (numbers[i] < 0) {
                unknown[unknownCount++] = rows.row(i);
            }
        }
        if (unknownCount > 0) {
            if (undecided.isEmpty()) {
                List<PhysicalType> physical = types.stream().map(DataType::physical).toList();
                undecided = Optional.of(new Partitions(space, physical, types, depth));
            }
            undecided.get().write(keys, keys, rows.select(unknown, unknownCount));
        }
        return rows.select(unknown, 0);
    }

    /// Makes a column of the batch of the groups of its selected rows.
    static LongVector groupVector(Batch rows, int[] groups) {
        long[] vector = new long[rows.rowCount()];
        for (int i = 0; i < rows.selectedCount(); i++) {
            vector[rows.row(i)] = groups[i];
        }
        return LongVector.of(vector);
    }

    /// Takes rows that were left undecided.
    @FunctionalInterface
    interface Sink {
        /// Takes the selected rows.
        ///
        /// @param values one vector for each value
        /// @param groups of each selected row
        void accept(List<ColumnVector> values, Batch rows, int[] groups);
    }

    /// Decides what was left undecided, and hands on the rows that pass.
    ///
    /// @param mayGrow is asked after each batch whether memory allows to go on without the disk
    void finish(Sink sink, LongPredicate mayGrow) {
        if (undecided.isEmpty()) {
            return;
        }
        for (int part = 0; part < Partitions.COUNT; part++) {
            SpilledRows.Reader reader = undecided.get().part(part).read();
            try (var rest = new DistinctRows(types.subList(1, types.size()), space, depth + 1)) {
                for (Optional<Batch> batch = reader.next();
                        batch.isPresent();
                        batch = reader.next()) {
                    rest.passOn(batch.get(), sink);
                    if (!mayGrow.test(rest.byteCount())) {
                        rest.freeze();
                    }
                }
                rest.finish(sink, mayGrow);
            }
        }
    }

    private void passOn(Batch rows, Sink sink) {
        int[] groups = groups(rows);
        List<ColumnVector> values = rows.columns().subList(1, rows.columns().size());
        Batch passed = first(values, rows, groups);
        if (passed.selectedCount() > 0) {
            int[] passedGroups = new int[passed.selectedCount()];
            long[] all = ((LongVector) rows.column(0)).values();
            for (int i = 0; i < passedGroups.length; i++) {
                passedGroups[i] = (int) all[passed.row(i)];
            }
            sink.accept(values, passed, passedGroups);
        }
    }

    private static int[] groups(Batch rows) {
        long[] vector = ((LongVector) rows.column(0)).values();
        int[] groups = new int[rows.rowCount()];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = (int) vector[row];
        }
        return groups;
    }

    long byteCount() {
        return seen.byteCount();
    }

    long spilledByteCount() {
        return undecided.map(Partitions::byteCount).orElse(0L);
    }

    @Override
    public void close() {
        undecided.ifPresent(Partitions::close);
    }
}
