package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Writes rows of one table and the entries of its indexes. For one statement, and its thread.
final class TableWriter {
    final CompiledTarget compiled;
    private final Transaction transaction;
    private final Evaluation evaluation;
    private final long tableId;
    private final RowFollowUps followUps;
    private final UniqueChecks uniqueChecks;
    private final Optional<TriggerFiring> triggers;

    /// @param uniqueChecks of the target's deferrable constraints
    /// @param triggers those that fire for what the statement does; absent when there are none
    TableWriter(
            CompiledTarget compiled,
            Evaluation evaluation,
            RowFollowUps followUps,
            UniqueChecks uniqueChecks,
            Optional<TriggerFiring> triggers) {
        this.compiled = compiled;
        this.evaluation = evaluation;
        this.transaction = evaluation.transaction();
        this.tableId = compiled.target.table().id();
        this.followUps = followUps;
        this.uniqueChecks = uniqueChecks;
        this.triggers = triggers;
    }

    RowFollowUps followUps() {
        return followUps;
    }

    /// Begins the statement: its triggers fire before anything is read.
    void begin() {
        triggers.ifPresent(TriggerFiring::beforeStatement);
    }

    /// Returns the triggers that fire for what the statement does.
    Optional<TriggerFiring> triggers() {
        return triggers;
    }

    /// Returns what changes rows with their triggers; absent where nothing is done for each row.
    ///
    /// @param operations what is done with rows
    Optional<TriggeredRows> triggeredRows(TriggerOperation... operations) {
        return triggers.filter(each -> Arrays.stream(operations).anyMatch(each::hasRow))
                .map(each -> new TriggeredRows(this, each, evaluation));
    }

    /// Computes the index entries of a batch of rows.
    List<CompiledIndex.Entries> entries(Batch rows) {
        var all = new ArrayList<CompiledIndex.Entries>(compiled.indexes.size());
        for (CompiledIndex index : compiled.indexes) {
            all.add(index.entries(rows, evaluation));
        }
        return all;
    }

    /// A unique key that a row could not have: of an index, or of the table when there is none.
    record Conflict(Optional<CompiledIndex> index, RowKey key) {}

    /// Inserts a row and its entries, or nothing when one of its unique keys exists.
    Optional<Conflict> tryInsert(Batch rows, List<CompiledIndex.Entries> entries, int row) {
        RowKey key = compiled.keys.encode(rows, row);
        byte[] bytes = compiled.layout.encode(rows, row);
        if (compiled.hasHiddenKey()) {
            transaction.insertNew(tableId, key, bytes);
        } else if (!transaction.insert(tableId, key, bytes)) {
            return Optional.of(new Conflict(Optional.empty(), key));
        }
        for (int i = 0; i < compiled.indexes.size(); i++) {
            Optional<Conflict> conflict = insertEntry(i, entries.get(i), rows, row);
            if (conflict.isPresent()) {
                for (int before = 0; before < i; before++) {
                    removeEntry(before, entries.get(before), rows, row);
                }
                transaction.delete(tableId, key);
                return conflict;
            }
        }
        followUps.inserted(rows, row);
        return Optional.empty();
    }

    private Optional<Conflict> insertEntry(
            int number, CompiledIndex.Entries entries, Batch rows, int row) {
        if (!entries.present()[row]) {
            return Optional.empty();
        }
        CompiledIndex index = compiled.indexes.get(number);
        RowKey key = index.keys.encode(entries.rows(), row);
        byte[] entry = index.layout.encode(entries.rows(), row);
        long indexId = index.index.table().id();
        if (!index.index.isUnique()) {
            transaction.insertNew(indexId, key, entry); // The key of the row itself is in it.
            return Optional.empty();
        }
        if (transaction.insert(indexId, key, entry)) {
            return Optional.empty();
        }
        if (index.index.deferral().isEmpty()) {
            return Optional.of(new Conflict(Optional.of(index), key));
        }
        Batch tied = index.tied(entries, rows, row);
        RowKey tiedKey = index.keys.encode(tied, 0);
        transaction.insertNew(indexId, tiedKey, index.layout.encode(tied, 0));
        uniqueChecks.add(
                index,
                new UniqueChecks.Entry(key, entry, tiedKey),
                () -> duplicate(Optional.of(index), tied, 0));
        return Optional.empty();
    }

    private void removeEntry(int number, CompiledIndex.Entries entries, Batch rows, int row) {
        if (!entries.present()[row]) {
            return;
        }
        CompiledIndex index = compiled.indexes.get(number);
        long indexId = index.index.table().id();
        RowKey key = storedKey(index, entries, rows, row);
        var locked = transaction.lock(indexId, key, LockMode.UPDATE, WaitPolicy.WAIT);
        if (locked.row().isPresent()) {
            transaction.delete(indexId, key);
        }
    }

