package dev.reckon.sql.execute.table;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// WITH RECURSIVE: the rows of `start`, then those of `step` over the rows that the last round
/// added, until a round adds none.
public final class RecursiveUnionOperator implements Operator {
    private final int workTableId;
    private final OperatorFactory step;
    private final List<PhysicalType> physicalTypes;
    private final Evaluation evaluation;
    private final MemoryReservation memory;

    /// The rows so far, without UNION ALL.
    private final Optional<KeyTable> seen;

    private final Optional<KeyTable.Lookup> lookup;
    private Operator round;
    private Optional<StoredRows> previous = Optional.empty();
    private StoredRows added;
    private boolean isOver;
    private int[] numbers = new int[Batch.ROW_COUNT];

    /// @param workTableId under which the step's scans find the last round's rows
    /// @param all whether rows that came before are kept
    public RecursiveUnionOperator(
            int workTableId,
            OperatorFactory start,
            OperatorFactory step,
            boolean all,
            List<DataType> types,
            Evaluation evaluation) {
        this.workTableId = workTableId;
        this.step = step;
        this.physicalTypes = types.stream().map(DataType::physical).toList();
        this.evaluation = evaluation;
        this.memory = evaluation.memory().open();
        this.seen = all ? Optional.empty() : Optional.of(new KeyTable(types, true));
        this.lookup = seen.map(KeyTable::newLookup);
        this.round = start.open(evaluation);
        this.added = new StoredRows(physicalTypes, evaluation);
    }

    @Override
    public Optional<Batch> next() {
        while (!isOver) {
            evaluation.checkCancelled();
            Optional<Batch> batch = round.next();
            if (batch.isEmpty()) {
                nextRound();
                continue;
            }
            Batch rows = seen.isPresent() ? firstSeen(batch.get()) : batch.get();
            if (rows.selectedCount() > 0) {
                added.add(rows);
                return Optional.of(rows);
            }
        }
        return Optional.empty();
    }

    private Batch firstSeen(Batch rows) {
        if (numbers.length < rows.selectedCount()) {
            numbers = new int[rows.selectedCount()];
        }
        KeyTable.Lookup finder = lookup.orElseThrow();
        int count = finder.assign(rows.columns(), rows, numbers);
        memory.resize(seen.orElseThrow().byteCount());
        return rows.select(Arrays.copyOf(finder.newRows(), count), count);
    }

    private void nextRound() {
        round.close();
        previous.ifPresent(StoredRows::close);
        previous = Optional.of(added);
        if (added.rowCount() == 0) {
            isOver = true;
            return;
        }
        round = step.open(evaluation.withTable(workTableId, new WorkRows(added)));
        added = new StoredRows(physicalTypes, evaluation);
    }

    @Override
    public long peakByteCount() {
        return memory.peakByteCount();
    }

    @Override
    public void close() {
        round.close();
        previous.ifPresent(StoredRows::close);
        added.close();
        memory.close();
    }
}
