package dev.reckon.storage;

import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.RowKey;
import java.util.Optional;

/// A unit of work: all of it survives, or none. For one thread at a time.
///
/// Writes go to a write set of its own; locks keep others from the same keys; [#commit] makes the
/// write set durable and visible at once. After an error the caller rolls back, wholly or to a
/// savepoint.
public final class Transaction implements AutoCloseable {
    private Transaction() {}

    public Isolation isolation() {
        throw new UnsupportedOperationException();
    }

    /// Returns a view for one statement: own writes so far, and what the isolation level lets it
    /// see of others'. The view does not change under the statement's own writes. The caller closes
    /// it.
    public Snapshot statementSnapshot() {
        throw new UnsupportedOperationException();
    }

    /// Inserts a row under a key that no visible or newly committed row has, waiting for others
    /// that are about to insert or delete it.
    ///
    /// @param key the row's key, as `KeyEncoder` makes it
    /// @param row the row, as `RowLayout` makes it
    /// @return whether it was inserted; false when the key exists
    /// @throws dev.reckon.storage.error.DatabaseException 40P01, 55P03, 40001, 57014
    public boolean insert(long tableId, RowKey key, byte[] row) {
        throw new UnsupportedOperationException();
    }

    /// Locks a key, waiting as told, and returns the newest committed or own row under it.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 40001 when the isolation level forbids to
    ///   go on because the row was changed since the snapshot; 40P01, 55P03, 57014
    public LockedRow lock(long tableId, RowKey key, LockMode mode, WaitPolicy policy) {
        throw new UnsupportedOperationException();
    }

    /// Replaces the row under a key that this transaction has locked in mode UPDATE or
    /// NO_KEY_UPDATE.
    public void update(long tableId, RowKey key, byte[] row) {
        throw new UnsupportedOperationException();
    }

    /// Deletes the row under a key that this transaction has locked in mode UPDATE.
    public void delete(long tableId, RowKey key) {
        throw new UnsupportedOperationException();
    }

    /// Locks a whole table against others, in the sense of PostgreSQL's chapter "Table-Level
    /// Locks".
    public void lockTable(long tableId, TableLockMode mode, WaitPolicy policy) {
        throw new UnsupportedOperationException();
    }

    /// Creates an empty table with an id from [Store#allocateId].
    public void createTable(TableSchema schema) {
        throw new UnsupportedOperationException();
    }

    /// Removes a table and its rows.
    public void dropTable(long tableId) {
        throw new UnsupportedOperationException();
    }

    /// Removes all rows of a table at once.
    public void truncateTable(long tableId) {
        throw new UnsupportedOperationException();
    }

    /// Puts an object of the SQL catalog.
    public void putDefinition(long id, byte[] definition) {
        throw new UnsupportedOperationException();
    }

    /// Removes an object of the SQL catalog.
    public void removeDefinition(long id) {
        throw new UnsupportedOperationException();
    }

    /// Marks a point to which [#rollbackTo] returns.
    public Savepoint savepoint() {
        throw new UnsupportedOperationException();
    }

    /// Undoes everything since the savepoint, which stays usable; locks taken since are released.
    public void rollbackTo(Savepoint savepoint) {
        throw new UnsupportedOperationException();
    }

    /// Returns once everything is on disk, and visible to others.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 40001 when a serializable order is
    ///   impossible, 58030 or 53100 when the log cannot be written; then nothing was committed that
    ///   a restart could show, unless the message says that the outcome is unknown
    public void commit() {
        throw new UnsupportedOperationException();
    }

    /// Forgets everything, and releases all locks. Does nothing after commit or rollback.
    public void rollback() {
        throw new UnsupportedOperationException();
    }

    /// Makes the thread that works for this transaction stop waiting for a lock, with 57014. Safe
    /// to call from another thread.
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    /// Rolls back unless committed.
    @Override
    public void close() {
        rollback();
    }

    /// A row after its key was locked.
    ///
    /// @param outcome whether the row is as the statement's snapshot has it, so that nothing need
    ///   be evaluated again
    /// @param row the newest row; empty when the key has none, or the lock was skipped
    public record LockedRow(Outcome outcome, Optional<byte[]> row) {
        /// What became of the row between the statement's snapshot and the lock.
        public enum Outcome {
            UNCHANGED,
            CHANGED,
            GONE,
            SKIPPED
        }
    }

    /// A point in a transaction; opaque.
    public interface Savepoint {}
}
