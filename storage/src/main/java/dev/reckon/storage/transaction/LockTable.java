package dev.reckon.storage.transaction;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// All locks of a store: a hash table in stripes. Safe for use by many threads.
///
/// A row that one transaction holds alone, and nobody waits for, takes twelve bytes, because a
/// large UPDATE holds millions of them. A wait is queued, first come, first served; the search for
/// deadlocks follows who waits for whom at the moment when somebody begins to wait, so that a cycle
/// is found by the one who closes it.
public final class LockTable {
    private static final int STRIPE_COUNT = 64;

    /// How often one search for deadlocks changes who goes first.
    private static final int PASSES_MAX = 16;

    private final LockStripe[] stripes = new LockStripe[STRIPE_COUNT];
    private final AtomicLong lastOwnerId = new AtomicLong();

    /// Held while looking for a deadlock, so that of a cycle only one is ended.
    private final Object search = new Object();

    public LockTable() {
        for (int i = 0; i < STRIPE_COUNT; i++) {
            stripes[i] = new LockStripe();
        }
    }

    /// Makes an owner that holds nothing, and is of no party but its own.
    public LockOwner newOwner() {
        return newOwner(new LockParty());
    }

    /// Makes an owner that holds nothing.
    public LockOwner newOwner(LockParty party) {
        return new LockOwner(this, lastOwnerId.incrementAndGet(), party);
    }

    /// Returns how many things are locked.
    public int lockedCount() {
        int sum = 0;
        for (LockStripe stripe : stripes) {
            synchronized (stripe) {
                sum += stripe.count();
            }
        }
        return sum;
    }

    /// Returns the hashes of all rows that others than `owner` have locked, in no order: rows that
    /// are locked while it is called may be missing.
    long[] rowsHeldByOthers(LockOwner owner) {
        long[] held = new long[16];
        int count = 0;
        for (LockStripe stripe : stripes) {
            synchronized (stripe) {
                int most = count + stripe.count();
                if (most > held.length) {
                    held = Arrays.copyOf(held, 2 * most);
                }
                count = stripe.addRowsHeldByOthers(owner, held, count);
            }
        }
        return Arrays.copyOf(held, count);
    }

    /// Returns what is locked and what is waited for. Locks that change while it is called may be
    /// seen as before or as after.
    public List<SeenLock> seen() {
        var list = new LockList();
        for (LockStripe stripe : stripes) {
            synchronized (stripe) {
                stripe.addTo(list);
            }
        }
        return list.seen();
    }

    /// Returns the numbers of the parties that a party waits for, because they hold what it wants
    /// or came before it; none when it does not wait. A number comes as often as it is in the way.
    public List<Integer> blockers(LockParty party) {
        Waiter waiter = party.waiter;
        if (waiter == null) {
            return List.of();
        }
        return Stream.concat(waiter.holders().stream(), waiter.earlierWaiters().stream())
                .map(owner -> owner.party().number())
                .toList();
    }

    private LockStripe stripe(long hash) {
        return stripes[stripeNumber(hash)];
    }

    private static int stripeNumber(long hash) {
        return (int) (hash >>> 58);
    }

    LockOutcome acquire(LockOwner owner, long hash, LockKind kind, int mode, long timeoutNanos) {
        LockStripe stripe = stripe(hash);
        Waiter waiter;
        synchronized (stripe) {
            int slot = stripe.find(hash);
            if (slot < 0) {
                stripe.insert(
                        hash,
                        kind == LockKind.ROW
                                ? owner.hold(1 << mode)
                                : SharedLock.heldBy(kind, owner, 1 << mode));
                owner.remember(hash, 0);
                return LockOutcome.TAKEN;
            }
            if (stripe.holder(slot) instanceof RowHold hold && hold.owner() == owner) {
                return extend(stripe, slot, hash, hold, mode);
            }
            SharedLock lock = stripe.shared(slot);
            if (kind.covers(lock.modesOf(owner), mode)) {
                return LockOutcome.HELD;
            }
            if (shareAtOnce(lock, owner, hash, mode)) {
                return LockOutcome.TAKEN;
            }
            if (timeoutNanos == 0) {
                return LockOutcome.NOT_AVAILABLE;
            }
            waiter = new Waiter(owner, stripe, lock, mode, Thread.currentThread());
            lock.enqueue(waiter);
            owner.party().waiter = waiter;
        }
        int held = await(waiter, timeoutNanos);
        if (held < 0) {
            return LockOutcome.NOT_AVAILABLE;
        }
        owner.remember(hash, held);
        return LockOutcome.TAKEN;
    }

    private static LockOutcome extend(
            LockStripe stripe, int slot, long hash, RowHold hold, int mode) {
        if (LockKind.ROW.covers(hold.modes(), mode)) {
            return LockOutcome.HELD;
        }
        LockOwner owner = hold.owner();
        stripe.replace(slot, owner.hold(hold.modes() | 1 << mode));
        owner.remember(hash, hold.modes());
        return LockOutcome.TAKEN;
    }

