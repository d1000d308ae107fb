package dev.reckon.storage;

import dev.reckon.storage.bulk.KeySet;
import dev.reckon.storage.bulk.SharedKeys;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.RowPlace;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.LockOwner;
import dev.reckon.storage.transaction.LockParty;
import dev.reckon.storage.transaction.WriteSet;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A unit of work: all of it survives, or none. For one thread at a time.
///
/// Writes go to a write set of its own; locks keep others from the same keys; [#commit] makes the
/// write set durable and visible at once. After an error the caller rolls back, wholly or to a
/// savepoint.
public final class Transaction implements AutoCloseable {
    private final Store store;
    private final Isolation isolation;
    private final LockOwner locks;
    private final LockRequests requests;
    private final WriteSet writeSet = new WriteSet();
    private final ReadSet reads;
    private final BulkLoad bulkLoad;
    private final RowLocks rowLocks;

    /// Modes held of tables, a bit for each, so that a row's table is locked once only.
    private final Map<Long, Integer> tableModes = new HashMap<>();

    private boolean ended;

    private final StatementView view;
    private final NewestState newestState;
    private final OwnDefinitions definitions;

    Transaction(Store store, Isolation isolation, LockParty party) {
        this.store = store;
        this.isolation = isolation;
        this.locks = store.locks().newOwner(party);
        this.requests = new LockRequests(store, locks, this::tableName);
        this.reads = isolation == Isolation.SERIALIZABLE ? ReadSet.recording() : ReadSet.NONE;
        this.view = new StatementView(store, isolation, writeSet);
        this.newestState = new NewestState(store);
        this.definitions = new OwnDefinitions(store);
        this.bulkLoad = new BulkLoad(store, writeSet, locks, reads);
        this.rowLocks = new RowLocks(store, this, writeSet);
    }

    /// Returns the number by which [Store#lockViews] names this transaction.
    public long id() {
        return locks.id();
    }

    public Isolation isolation() {
        return isolation;
    }

    /// Limits how long one lock is waited for, as PostgreSQL's `lock_timeout` does; 0 for no limit.
    public void limitLockWaits(long timeoutMillis) {
        requests.limit(timeoutMillis);
    }

    /// Limits how long the statement that begins may wait for locks in all, and forgets no cancel.
    ///
    /// @param deadlineNanos when it fails with 57014, as `System.nanoTime` tells it; 0 for no limit
    public void limitStatement(long deadlineNanos) {
        locks.limitWaits(deadlineNanos);
    }

    /// Forgets a [#cancel] that came too late for what it was meant for.
    public void clearCancel() {
        locks.clearCancel();
    }

    /// Returns a view for one statement: own writes so far, and what the isolation level lets it
    /// see of others'. The view does not change under the statement's own writes. The caller closes
    /// it.
    public Snapshot statementSnapshot() {
        requireActive();
        StoreState state = view.begin();
        if (!state.files().tryUse()) {
            throw new IllegalStateException("files of the statement's snapshot are gone");
        }
        return new Snapshot(state, view.writes(), reads, definitions.version(state, view.writes()));
    }

    /// Returns the state that the current statement sees, or that of a statement that begins now.
    StoreState statementState() {
        return view.state();
    }

    /// Sets the current statement aside, so that others can run inside it and see what it has done;
    /// [#resume] must be called after them.
    public OuterStatement beginInner() {
        requireActive();
        return view.setAside();
    }

    /// Goes on with a statement that [#beginInner] has set aside: it sees what it saw. Does nothing
    /// when the transaction has ended.
    public void resume(OuterStatement outer) {
        if (!ended) {
            view.resume(outer);
        }
    }

    /// Returns whether this transaction has written under a key since the current statement began:
    /// the statement itself, or others inside it.
    @SuppressWarnings("ReferenceEquality") // Rows are told by identity.
    public boolean wroteSinceStatement(long tableId, RowKey key) {
        byte[] now = writeSet.find(tableId, key);
        return now != view.writes().table(tableId).rows().find(key)
                && (now != null || !bulkLoad.contains(tableId, key));
    }

