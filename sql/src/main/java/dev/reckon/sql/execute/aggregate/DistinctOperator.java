package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.sql.execute.key.Partitions;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The first row of each combination of some columns, NULLs being equal. Rows come out at once;
/// past the memory budget those of combinations not seen yet go to disk and come at the end.
public final class DistinctOperator implements Operator {
    private final Operator input;
    private final List<Integer> keyColumns;
    private final List<DataType> keyTypes;
    private final List<PhysicalType> rowTypes;
    private final Evaluation evaluation;
    private final MemoryReservation memory;

    private KeyTable table;
    private KeyTable.Lookup lookup;
    private int depth;
    private boolean isFrozen;
    private Optional<Partitions> spilled = Optional.empty();
    private int[] numbers = new int[Batch.ROW_COUNT];

    private boolean inputIsOver;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private Optional<Part> part = Optional.empty();
    private Optional<SpilledRows.Reader> reader = Optional.empty();
    private long spilledByteCount;

    private record Part(SpilledRows rows, int depth) {}

    /// Takes `input` over.
    ///
    /// @param keyColumns the columns that are compared
    public DistinctOperator(
            Operator input,
            List<Integer> keyColumns,
            List<DataType> keyTypes,
            List<PhysicalType> rowTypes,
            Evaluation evaluation) {
        this.input = input;
        this.keyColumns = keyColumns;
        this.keyTypes = keyTypes;
        this.rowTypes = rowTypes;
        this.evaluation = evaluation;
        this.memory = evaluation.memory().open();
        this.table = new KeyTable(keyTypes, true);
        this.lookup = table.newLookup();
    }

    @Override
    public Optional<Batch> next() {
        while (true) {
            evaluation.checkCancelled();
            Optional<Batch> batch = nextOfSource();
            if (batch.isPresent()) {
                Batch first = first(batch.get());
                if (first.selectedCount() > 0) {
                    return Optional.of(first);
                }
            } else if (!nextSource()) {
                return batch;
            }
        }
    }

    private Optional<Batch> nextOfSource() {
        if (!inputIsOver) {
            Optional<Batch> batch = input.next();
            inputIsOver = batch.isEmpty();
            return batch;
        }
        return reader.isPresent() ? reader.get().next() : Optional.empty();
    }

    /// Goes on to the next part on disk, and returns false when there is none.
    private boolean nextSource() {
        part.ifPresent(done -> done.rows.close());
        part = Optional.empty();
        reader = Optional.empty();
        if (spilled.isPresent()) {
            spilledByteCount += spilled.get().byteCount();
            for (int i = Partitions.COUNT - 1; i >= 0; i--) {
                parts.addFirst(new Part(spilled.get().part(i), depth + 1));
            }
            spilled = Optional.empty();
        }
        if (parts.isEmpty()) {
            return false;
        }
        Part next = parts.removeFirst();
        part = Optional.of(next);
        reader = Optional.of(next.rows.read());
        depth = next.depth;
        isFrozen = false;
        table = new KeyTable(keyTypes, true);
        lookup = table.newLookup();
        memory.tryResize(0);
        return true;
    }

    private Batch first(Batch rows) {
        int count = rows.selectedCount();
        if (numbers.length < count) {
            numbers = new int[count];
        }
        List<ColumnVector> keys = new ArrayList<>(keyColumns.size());
        for (int column : keyColumns) {
            keys.add(rows.column(column));
        }
        if (isFrozen) {
            spillUnknown(rows, keys);
            return rows.select(new int[0], 0);
        }
        int newCount = lookup.assign(keys, rows, numbers);
        if (table.isFull() || !memory.tryResize(table.byteCount())) {
            if (depth >= Partitions.DEPTH_MAX) {
                memory.resize(table.byteCount());
            }
            isFrozen = true;
        }
        return rows.select(Arrays.copyOf(lookup.newRows(), newCount), newCount);
    }

    private void spillUnknown(Batch rows, List<ColumnVector> keys) {
        lookup.find(keys, rows, numbers);
        int[] unknown = new int[rows.selectedCount()];
        int count = 0;
        for (int i = 0; i < unknown.length; i++) {
            if (numbers[i] < 0) {
                unknown[count++] = rows.row(i);
            }
        }
        if (count == 0) {
            return;
        }
        if (spilled.isEmpty()) {
            spilled =
                    Optional.of(new Partitions(evaluation.spillSpace(), rowTypes, keyTypes, depth));
        }
        spilled.get().write(rows.columns(), keys, rows.select(unknown, count));
    }

    @Override
    public long peakByteCount() {
        return memory.peakByteCount();
    }

    @Override
    public long spilledByteCount() {
        return spilledByteCount;
    }

    @Override
    public void close() {
        input.close();
        part.ifPresent(done -> done.rows.close());
        parts.forEach(each -> each.rows.close());
        parts.clear();
        spilled.ifPresent(Partitions::close);
        memory.close();
    }
}