    /// Takes a lock in a mode if that is to be had without waiting, and returns whether it is held.
    private static boolean shareAtOnce(SharedLock lock, LockOwner owner, long hash, int mode) {
        int held = lock.modesOf(owner);
        if (lock.kind().covers(held, mode)) {
            return true;
        }
        if (!lock.isFree(owner, mode)) {
            return false;
        }
        lock.grant(owner, mode);
        owner.remember(hash, held);
        return true;
    }

    /// Takes rows as far as nobody else is in the way, stripe by stripe, so that a stripe is
    /// entered once and the waits for memory overlap.
    ///
    /// @return whether all are held; otherwise the owner gives back what it has taken, so that who
    ///   locks in a common order never waits for who comes later in it
    boolean tryAcquireRows(LockOwner owner, long[] hashes, int mode) {
        int[] ends = new int[STRIPE_COUNT];
        int[] order = byStripe(hashes, hashes.length, ends);
        int start = 0;
        for (int number = 0; number < STRIPE_COUNT; number++) {
            LockStripe stripe = stripes[number];
            if (ends[number] == start) {
                continue;
            }
            synchronized (stripe) {
                for (int i = start; i < ends[number]; i++) {
                    long hash = hashes[order[i]];
                    int slot = stripe.find(hash);
                    if (slot < 0) {
                        stripe.insert(hash, owner.hold(1 << mode));
                        owner.remember(hash, 0);
                    } else if (stripe.holder(slot) instanceof RowHold hold
                            && hold.owner() == owner) {
                        extend(stripe, slot, hash, hold, mode);
                    } else if (!shareAtOnce(stripe.shared(slot), owner, hash, mode)) {
                        return false;
                    }
                }
            }
            start = ends[number];
        }
        return true;
    }