    /// Inserts a row under a key that no visible or newly committed row has, waiting for others
    /// that are about to insert or delete it.
    ///
    /// @param key the row's key, as `KeyEncoder` makes it
    /// @param row the row, as `RowLayout` makes it
    /// @return whether it was inserted; false when the key exists
    /// @throws dev.reckon.storage.error.DatabaseException 40P01, 55P03, 40001, 57014
    @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
    public boolean insert(long tableId, RowKey key, byte[] row) {
        requireActive();
        useTable(tableId, TableLockMode.ROW_EXCLUSIVE);
        byte[] own = writeSet.find(tableId, key);
        if (own != null && own != MemTree.DELETED) {
            return false;
        }
        if (own == null && bulkLoad.contains(tableId, key)) {
            return false;
        }
        if (own == null && !isPrivate(tableId)) {
            int mark = locks.mark();
            requests.row(tableId, key, LockMode.UPDATE, WaitPolicy.WAIT);
            if (newestTable(tableId).contains(key)) {
                reads.add(tableId, key);
                locks.releaseTo(mark);
                return false;
            }
            requireNotDeletedSince(tableId, key);
        }
        writeSet.insert(tableId, key, row);
        if (bulkLoad.isDue()) {
            spillIfLarge(tableId);
        }
        return true;
    }

    /// Inserts a row under a key that nobody else can know and no row has: the id of a new row, or
    /// what belongs to a row that was inserted.
    public void insertNew(long tableId, RowKey key, byte[] row) {
        requireActive();
        useTable(tableId, TableLockMode.ROW_EXCLUSIVE);
        writeSet.insert(tableId, key, row);
        if (bulkLoad.isDue()) {
            spillIfLarge(tableId);
        }
    }

    /// Writes a table's rows to a segment if they are more than should be held in memory.
    void spillIfLarge(long tableId) {
        bulkLoad.spillIfLarge(newestState.state(), tableId);
    }

    /// Begins to insert many rows; the first target of several is the one whose keys count first.
    public BulkInsert bulkInsert(List<BulkInsert.Target> targets) {
        requireActive();
        return new BulkInsert(this, store.options(), targets);
    }

    /// Returns the own writes that the current statement sees.
    WriteSet.Version statementWrites() {
        return view.writes();
    }

    /// Locks a table for rows to be written, and returns its committed part.
    TableState tableToWrite(long tableId) {
        useTable(tableId, TableLockMode.ROW_EXCLUSIVE);
        return visibleTable(tableId);
    }

    /// Returns the newest committed part of a table, empty if this transaction has emptied it.
    TableState visibleTable(long tableId) {
        return Snapshot.tableState(newestState.state(), writeSet.catalog(), tableId).orElseThrow();
    }

    BulkLoad bulkLoad() {
        return bulkLoad;
    }

    /// Refuses to put rows in the place of some that this transaction's snapshot still has.
    ///
    /// @param counts which places of the keys matter
    void requireNoneDeletedSince(long tableId, KeySet keys, IntPredicate counts) {
        if (isolation == Isolation.READ_COMMITTED
                || newestTable(tableId).changedSequence() <= statementState().sequence()) {
            return;
        }
        statementState()
                .tables()
                .find(tableId)
                .ifPresent(seen ->
                        SharedKeys.forEach(
                                keys,
                                seen,
                                place -> {
                                    if (counts.test(place)) {
                                        throw RowLocks.serializationFailure("concurrent delete");
                                    }
                                }));
    }

    /// Refuses to put a row in the place of one that this transaction's snapshot still has.
    private void requireNotDeletedSince(long tableId, RowKey key) {
        if (isolation == Isolation.READ_COMMITTED) {
            return;
        }
        StoreState seen = statementState();
        if (newestTable(tableId).changedSequence() > seen.sequence()
                && seen.tables().find(tableId).map(table -> table.contains(key)).orElse(false)) {
            throw RowLocks.serializationFailure("concurrent delete");
        }
    }