    /// Returns the key under which a row's entry is.
    private RowKey storedKey(
            CompiledIndex index, CompiledIndex.Entries entries, Batch rows, int row) {
        if (index.index.deferral().isPresent()) {
            RowKey tied = index.keys.encode(index.tied(entries, rows, row), 0);
            if (transaction.find(index.index.table().id(), tied).isPresent()) {
                return tied;
            }
        }
        return index.keys.encode(entries.rows(), row);
    }

    /// Inserts a row.
    ///
    /// @throws DatabaseException 23505 when one of its unique keys exists
    void insert(Batch rows, List<CompiledIndex.Entries> entries, int row) {
        Optional<Conflict> conflict = tryInsert(rows, entries, row);
        if (conflict.isPresent()) {
            throw duplicate(conflict.get(), rows, entries, row);
        }
    }

    /// Replaces a row that was locked.
    void update(
            Batch oldRows,
            List<CompiledIndex.Entries> oldEntries,
            Batch newRows,
            List<CompiledIndex.Entries> newEntries,
            int row) {
        RowKey oldKey = compiled.keys.encode(oldRows, row);
        RowKey newKey = compiled.keys.encode(newRows, row);
        byte[] bytes = compiled.layout.encode(newRows, row);
        if (oldKey.equals(newKey)) {
            transaction.update(tableId, newKey, bytes);
        } else {
            transaction.delete(tableId, oldKey);
            if (!transaction.insert(tableId, newKey, bytes)) {
                throw duplicate(new Conflict(Optional.empty(), newKey), newRows, newEntries, row);
            }
        }
        for (int i = 0; i < compiled.indexes.size(); i++) {
            if (isSame(i, oldEntries.get(i), newEntries.get(i), row)) {
                continue;
            }
            removeEntry(i, oldEntries.get(i), oldRows, row);
            Optional<Conflict> conflict = insertEntry(i, newEntries.get(i), newRows, row);
            if (conflict.isPresent()) {
                throw duplicate(conflict.get(), newRows, newEntries, row);
            }
        }
        followUps.updated(oldRows, newRows, row);
    }

    private boolean isSame(
            int number,
            CompiledIndex.Entries oldEntries,
            CompiledIndex.Entries newEntries,
            int row) {
        if (oldEntries.present()[row] != newEntries.present()[row]) {
            return false;
        }
        if (!oldEntries.present()[row]) {
            return true;
        }
        CompiledIndex index = compiled.indexes.get(number);
        return Arrays.equals(
                        index.layout.encode(oldEntries.rows(), row),
                        index.layout.encode(newEntries.rows(), row))
                && index.keys
                        .encode(oldEntries.rows(), row)
                        .equals(index.keys.encode(newEntries.rows(), row));
    }

    /// Deletes a row that was locked.
    void delete(Batch rows, List<CompiledIndex.Entries> entries, int row) {
        remove(rows, entries, row);
        followUps.deleted(rows, row);
    }

    /// Deletes a row that was locked and is about to be inserted elsewhere.
    void remove(Batch rows, List<CompiledIndex.Entries> entries, int row) {
        transaction.delete(tableId, compiled.keys.encode(rows, row));
        for (int i = 0; i < compiled.indexes.size(); i++) {
            removeEntry(i, entries.get(i), rows, row);
        }
    }

    private DatabaseException duplicate(
            Conflict conflict, Batch rows, List<CompiledIndex.Entries> entries, int row) {
        Batch conflicting =
                conflict.index
                        .map(index -> entries.get(compiled.indexes.indexOf(index)).rows())
                        .orElse(rows);
        return duplicate(conflict.index, conflicting, row);
    }

    /// Makes the error of a unique key that exists.
    ///
    /// @param index whose key it is, empty for the table's
    /// @param rows entries of the index, or rows of the table
    DatabaseException duplicate(Optional<CompiledIndex> index, Batch rows, int row) {
        var names = new ArrayList<String>();
        var types = new ArrayList<DataType>();
        var values = new ArrayList<Value>();
        Target target = compiled.target;
        TableSchema table = index.map(each -> each.index.table()).orElse(target.table());
        List<Integer> columns =
                index.isPresent()
                        ? IntStream.range(0, index.get().index.values().size()).boxed().toList()
                        : target.table().key().stream().map(KeyColumn::column).toList();
        for (int number : columns) {
            ColumnSchema column = table.column(number);
            names.add(column.name());
            types.add(column.type());
            values.add(rows.column(number).value(row));
        }
        String constraint =
                index.map(each -> each.index.name()).orElse(target.primaryKey().orElse(""));
        return new Violations(target, evaluation.environment())
                .unique(constraint, names, types, values);
    }
}
