package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.sql.execute.key.Partitions;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The groups of one grouping set and their aggregates, in memory. For one thread.
///
/// When memory runs out it freezes: groups that are there go on, rows of others go to disk, and are
/// aggregated after these groups were handed out. So no state is ever written, and every group is
/// whole. Variable-size states (array_agg) can still grow, up to the budget.
public final class GroupAggregation implements AutoCloseable {
    private final AggregateInput input;
    private final List<Integer> keyColumns;
    private final List<Integer> decidingColumns;
    private final List<DataType> decidingTypes;
    private final int depth;
    private final Evaluation evaluation;
    private final MemoryReservation memory;
    private final KeyTable table;
    private final KeyTable.Lookup lookup;
    private final RowBuffer keyValues;
    private final List<AggregateState> states = new ArrayList<>();
    private final RowsByGroup rowsByGroup = new RowsByGroup();

    /// How many of the aggregates take the rows of one group at once.
    private final int plainCount;

    private Optional<Partitions> spilled = Optional.empty();
    private boolean isFrozen;

    /// How many bytes more there are than reserved, since it was frozen.
    private long unreservedByteCount;

    private int reservedGroupCount;
    private int[] groups = new int[Batch.ROW_COUNT];

    /// @param keyColumns the positions of the keys among the input's values
    /// @param decidingColumns those of them by which groups are told apart
    /// @param depth how often the rows were divided by their keys before
    public GroupAggregation(
            AggregateInput input,
            List<Integer> keyColumns,
            List<Integer> decidingColumns,
            List<AggregateSpec> specs,
            Evaluation evaluation,
            int depth) {
        this.input = input;
        this.keyColumns = keyColumns;
        this.depth = depth;
        this.evaluation = evaluation;
        this.memory = evaluation.memory().open();
        this.decidingColumns = decidingColumns;
        this.decidingTypes = types(decidingColumns);
        this.table = new KeyTable(decidingTypes, true);
        this.lookup = table.newLookup();
        this.keyValues = new RowBuffer(types(keyColumns).stream().map(DataType::physical).toList());
        for (AggregateSpec spec : specs) {
            states.add(new AggregateState(spec, input, evaluation));
        }
        this.plainCount = (int) states.stream().filter(AggregateState::isPlain).count();
        if (keyColumns.isEmpty()) {
            reserve(1);
        }
    }

    private List<DataType> types(List<Integer> columns) {
        return columns.stream().map(column -> input.values().get(column).type()).toList();
    }

    /// Returns the number of groups in memory; without keys it is 1 from the start.
    public int groupCount() {
        return keyColumns.isEmpty() ? 1 : table.keyCount();
    }

    /// Makes room for groups, and for as many again: each time costs as much as there are.
    private void reserve(int groupCount) {
        if (groupCount <= reservedGroupCount) {
            return;
        }
        reservedGroupCount = Math.max(groupCount, reservedGroupCount * 2);
        for (AggregateState state : states) {
            state.reserve(reservedGroupCount);
        }
    }

    /// Adds the selected rows of a batch of the input's values.
    public void add(Batch rows) {
        int count = rows.selectedCount();
        if (groups.length < count) {
            groups = new int[count];
        }
        if (keyColumns.isEmpty()) {
            addToOnlyGroup(rows);
        } else if (!isFrozen) {
            assign(columns(keyColumns, rows), columns(decidingColumns, rows), rows);
            addToGroups(rows, groups);
        } else {
            addToKnownGroups(rows);
        }
        checkMemory();
    }

    private static List<ColumnVector> columns(List<Integer> positions, Batch rows) {
        List<ColumnVector> columns = new ArrayList<>(positions.size());
        for (int position : positions) {
            columns.add(rows.column(position));
        }
        return columns;
    }

    private void assign(List<ColumnVector> keys, List<ColumnVector> deciding, Batch rows) {
        int newCount = lookup.assign(deciding, rows, groups);
        if (newCount > 0) {
            keyValues.append(keys, lookup.newRows(), newCount);
            reserve(table.keyCount());
        }
    }

    private void addToOnlyGroup(Batch rows) {
        for (AggregateState state : states) {
            if (state.isPlain() && rows.selectedCount() > 0) {
                state.addToGroup(rows, 0);
            } else {
                // Nobody has put another group there.
                state.add(rows, groups);
            }
        }
    }

    private void addToGroups(Batch rows, int[] groupsOfRows) {
        if (plainCount < RowsByGroup.AGGREGATE_COUNT_MIN
                || !rowsByGroup.divide(rows, groupsOfRows, table.keyCount())) {
            for (AggregateState state : states) {
                state.add(rows, groupsOfRows);
            }
            return;
        }
        for (AggregateState state : states) {
            if (state.isPlain()) {
                for (int group = 0; group < table.keyCount(); group++) {
                    if (rowsByGroup.count(group) > 0) {
                        state.addToGroup(rowsByGroup.rows(group), group);
                    }
                }
            } else {
                state.add(rows, groupsOfRows);
            }
        }
    }