    /// Returns the row under a key, without a lock: the one that this transaction has written, else
    /// the one that the current statement sees.
    @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
    public Optional<byte[]> find(long tableId, RowKey key) {
        requireActive();
        byte[] own = writeSet.find(tableId, key);
        if (own != null) {
            return own == MemTree.DELETED ? Optional.empty() : Optional.of(own);
        }
        reads.add(tableId, key);
        return bulkLoad.find(tableId, key)
                .or(() ->
                        statementState().tables().find(tableId).flatMap(table -> table.find(key)));
    }

    /// Locks a key, waiting as told, and returns the newest committed or own row under it.
    ///
    /// In mode KEY_SHARE, which only keeps the key from going away, a row that is there is never
    /// refused.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 40001 when the isolation level forbids to
    ///   go on because the row was changed since the snapshot; 40P01, 55P03, 57014
    public LockedRow lock(long tableId, RowKey key, LockMode mode, WaitPolicy policy) {
        requireActive();
        useTable(tableId, TableLockMode.ROW_SHARE);
        return rowLocks.lock(tableId, key, mode, policy);
    }

    /// Locks many keys in their order, and only then looks for their rows: cheaper than one by one.
    ///
    /// @param keys never changed afterwards; one that comes twice is locked once
    /// @param columns the columns to read of the rows; none for who writes without reading
    /// @throws dev.reckon.storage.error.DatabaseException as [#lock(long, RowKey, LockMode,
    ///   WaitPolicy)]
    public LockedKeys lock(
            long tableId, RowKey[] keys, LockMode mode, WaitPolicy policy, List<Integer> columns) {
        requireActive();
        useTable(tableId, TableLockMode.ROW_SHARE);
        return rowLocks.lock(tableId, keys, mode, policy, columns);
    }

    /// Replaces the row under a key that was locked with others in mode UPDATE or NO_KEY_UPDATE.
    ///
    /// @param number of the key among them
    public void update(LockedKeys locked, int number, byte[] row) {
        requireActive();
        useTable(locked.tableId(), TableLockMode.ROW_EXCLUSIVE);
        assert exists(locked.tableId(), locked.key(number)) : "update of a missing row";
        writeSet.update(locked.tableId(), locked.key(number), row, locked.place(number));
    }

    /// Replaces the rows under all keys that have one, in the order of the keys.
    ///
    /// @param rows by the number of the key; those of keys without a row are passed over
    public void updateAll(LockedKeys locked, byte[][] rows) {
        requireActive();
        useTable(locked.tableId(), TableLockMode.ROW_EXCLUSIVE);
        WriteSet.Changer changer = writeSet.changer(locked.tableId());
        for (int number : locked.order()) {
            if (locked.exists(number)) {
                changer.update(locked.key(number), rows[number], locked.place(number));
            }
        }
    }

    /// Deletes the row under a key that was locked with others in mode UPDATE.
    ///
    /// @param number of the key among them
    public void delete(LockedKeys locked, int number) {
        requireActive();
        useTable(locked.tableId(), TableLockMode.ROW_EXCLUSIVE);
        assert exists(locked.tableId(), locked.key(number)) : "delete of a missing row";
        writeSet.delete(locked.tableId(), locked.key(number), locked.place(number));
    }

    /// Deletes the rows under all keys that have one, in the order of the keys.
    public void deleteAll(LockedKeys locked) {
        requireActive();
        useTable(locked.tableId(), TableLockMode.ROW_EXCLUSIVE);
        WriteSet.Changer changer = writeSet.changer(locked.tableId());
        for (int number : locked.order()) {
            if (locked.exists(number)) {
                changer.delete(locked.key(number), locked.place(number));
            }
        }
    }

