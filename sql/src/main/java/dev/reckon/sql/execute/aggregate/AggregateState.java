package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.sort.ExternalSort;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/// One aggregate over many groups: filters, drops duplicates and sorts what its accumulator gets.
/// For one thread.
final class AggregateState implements AutoCloseable {
    private final AggregateSpec spec;

    /// The arguments, then the sort keys.
    private final List<Integer> valueColumns;

    private final int argumentCount;
    private final AggregateFunction.Accumulator accumulator;
    private final Optional<DistinctRows> distinct;
    private final Optional<ExternalSort> sort;

    AggregateState(AggregateSpec spec, AggregateInput input, Evaluation evaluation) {
        this.spec = spec;
        this.valueColumns = new ArrayList<>(spec.argumentColumns());
        spec.order().forEach(key -> valueColumns.add(key.column()));
        this.argumentCount = spec.argumentColumns().size();
        this.accumulator = spec.newAccumulator(evaluation.environment());
        List<DataType> types =
                valueColumns.stream().map(column -> input.values().get(column).type()).toList();
        this.distinct =
                spec.distinct()
                        ? Optional.of(new DistinctRows(types, evaluation.spillSpace(), 0))
                        : Optional.empty();
        this.sort =
                spec.order().isEmpty() ? Optional.empty() : Optional.of(newSort(types, evaluation));
    }

    /// Makes a sort of rows of the group, then the values: by group, and by the keys in each.
    private ExternalSort newSort(List<DataType> valueTypes, Evaluation evaluation) {
        List<RowOrder.Key> keys = new ArrayList<>();
        keys.add(RowOrder.Key.ascending(0, TypeOrder.of(DataType.INT4)));
        for (int key = 0; key < spec.order().size(); key++) {
            RowOrder.Key given = spec.order().get(key);
            keys.add(
                    new RowOrder.Key(
                            1 + argumentCount + key,
                            given.order(),
                            given.descending(),
                            given.nullsFirst()));
        }
        List<PhysicalType> types = new ArrayList<>();
        types.add(PhysicalType.INT4);
        valueTypes.forEach(type -> types.add(type.physical()));
        return new ExternalSort(new RowOrder(keys), types, evaluation);
    }

    void reserve(int groupCount) {
        accumulator.reserve(groupCount);
    }

    /// Returns whether rows can be added by [#addToGroup]: all of them count, as they come.
    boolean isPlain() {
        return spec.filterColumn() == AggregateInput.NO_FILTER
                && distinct.isEmpty()
                && sort.isEmpty();
    }

    /// Adds the selected rows of the input's values, at least one, to one group.
    void addToGroup(Batch rows, int group) {
        List<ColumnVector> values = new ArrayList<>(argumentCount);
        for (int column : spec.argumentColumns()) {
            values.add(rows.column(column));
        }
        accumulator.addToGroup(values, rows, group);
    }

    /// Adds the selected rows of the input's values.
    void add(Batch rows, int[] groups) {
        Batch passed = rows;
        int[] passedGroups = groups;
        if (spec.filterColumn() != AggregateInput.NO_FILTER) {
            passed = AggregateInput.filtered(rows.column(spec.filterColumn()), rows);
            passedGroups = groupsOf(passed, rows, groups);
        }
        List<ColumnVector> values = new ArrayList<>(valueColumns.size());
        for (int column : valueColumns) {
            values.add(rows.column(column));
        }
        if (distinct.isPresent() && passed.selectedCount() > 0) {
            Batch first = distinct.get().first(values, passed, passedGroups);
            passedGroups = groupsOf(first, passed, passedGroups);
            passed = first;
        }
        pass(values, passed, passedGroups);
    }

    /// Returns the groups of those rows of `all` that `some` selects.
    private static int[] groupsOf(Batch some, Batch all, int[] groups) {
        if (some.selectedCount() == all.selectedCount()) {
            return groups;
        }
        int[] someGroups = new int[some.selectedCount()];
        int next = 0;
        for (int i = 0; i < someGroups.length; i++) {
            while (all.row(next) != some.row(i)) {
                next++;
            }
            someGroups[i] = groups[next];
        }
        return someGroups;
    }

    private void pass(List<ColumnVector> values, Batch rows, int[] groups) {
        if (rows.selectedCount() == 0) {
            return;
        }
        if (sort.isEmpty()) {
            accumulator.add(values.subList(0, argumentCount), rows, groups);
            return;
        }
        List<ColumnVector> columns = new ArrayList<>(values.size() + 1);
        columns.add(DistinctRows.groupVector(rows, groups));
        columns.addAll(values);
        sort.get().add(columns, rows);
    }

    /// Takes no more memory for telling duplicates from now on.
    void freeze() {
        distinct.ifPresent(DistinctRows::freeze);
    }

    /// Ends the adding.
    ///
    /// @param mayGrow whether memory allows so many bytes more
    void finish(LongPredicate mayGrow) {
        if (distinct.isPresent()) {
            distinct.get().finish(this::pass, mayGrow);
        }
        if (sort.isEmpty()) {
            return;
        }
        ExternalSort.Source sorted = sort.get().finish();
        for (Optional<Batch> batch = sorted.next(); batch.isPresent(); batch = sorted.next()) {
            Batch rows = batch.get();
            long[] numbers = ((LongVector) rows.column(0)).values();
            int[] groups = new int[rows.rowCount()];
            for (int row = 0; row < groups.length; row++) {
                groups[row] = (int) numbers[row];
            }
            accumulator.add(rows.columns().subList(1, 1 + argumentCount), rows, groups);
        }
    }

    /// Adds the state of another aggregation of the same kind.
    void merge(AggregateState other, int[] groups, int groupCount) {
        accumulator.merge(other.accumulator, groups, groupCount);
    }

    ColumnVector results(int groupCount) {
        return accumulator.results(groupCount);
    }

    long byteCount() {
        return accumulator.byteCount() + distinct.map(DistinctRows::byteCount).orElse(0L);
    }

    long spilledByteCount() {
        return distinct.map(DistinctRows::spilledByteCount).orElse(0L)
                + sort.map(ExternalSort::spilledByteCount).orElse(0L);
    }

    @Override
    public void close() {
        distinct.ifPresent(DistinctRows::close);
        sort.ifPresent(ExternalSort::close);
    }
}
