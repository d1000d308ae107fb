package dev.reckon.storage.transaction;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Owners of locks that never wait for one another, because one thread works for all of them: a
/// session's transaction and the advisory locks that outlive it. A party waits for one lock at a
/// time. For one thread at a time, but for [#cancel].
public final class LockParty {
    /// What is waited for now; written by the party's thread, read by the search for deadlocks.
    volatile LockTable.@Nullable Waiter waiter;

    volatile boolean cancelled;

    /// When a wait must end, as `System.nanoTime` tells it; 0 for never.
    private long deadlineNanos;

    private final int number;

    /// Makes a party that nobody needs to tell from others.
    public LockParty() {
        this(0);
    }

    /// Makes a party that [SeenLock] names by a number.
    public LockParty(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// Ends the wait that goes on now, or the next one, with 57014. For any thread.
    void cancel() {
        cancelled = true;
        LockTable.Waiter waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting.thread());
        }
    }

    void limitWaits(long nanos) {
        deadlineNanos = nanos;
    }

    /// Returns how long a wait may go on; `Long.MAX_VALUE` without limit.
    long restNanos() {
        return deadlineNanos == 0 ? Long.MAX_VALUE : deadlineNanos - System.nanoTime();
    }
}