    private void addToKnownGroups(Batch rows) {
        List<ColumnVector> keys = columns(decidingColumns, rows);
        lookup.find(keys, rows, groups);
        int count = rows.selectedCount();
        int[] known = new int[count];
        int[] knownGroups = new int[count];
        int[] others = new int[count];
        int knownCount = 0;
        int otherCount = 0;
        for (int i = 0; i < count; i++) {
            if (groups[i] >= 0) {
                knownGroups[knownCount] = groups[i];
                known[knownCount++] = rows.row(i);
            } else {
                others[otherCount++] = rows.row(i);
            }
        }
        if (knownCount > 0) {
            addToGroups(rows.select(known, knownCount), knownGroups);
        }
        if (otherCount > 0) {
            if (spilled.isEmpty()) {
                List<PhysicalType> types =
                        input.values().stream().map(value -> value.type().physical()).toList();
                spilled =
                        Optional.of(
                                new Partitions(
                                        evaluation.spillSpace(), types, decidingTypes, depth));
            }
            spilled.get().write(rows.columns(), keys, rows.select(others, otherCount));
        }
    }

    private void checkMemory() {
        long byteCount = byteCount();
        if (isFrozen) {
            if (byteCount > memory.byteCount() + unreservedByteCount) {
                memory.resize(byteCount - unreservedByteCount);
            }
            return;
        }
        boolean fits = !table.isFull() && !keyValues.isFull() && memory.tryResize(byteCount);
        if (!fits) {
            if (depth >= Partitions.DEPTH_MAX) {
                memory.resize(byteCount);
            }
            freeze(byteCount);
        }
    }

    private long byteCount() {
        long sum = keyColumns.isEmpty() ? 0 : table.byteCount() + keyValues.byteCount();
        for (AggregateState state : states) {
            sum += state.byteCount();
        }
        return sum;
    }

    /// Adds the groups in memory of another aggregation of the same kind, which is of no use after
    /// that, but for [#takeSpilled], and which the caller closes. No aggregate may be distinct or
    /// ordered.
    public void merge(GroupAggregation other) {
        int count = other.groupCount();
        if (!keyColumns.isEmpty() && count > 0) {
            Batch keys = new Batch(other.keyValues.columns(), count);
            if (groups.length < count) {
                groups = new int[count];
            }
            List<ColumnVector> deciding = new ArrayList<>(decidingColumns.size());
            for (int column : decidingColumns) {
                deciding.add(keys.column(keyColumns.indexOf(column)));
            }
            assign(keys.columns(), deciding, keys);
        }
        for (int i = 0; i < states.size(); i++) {
            states.get(i).merge(other.states.get(i), groups, count);
        }
        // The other's groups are here now: what both of them hold together was allowed before.
        other.memory.tryResize(0);
        long byteCount = byteCount();
        if (!memory.tryResize(byteCount)) {
            freeze(byteCount);
        }
    }

    private void freeze(long byteCount) {
        isFrozen = true;
        unreservedByteCount = byteCount - memory.byteCount();
        states.forEach(AggregateState::freeze);
    }

    public boolean isFrozen() {
        return isFrozen;
    }

    /// Ends the adding: the results are ready after that.
    public void finish() {
        for (AggregateState state : states) {
            state.finish(moreBytes -> memory.tryResize(memory.byteCount() + moreBytes));
        }
    }

    /// Returns the keys of all groups in memory, one vector for each key column.
    public List<ColumnVector> keys() {
        return keyValues.columns();
    }

    /// Returns the results of all groups in memory, one vector for each aggregate.
    public List<ColumnVector> results() {
        List<ColumnVector> results = new ArrayList<>(states.size());
        for (AggregateState state : states) {
            results.add(state.results(groupCount()));
        }
        return results;
    }

    /// Returns the rows of the groups that are not in memory, which the caller closes; empty when
    /// there are none.
    public Optional<Partitions> takeSpilled() {
        Optional<Partitions> taken = spilled;
        spilled = Optional.empty();
        return taken;
    }

    public int depth() {
        return depth;
    }

    public long peakByteCount() {
        return memory.peakByteCount();
    }

    /// Returns the bytes written so far; those that [#takeSpilled] gave away not included.
    public long spilledByteCount() {
        long sum = spilled.map(Partitions::byteCount).orElse(0L);
        for (AggregateState state : states) {
            sum += state.spilledByteCount();
        }
        return sum;
    }

    @Override
    public void close() {
        states.forEach(AggregateState::close);
        spilled.ifPresent(Partitions::close);
        memory.close();
    }
}