    /// Returns the numbers of hashes in the order of their stripes.
    ///
    /// @param ends gets where each stripe's end
    private static int[] byStripe(long[] hashes, int count, int[] ends) {
        for (int i = 0; i < count; i++) {
            ends[stripeNumber(hashes[i])]++;
        }
        int start = 0;
        for (int number = 0; number < STRIPE_COUNT; number++) {
            int next = start + ends[number];
            ends[number] = start;
            start = next;
        }
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[ends[stripeNumber(hashes[i])]++] = i;
        }
        return order;
    }

    /// Gives back all that an owner holds.
    ///
    /// @param hashes of which the first `count` are what it has taken, each as often as it did
    void releaseAll(LockOwner owner, long[] hashes, int count) {
        int[] ends = new int[STRIPE_COUNT];
        int[] order = byStripe(hashes, count, ends);
        int start = 0;
        for (int number = 0; number < STRIPE_COUNT; number++) {
            LockStripe stripe = stripes[number];
            synchronized (stripe) {
                if (stripe.isMostly(ends[number] - start)) {
                    stripe.removeAll(owner);
                } else {
                    for (int i = start; i < ends[number]; i++) {
                        releaseIfHeld(stripe, owner, hashes[order[i]]);
                    }
                }
            }
            start = ends[number];
        }
    }

    private static void releaseIfHeld(LockStripe stripe, LockOwner owner, long hash) {
        int slot = stripe.find(hash);
        if (slot < 0) {
            return; // Taken twice, in two modes, and given back at the first.
        }
        Object holder = stripe.holder(slot);
        boolean gone =
                holder instanceof RowHold hold
                        ? hold.owner() == owner
                        : holder instanceof SharedLock lock && lock.giveBack(owner);
        if (gone) {
            stripe.remove(slot);
        }
    }

    /// Returns the modes held before the one that was granted; -1 after the timeout.
    private int await(Waiter waiter, long timeoutNanos) {
        LockParty party = waiter.owner().party();
        try {
            refuseDeadlock(waiter);
            long deadline = System.nanoTime() + timeoutNanos;
            while (!waiter.granted) {
                if (party.cancelled || Thread.currentThread().isInterrupted()) {
                    party.cancelled = false;
                    throw new DatabaseException(
                            SqlState.QUERY_CANCELED, "canceling statement due to user request");
                }
                long statementRest = party.restNanos();
                if (statementRest <= 0) {
                    throw new DatabaseException(
                            SqlState.QUERY_CANCELED,
                            "canceling statement due to statement timeout");
                }
                long rest = timeoutNanos;
                if (timeoutNanos != Long.MAX_VALUE) {
                    rest = deadline - System.nanoTime();
                    if (rest <= 0) {
                        return waiter.withdraw() ? -1 : waiter.heldBefore;
                    }
                }
                park(Math.min(rest, statementRest));
            }
            return waiter.heldBefore;
        } catch (DatabaseException e) {
            if (!waiter.withdraw()) {
                // Granted at the last moment: held like any other, and released with them.
                waiter.owner().remember(waiter.lock().hash(waiter.stripe()), waiter.heldBefore);
            }
            throw e;
        } finally {
            party.waiter = null;
        }
    }

    private void park(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    void release(LockOwner owner, long hash, int previousModes) {
        LockStripe stripe = stripe(hash);
        synchronized (stripe) {
            int slot = stripe.find(hash);
            if (stripe.holder(slot) instanceof RowHold hold && hold.owner() == owner) {
                if (previousModes == 0) {
                    stripe.remove(slot);
                } else {
                    stripe.replace(slot, owner.hold(previousModes));
                }
                return;
            }
            SharedLock lock = stripe.shared(slot);
            lock.restore(owner, previousModes);
            lock.grantWaiters();
            if (lock.isUnused()) {
                stripe.remove(slot);
            }
        }
    }

    private void refuseDeadlock(Waiter waiter) {
        synchronized (search) {
            if (WaitCycle.find(waiter, true).isEmpty()) {
                return;
            }
            // Who waited for whom was seen at several moments; at one moment there may be no cycle.
            List<LockOwner> cycle = deadlockAtOneMoment(waiter, 0);
            if (cycle.isEmpty()) {
                return;
            }
            // While `search` is held, so that the others of the cycle don't find it too.
            waiter.owner().party().waiter = null;
            StringBuilder detail = new StringBuilder();
            LockOwner waiting = waiter.owner();
            for (LockOwner blocker : cycle) {
                detail.append(detail.isEmpty() ? "" : "\n")
                        .append(
                                "Transaction %d waits for a lock of transaction %d."
                                        .formatted(waiting.id(), blocker.id()));
                waiting = blocker;
            }
            throw new DatabaseException(SqlState.DEADLOCK_DETECTED, "deadlock detected")
                    .withDetail(detail.toString());
        }
    }

    /// Does what [#deadlock] does while nothing is locked, released or given up in any stripe from
    /// `first` on.
    private List<LockOwner> deadlockAtOneMoment(Waiter waiter, int first) {
        if (first == STRIPE_COUNT) {
            return deadlock(waiter);
        }
        synchronized (stripes[first]) {
            return deadlockAtOneMoment(waiter, first + 1);
        }
    }

    /// Returns those through whom an owner waits for itself, each waiting for the next; nobody when
    /// it does not. Where one of them waits only because another one came first, it goes before
    /// that one instead, as in PostgreSQL.
    private static List<LockOwner> deadlock(Waiter waiter) {
        List<WaitCycle.Step> steps = WaitCycle.find(waiter, false);
        for (int i = 0; steps.isEmpty() && i < PASSES_MAX; i++) {
            steps = WaitCycle.find(waiter, true);
            if (steps.isEmpty()) {
                return List.of();
            }
            WaitCycle.Step inQueue =
                    steps.stream().filter(WaitCycle.Step::isInQueue).findFirst().orElseThrow();
            inQueue.waiter().pass(inQueue.blocker());
            steps = WaitCycle.find(waiter, false);
        }
        if (steps.isEmpty()) {
            steps = WaitCycle.find(waiter, true);
        }
        return steps.stream().map(WaitCycle.Step::blocker).toList();
    }

    /// One who waits. All but `granted` is guarded by the stripe.
    static final class Waiter {
        private final LockOwner owner;
        private final LockStripe stripe;
        private final SharedLock lock;
        private final int mode;
        private final Thread thread;
        private final long beganNanos = System.nanoTime();
        private int heldBefore;
        private volatile boolean granted;

        Waiter(LockOwner owner, LockStripe stripe, SharedLock lock, int mode, Thread thread) {
            this.owner = owner;
            this.stripe = stripe;
            this.lock = lock;
            this.mode = mode;
            this.thread = thread;
        }

        LockOwner owner() {
            return owner;
        }

        LockStripe stripe() {
            return stripe;
        }

        SharedLock lock() {
            return lock;
        }

        int mode() {
            return mode;
        }

        /// Returns when the wait began, as `System.nanoTime` tells it.
        long beganNanos() {
            return beganNanos;
        }

        Thread thread() {
            return thread;
        }

        /// Hands the lock over.
        void grant(int held) {
            heldBefore = held;
            granted = true;
            LockSupport.unpark(thread);
        }

        /// Returns whether the wait is over without the lock; false when it was granted meanwhile.
        boolean withdraw() {
            synchronized (stripe) {
                if (granted) {
                    return false;
                }
                lock.dequeue(this);
                lock.grantWaiters();
                return true;
            }
        }

        /// Returns who holds what is waited for in a mode that excludes the wanted one.
        List<LockOwner> holders() {
            synchronized (stripe) {
                return granted ? List.of() : lock.holdersInTheWayOf(this);
            }
        }

        /// Returns who came before and waits for a mode that excludes the wanted one.
        List<LockOwner> earlierWaiters() {
            synchronized (stripe) {
                return granted ? List.of() : lock.waitersInTheWayOf(this);
            }
        }

        /// Goes before one who came earlier.
        void pass(LockOwner earlier) {
            synchronized (stripe) {
                lock.pass(this, earlier);
            }
        }
    }
}
