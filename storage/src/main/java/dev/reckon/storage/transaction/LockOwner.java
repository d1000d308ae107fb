package dev.reckon.storage.transaction;

import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who holds locks that are given back together: a transaction, or a session for one advisory lock.
/// For one thread at a time, but for [#cancel].
public final class LockOwner {
    private static final int CAPACITY_MIN = 8;

    /// Fewer locks are given back one by one.
    private static final int RELEASED_TOGETHER_MIN = 512;

    private final LockTable table;
    private final long id;
    private final LockParty party;

    /// What was taken, in order, and which modes were held of it before.
    private long[] hashes = new long[CAPACITY_MIN];

    private byte[] previousModes = new byte[CAPACITY_MIN];
    private int count;

    /// What stands for rows that this owner holds alone, by the set of modes.
    private final @Nullable RowHold[] holds = new @Nullable RowHold[LockKind.ROW.modeSetCount()];

    LockOwner(LockTable table, long id, LockParty party) {
        this.table = table;
        this.id = id;
        this.party = party;
    }

    public long id() {
        return id;
    }

    LockParty party() {
        return party;
    }

    /// Returns whether this owner and another never wait for each other.
    boolean isWith(LockOwner other) {
        return party == other.party;
    }

    /// Locks a key of a table.
    ///
    /// @param timeoutNanos how long to wait; 0 to try only, `Long.MAX_VALUE` without limit
    /// @throws dev.reckon.storage.error.DatabaseException 40P01 or 57014
    public LockOutcome lockRow(long tableId, RowKey key, int mode, long timeoutNanos) {
        long hash = LockKind.rowHash(tableId, key.code(), key.bytes());
        return table.acquire(this, hash, LockKind.ROW, mode, timeoutNanos);
    }

    /// Locks a key of a table as [#lockRow(long, RowKey, int, long)], once no other's load has it.
    public LockOutcome lockRow(
            LoadedKeys loads, long tableId, RowKey key, int mode, long timeoutNanos) {
        while (true) {
            LockOutcome outcome = lockRow(tableId, key, mode, timeoutNanos);
            if (outcome != LockOutcome.TAKEN || !isLastNew()) {
                return outcome; // Who holds a row already is waited for by the others.
            }
            Optional<LoadedKeys.Load> load = loads.find(this, tableId, key);
            if (load.isEmpty()) {
                return outcome;
            }
            releaseTo(count - 1);
            if (!awaitEnd(load.get(), timeoutNanos)) {
                return LockOutcome.NOT_AVAILABLE;
            }
        }
    }

    /// Waits until another's load is committed or given up; returns false after the timeout.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 40P01 or 57014
    public boolean awaitEnd(LoadedKeys.Load load, long timeoutNanos) {
        int mark = count;
        boolean ended =
                lock(LockKind.LOAD, load.lockId(), 0, timeoutNanos) != LockOutcome.NOT_AVAILABLE;
        releaseTo(mark);
        return ended;
    }

    /// Locks a table or a name, as [#lockRow(long, RowKey, int, long)].
    public LockOutcome lock(LockKind kind, long lockedId, int mode, long timeoutNanos) {
        return table.acquire(this, kind.hash(lockedId), kind, mode, timeoutNanos);
    }

    /// Locks a number that means something to applications alone, as [#lockRow(long, RowKey, int,
    /// long)].
    ///
    /// @param isPair whether the number is made of two
    public LockOutcome lockAdvisory(
            long number, boolean isPair, boolean shared, long timeoutNanos) {
        return table.acquire(
                this,
                LockKind.advisoryHash(number, isPair),
                isPair ? LockKind.ADVISORY_PAIR : LockKind.ADVISORY,
                shared ? 0 : 1,
                timeoutNanos);
    }

    /// Returns whether the lock that was taken last was not held in any mode before.
    private boolean isLastNew() {
        return count > 0 && previousModes[count - 1] == 0;
    }

    /// Returns those of a table's keys that others have locked as rows by now; keys that only share
    /// a hash with one may be among them.
    public RowsOfOthers rowsOfOthers(long tableId) {
        return new RowsOfOthers(tableId, table.rowsHeldByOthers(this));
    }

    /// Returns a mark for [#releaseTo].
    public int mark() {
        return count;
    }

    /// Locks many keys of a table at once, if all can be had without waiting and no other's load
    /// has any; otherwise none. Others may find some of them locked for the moment that it takes.
    ///
    /// @return whether all are locked
    public boolean tryLockRows(LoadedKeys loads, long tableId, RowKey[] keys, int mode) {
        long[] wanted = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            wanted[i] = LockKind.rowHash(tableId, keys[i].code(), keys[i].bytes());
        }
        int mark = count;
        if (table.tryAcquireRows(this, wanted, mode) && !loads.hasAny(this, tableId, keys)) {
            return true;
        }
        releaseTo(mark);
        return false;
    }

    /// Gives back what was taken since a mark; 0 for all.
    public void releaseTo(int mark) {
        if (mark == 0 && count >= RELEASED_TOGETHER_MIN) {
            table.releaseAll(this, hashes, count);
            count = 0;
        }
        while (count > mark) {
            count--;
            table.release(this, hashes[count], previousModes[count]);
        }
        if (mark == 0 && hashes.length > CAPACITY_MIN) {
            hashes = new long[CAPACITY_MIN];
            previousModes = new byte[CAPACITY_MIN];
        }
    }

    /// Ends the wait that goes on now, or the next one, with 57014. For any thread.
    public void cancel() {
        party.cancel();
    }

    /// Returns whether this owner waits now. For any thread.
    public boolean isWaiting() {
        return party.waiter != null;
    }

    /// Forgets a [#cancel] that came too late for what it was meant for.
    public void clearCancel() {
        party.cancelled = false;
    }

    /// Lets waits end with 57014 at a time of `System.nanoTime`; 0 for no limit.
    public void limitWaits(long nanos) {
        party.limitWaits(nanos);
    }

    /// Returns what stands for rows that this owner holds alone in some modes.
    RowHold hold(int modes) {
        RowHold hold = holds[modes];
        if (hold == null) {
            hold = new RowHold(this, modes);
            holds[modes] = hold;
        }
        return hold;
    }

    void remember(long hash, int previous) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
            previousModes = Arrays.copyOf(previousModes, count * 2);
        }
        hashes[count] = hash;
        previousModes[count] = (byte) previous;
        count++;
    }
}
