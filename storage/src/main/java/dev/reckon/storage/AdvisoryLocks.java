package dev.reckon.storage;

import dev.reckon.storage.transaction.LockOwner;
import dev.reckon.storage.transaction.LockParty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The advisory locks of a session: those that it holds across transactions, each as often as it
/// was taken, and those of its transactions, which never wait for them. For one thread at a time.
///
/// Source: PostgreSQL's chapter "Advisory Locks".
public final class AdvisoryLocks implements AutoCloseable {
    private final Store store;
    private final LockParty party;
    private final Map<Mode, Held> held = new HashMap<>();

    private record Mode(AdvisoryKey key, boolean shared) {}

    /// An owner for each lock, so that they can be given back in any order.
    private static final class Held {
        private final LockOwner owner;
        private int count;

        Held(LockOwner owner) {
            this.owner = owner;
        }
    }

    /// @param session the number by which [Store#lockViews] names the session
    public AdvisoryLocks(Store store, int session) {
        this.store = store;
        this.party = new LockParty(session);
    }

    /// Returns the numbers of the sessions that this one waits for now: those that hold what it
    /// wants or came before it, each as often as it is in the way. Safe to call from any thread.
    public List<Integer> blockers() {
        return store.locks().blockers(party);
    }

    /// Begins a transaction of this session; the caller commits it or rolls it back.
    public Transaction begin(Isolation isolation) {
        return store.begin(isolation, party);
    }

    /// Locks a key until it is unlocked as often, whatever becomes of the transaction.
    ///
    /// @param transaction the session's, whose limits hold for the wait
    /// @return whether it is locked; false only for SKIP_LOCKED
    /// @throws dev.reckon.storage.error.DatabaseException 40P01, 55P03, 57014
    public boolean lock(
            Transaction transaction, AdvisoryKey key, boolean shared, WaitPolicy policy) {
        Held lock = held.get(new Mode(key, shared));
        if (lock == null) {
            lock = new Held(store.locks().newOwner(party));
            if (!transaction.requests().advisory(lock.owner, key, shared, policy)) {
                return false;
            }
            held.put(new Mode(key, shared), lock);
        }
        lock.count++;
        return true;
    }

    /// Locks a key until the transaction ends, or rolls back to a savepoint made before; otherwise
    /// as [#lock].
    public boolean lockInTransaction(
            Transaction transaction, AdvisoryKey key, boolean shared, WaitPolicy policy) {
        return transaction.requests().advisory(key, shared, policy);
    }

    /// Unlocks a key once; returns false when this session does not hold it so.
    public boolean unlock(AdvisoryKey key, boolean shared) {
        Mode mode = new Mode(key, shared);
        Held lock = held.get(mode);
        if (lock == null) {
            return false;
        }
        if (--lock.count == 0) {
            lock.owner.releaseTo(0);
            held.remove(mode);
        }
        return true;
    }

    /// Unlocks all.
    @Override
    public void close() {
        held.values().forEach(lock -> lock.owner.releaseTo(0));
        held.clear();
    }
}
