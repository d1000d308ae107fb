package dev.reckon.sql;

import dev.reckon.sql.function.AdvisoryLocking;
import dev.reckon.storage.AdvisoryKey;
import dev.reckon.storage.AdvisoryLocks;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.SqlState;

/// What functions do with a session's advisory locks. For the session's thread and the workers of
/// its query, one at a time.
final class SessionAdvisoryLocks implements AdvisoryLocking {
    private final Session session;

    SessionAdvisoryLocks(Session session) {
        this.session = session;
    }

    @Override
    public synchronized boolean lock(Key key, Mode mode) {
        var advisory = new AdvisoryKey(key.number(), key.isPair());
        WaitPolicy policy = mode.waits() ? WaitPolicy.WAIT : WaitPolicy.SKIP_LOCKED;
        Transaction transaction = session.transaction().use();
        return mode.untilCommit()
                ? locks().lockInTransaction(transaction, advisory, mode.shared(), policy)
                : locks().lock(transaction, advisory, mode.shared(), policy);
    }

    @Override
    public synchronized boolean unlock(Key key, boolean shared) {
        boolean unlocked = locks().unlock(new AdvisoryKey(key.number(), key.isPair()), shared);
        if (!unlocked) {
            session.warn(
                    SqlState.WARNING,
                    "you don't own a lock of type " + (shared ? "ShareLock" : "ExclusiveLock"));
        }
        return unlocked;
    }

    @Override
    public synchronized void unlockAll() {
        locks().close();
    }

    private AdvisoryLocks locks() {
        return session.transaction().advisoryLocks();
    }
}