    /// Replaces the row under a key that this transaction has locked in mode UPDATE or
    /// NO_KEY_UPDATE.
    public void update(long tableId, RowKey key, byte[] row) {
        requireActive();
        useTable(tableId, TableLockMode.ROW_EXCLUSIVE);
        assert exists(tableId, key) : "update of a missing row " + key;
        writeSet.update(tableId, key, row, RowPlace.UNKNOWN);
    }

    /// Deletes the row under a key that this transaction has locked in mode UPDATE.
    public void delete(long tableId, RowKey key) {
        requireActive();
        useTable(tableId, TableLockMode.ROW_EXCLUSIVE);
        assert exists(tableId, key) : "delete of a missing row " + key;
        writeSet.delete(tableId, key, RowPlace.UNKNOWN);
    }

    @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
    private boolean exists(long tableId, RowKey key) {
        byte[] own = writeSet.find(tableId, key);
        if (own != null) {
            return own != MemTree.DELETED;
        }
        return bulkLoad.contains(tableId, key)
                || (!isPrivate(tableId) && newestTable(tableId).contains(key));
    }

    /// Locks a whole table against others, in the sense of PostgreSQL's chapter "Table-Level
    /// Locks".
    ///
    /// @return whether it is locked; false only for SKIP_LOCKED
    /// @throws dev.reckon.storage.error.DatabaseException 42P01 when the table is gone by the time
    ///   that it is locked; 40P01, 55P03, 57014
    public boolean lockTable(long tableId, TableLockMode mode, WaitPolicy policy) {
        requireActive();
        if (holds(tableId, mode)) {
            return true;
        }
        if (!requests.table(tableId, mode, policy)) {
            return false;
        }
        if (!hasTable(tableId)) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_TABLE,
                    "table with id %d does not exist any more".formatted(tableId));
        }
        tableModes.merge(tableId, 1 << mode.number(), (held, taken) -> held | taken);
        return true;
    }

    /// Locks a name that is not a table's, such as that of an object that is being made, until the
    /// transaction ends.
    ///
    /// @return whether it is locked; false only for SKIP_LOCKED
    public boolean lockName(long nameHash, boolean exclusive, WaitPolicy policy) {
        requireActive();
        return requests.name(nameHash, exclusive, policy);
    }

    /// Locks the table of a row that is about to be locked or written, once.
    private void useTable(long tableId, TableLockMode mode) {
        if (!holds(tableId, mode)) {
            lockTable(tableId, mode, WaitPolicy.WAIT);
        }
    }

    private boolean holds(long tableId, TableLockMode mode) {
        Integer held = tableModes.get(tableId);
        return held != null && (held & 1 << mode.number()) != 0;
    }

    /// Returns a number of the definitions that are committed now: another one after each change.
    public long committedDefinitionVersion() {
        return newestState.state().definitionVersion();
    }

    /// Returns the number of the committed definitions that the current statement sees.
    public long seenDefinitionVersion() {
        return statementState().definitionVersion();
    }

    /// Returns whether others have changed an object of the SQL catalog since the statement's
    /// snapshot.
    public boolean isDefinitionChanged(long id) {
        RowKey key = StoreState.definitionKey(id);
        return !Arrays.equals(
                statementState().definitions().find(key),
                newestState.state().definitions().find(key));
    }

    /// Returns whether a statement that begins now sees all that is committed of a table.
    public boolean seesNewest(long tableId) {
        return isolation == Isolation.READ_COMMITTED
                || isPrivate(tableId)
                || newestTable(tableId).changedSequence() <= statementState().sequence();
    }

    /// Returns whether there is a table, committed or made by this transaction.
    public boolean hasTable(long tableId) {
        return isPrivate(tableId)
                || (newestState.state().tables().contains(tableId)
                        && !writeSet.catalog().dropped().contains(tableId));
    }

    LockRequests requests() {
        return requests;
    }

    private String tableName(long tableId) {
        return newestState
                .state()
                .tables()
                .find(tableId)
                .map(table -> table.schema().name())
                .orElse(String.valueOf(tableId));
    }

    /// Creates an empty table with an id from [Store#allocateId].
    public void createTable(TableSchema schema) {
        requireActive();
        writeSet.createTable(schema);
    }

    /// Removes a table and its rows.
    public void dropTable(long tableId) {
        requireActive();
        useTable(tableId, TableLockMode.ACCESS_EXCLUSIVE);
        writeSet.dropTable(tableId);
        tableModes.remove(tableId); // So that a use of it is noticed.
    }

    /// Removes all rows of a table at once.
    public void truncateTable(long tableId) {
        requireActive();
        useTable(tableId, TableLockMode.ACCESS_EXCLUSIVE);
        writeSet.truncateTable(tableId);
    }

    /// Puts an object of the SQL catalog.
    public void putDefinition(long id, byte[] definition) {
        requireActive();
        writeSet.putDefinition(id, definition);
    }

    /// Removes an object of the SQL catalog.
    public void removeDefinition(long id) {
        requireActive();
        writeSet.removeDefinition(id);
    }

    /// Returns whether nobody else can see anything of a table: it is new, or empty for everyone
    /// who comes after this transaction.
    boolean isPrivate(long tableId) {
        return !writeSet.catalog().isEmpty()
                && (writeSet.catalog().created().containsKey(tableId)
                        || writeSet.catalog().truncated().contains(tableId));
    }

    TableState newestTable(long tableId) {
        return newestState
                .state()
                .tables()
                .find(tableId)
                .orElseThrow(() -> new IllegalStateException("no table with id " + tableId));
    }

    /// Marks a point to which [#rollbackTo] returns.
    public Savepoint savepoint() {
        requireActive();
        return new Mark(writeSet.version(), locks.mark());
    }

    /// Undoes everything since the savepoint, which stays usable; locks taken since are released.
    public void rollbackTo(Savepoint savepoint) {
        requireActive();
        Mark mark = (Mark) savepoint;
        writeSet.restore(mark.writes());
        bulkLoad.releaseClaims(mark.lockMark());
        locks.releaseTo(mark.lockMark());
        tableModes.clear(); // Locks that are still held are found so again.
    }

    /// Returns once everything is on disk, and visible to others.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 40001 when a serializable order is
    ///   impossible, 58030 or 53100 when the log cannot be written; then nothing was committed that
    ///   a restart could show, unless the message says that the outcome is unknown
    public void commit() {
        requireActive();
        try {
            bulkLoad.spillAtCommit(newestState.state());
            WriteSet.Version writes = writeSet.version();
            if (!writes.isEmpty()) {
                StoreState state = view.known();
                bulkLoad.beginCommit();
                store.commit(writes, reads, state == null ? 0 : state.sequence());
                bulkLoad.endCommit(writes);
            }
        } catch (DatabaseException e) {
            if (e.sqlState() == SqlState.SERIALIZATION_FAILURE) {
                bulkLoad.commitWasRefused();
            }
            throw e;
        } finally {
            end();
        }
    }

    /// Forgets everything, and releases all locks. Does nothing after commit or rollback.
    public void rollback() {
        if (!ended) {
            end();
        }
    }

    private void end() {
        ended = true;
        bulkLoad.releaseClaims(0);
        locks.releaseTo(0);
        view.close();
        newestState.close();
        store.ended(this);
        bulkLoad.close();
    }

    private void requireActive() {
        if (ended) {
            throw new IllegalStateException("the transaction has ended");
        }
    }

    /// Makes the thread that works for this transaction stop waiting for a lock, with 57014. Safe
    /// to call from another thread.
    public void cancel() {
        locks.cancel();
    }

    /// Returns whether the thread that works for this transaction waits for a lock now.
    boolean isWaiting() {
        return locks.isWaiting();
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
    public sealed interface Savepoint {}

    /// A statement inside which others run; opaque.
    public sealed interface OuterStatement permits StatementView.Aside {}

    private record Mark(WriteSet.Version writes, int lockMark) implements Savepoint {}
}
