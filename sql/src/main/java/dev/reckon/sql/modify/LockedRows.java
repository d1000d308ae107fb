package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.LockedKeys;
import dev.reckon.storage.Transaction.LockedRow;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Locks the rows of a target that an input names, and reads them as they are then. For one
/// statement.
final class LockedRows {
    private final CompiledTarget target;
    private final List<Integer> keyPositions;
    private final Optional<Predicate> recheck;
    private final LockMode mode;
    private final Evaluation evaluation;

    /// The rows met so far, where a join may name one several times: the first time counts.
    private final Optional<Set<RowKey>> met;

    /// @param keyPositions where the input has the target's key
    /// @param recheck over the target's row, then the input
    /// @param mayRepeat whether the input may name a row twice
    LockedRows(
            CompiledTarget target,
            List<Integer> keyPositions,
            Optional<Predicate> recheck,
            LockMode mode,
            boolean mayRepeat,
            Evaluation evaluation) {
        this.target = target;
        this.keyPositions = keyPositions;
        this.recheck = recheck;
        this.mode = mode;
        this.evaluation = evaluation;
        this.met = mayRepeat ? Optional.of(new HashSet<>()) : Optional.empty();
    }

    /// Locks the rows of a batch.
    ///
    /// @return the target's columns, then the input's, of the rows that are still there
    Batch lock(Batch input) {
        Batch keyColumns =
                new Batch(keyPositions.stream().map(input::column).toList(), input.rowCount());
        RowKey[] keys = new RowKey[input.selectedCount()];
        int[] sources = new int[keys.length];
        int count = 0;
        for (int i = 0; i < keys.length; i++) {
            int row = input.row(i);
            RowKey key = target.keys.encodeKeyColumns(keyColumns, row);
            if (met.isEmpty() || met.get().add(key)) {
                keys[count] = key;
                sources[count++] = row;
            }
        }
        return count == 1
                ? lockOne(keys[0], input, sources)
                : lockAll(Arrays.copyOf(keys, count), input, sources);
    }

    /// Locks one row of a batch, as [#lock] does; empty when it is not there any more, or was met
    /// before.
    ///
    /// @param triggered called for rows before it
    Optional<Batch> lockOne(Batch input, int row, TriggeredRows triggered) {
        Batch one = TriggeredRows.one(input, row);
        RowKey key =
                target.keys.encodeKeyColumns(
                        new Batch(keyPositions.stream().map(one::column).toList(), 1), 0);
        if (met.isPresent() && !met.get().add(key)) {
            return Optional.empty();
        }
        triggered.requireUntouched(key);
        Batch locked = lockOne(key, one, new int[1]);
        return locked.rowCount() == 0 ? Optional.empty() : Optional.of(locked);
    }

    private Batch lockOne(RowKey key, Batch input, int[] sources) {
        LockedRow locked =
                evaluation
                        .transaction()
                        .lock(target.target.table().id(), key, mode, WaitPolicy.WAIT);
        int found = locked.row().isPresent() ? 1 : 0;
        byte[][] rows = {locked.row().orElse(new byte[0])};
        boolean[] changed = {locked.outcome() == LockedRow.Outcome.CHANGED};
        return checked(
                target.layout.decode(rows, found, target.allColumns), input, sources, changed);
    }

    private Batch lockAll(RowKey[] keys, Batch input, int[] sources) {
        LockedKeys locked =
                evaluation
                        .transaction()
                        .lock(
                                target.target.table().id(),
                                keys,
                                mode,
                                WaitPolicy.WAIT,
                                target.allColumns);
        int[] present = locked.present();
        int[] presentSources = new int[present.length];
        boolean[] changed = new boolean[present.length];
        for (int i = 0; i < present.length; i++) {
            presentSources[i] = sources[present[i]];
            changed[i] = locked.outcome(present[i]) == LockedRow.Outcome.CHANGED;
        }
        return checked(locked.rows().columns(), input, presentSources, changed);
    }

    /// Puts rows beside the input that named them, without those that changed so that they no
    /// longer meet the condition.
    ///
    /// @param sources the row of the input for each
    private Batch checked(List<ColumnVector> rows, Batch input, int[] sources, boolean[] changed) {
        int count = rows.getFirst().rowCount();
        var columns = new ArrayList<ColumnVector>(rows);
        boolean anyChanged = false;
        for (int row = 0; row < count; row++) {
            anyChanged |= changed[row];
        }
        for (ColumnVector column : input.columns()) {
            columns.add(column.gather(sources, count));
        }
        var batch = new Batch(columns, count);
        return anyChanged && recheck.isPresent() ? recheck(batch, changed) : batch;
    }

    /// Drops the rows that changed so that they no longer meet the condition.
    private Batch recheck(Batch rows, boolean[] changed) {
        int[] candidates = new int[rows.rowCount()];
        int candidateCount = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            if (changed[row]) {
                candidates[candidateCount++] = row;
            }
        }
        int[] passed = new int[rows.rowCount()];
        int passedCount =
                recheck.orElseThrow()
                        .select(
                                rows.select(
                                        Arrays.copyOf(candidates, candidateCount), candidateCount),
                                evaluation,
                                passed);
        boolean[] keep = new boolean[rows.rowCount()];
        for (int row = 0; row < keep.length; row++) {
            keep[row] = !changed[row];
        }
        for (int i = 0; i < passedCount; i++) {
            keep[passed[i]] = true;
        }
        int[] selection = new int[rows.rowCount()];
        int count = 0;
        for (int row = 0; row < keep.length; row++) {
            if (keep[row]) {
                selection[count++] = row;
            }
        }
        return rows.select(selection, count).compact();
    }
}
