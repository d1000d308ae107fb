package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes rows of one table and the entries of its indexes. For one statement, and its thread.
final class TableWriter {
    final CompiledTarget compiled;
    private final Transaction transaction;
    private final Evaluation evaluation;
    private final long tableId;
    private final ReferenceChecks references;

    TableWriter(CompiledTarget compiled, Evaluation evaluation, ReferenceChecks references) {
        this.compiled = compiled;
        this.evaluation = evaluation;
        this.transaction = evaluation.transaction();
        this.tableId = compiled.target.table().id();
        this.references = references;
    }

    ReferenceChecks references() {
        return references;
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
        if (!transaction.insert(tableId, key, compiled.layout.encode(rows, row))) {
            return Optional.of(new Conflict(Optional.empty(), key));
        }
        for (int i = 0; i < compiled.indexes.size(); i++) {
            Optional<Conflict> conflict = insertEntry(i, entries.get(i), row);
            if (conflict.isPresent()) {
                for (int before = 0; before < i; before++) {
                    removeEntry(before, entries.get(before), row);
                }
                transaction.delete(tableId, key);
                return conflict;
            }
        }
        references.inserted(rows, row);
        return Optional.empty();
    }

    private Optional<Conflict> insertEntry(int number, CompiledIndex.Entries entries, int row) {
        if (!entries.present()[row]) {
            return Optional.empty();
        }
        CompiledIndex index = compiled.indexes.get(number);
        RowKey key = index.keys.encode(entries.rows(), row);
        byte[] entry = index.layout.encode(entries.rows(), row);
        return transaction.insert(index.index.table().id(), key, entry)
                ? Optional.empty()
                : Optional.of(new Conflict(Optional.of(index), key));
    }

    private void removeEntry(int number, CompiledIndex.Entries entries, int row) {
        if (!entries.present()[row]) {
            return;
        }
        CompiledIndex index = compiled.indexes.get(number);
        long indexId = index.index.table().id();
        RowKey key = index.keys.encode(entries.rows(), row);
        var locked = transaction.lock(indexId, key, LockMode.UPDATE, WaitPolicy.WAIT);
        if (locked.row().isPresent()) {
            transaction.delete(indexId, key);
        }
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
            removeEntry(i, oldEntries.get(i), row);
            Optional<Conflict> conflict = insertEntry(i, newEntries.get(i), row);
            if (conflict.isPresent()) {
                throw duplicate(conflict.get(), newRows, newEntries, row);
            }
        }
        references.updated(oldRows, newRows, row);
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
        transaction.delete(tableId, compiled.keys.encode(rows, row));
        for (int i = 0; i < compiled.indexes.size(); i++) {
            removeEntry(i, entries.get(i), row);
        }
        references.deleted(rows, row);
    }

    private DatabaseException duplicate(
            Conflict conflict, Batch rows, List<CompiledIndex.Entries> entries, int row) {
        var names = new ArrayList<String>();
        var types = new ArrayList<DataType>();
        var values = new ArrayList<Value>();
        Target target = compiled.target;
        String constraint;
        if (conflict.index.isPresent()) {
            Target.IndexTarget index = conflict.index.get().index;
            constraint = index.name();
            Batch entry = entries.get(compiled.indexes.indexOf(conflict.index.get())).rows();
            for (int i = 0; i < index.values().size(); i++) {
                ColumnSchema column = index.table().column(i);
                names.add(column.name());
                types.add(column.type());
                values.add(entry.column(i).value(row));
            }
        } else {
            constraint = target.primaryKey().orElse("");
            for (KeyColumn key : target.table().key()) {
                ColumnSchema column = target.table().column(key.column());
                names.add(column.name());
                types.add(column.type());
                values.add(rows.column(key.column()).value(row));
            }
        }
        return new Violations(target, evaluation.environment())
                .unique(constraint, names, types, values);
    }
}
