package dev.reckon.storage.transaction;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A lock with several holders, a weaker mode, or somebody who waits. Guarded by its stripe.
final class SharedLock {
    private final LockKind kind;
    private final List<Holder> holders = new ArrayList<>(2);
    private final List<LockTable.Waiter> waiters = new ArrayList<>(0);

    private static final class Holder {
        private final LockOwner owner;
        private int modes;

        Holder(LockOwner owner) {
            this.owner = owner;
        }
    }

    private SharedLock(LockKind kind) {
        this.kind = kind;
    }

    static SharedLock heldBy(RowHold hold) {
        return heldBy(LockKind.ROW, hold.owner(), hold.modes());
    }

    static SharedLock heldBy(LockKind kind, LockOwner owner, int modes) {
        SharedLock lock = new SharedLock(kind);
        Holder holder = new Holder(owner);
        holder.modes = modes;
        lock.holders.add(holder);
        return lock;
    }

    LockKind kind() {
        return kind;
    }

    long hash(LockStripe stripe) {
        synchronized (stripe) {
            return stripe.hashOf(this);
        }
    }

    int modesOf(LockOwner owner) {
        for (Holder holder : holders) {
            if (holder.owner.equals(owner)) {
                return holder.modes;
            }
        }
        return 0;
    }

    /// Returns whether a mode can be had at once: no holder excludes it, and nobody has waited
    /// longer for a mode that excludes it, unless the owner holds the lock already.
    boolean isFree(LockOwner owner, int mode) {
        return !isExcludedByHolder(owner, mode)
                && (isHeldWith(owner) || !isExcludedByWaiter(waiters.size(), mode));
    }

    /// Returns whether an owner holds the lock, or another of its party.
    private boolean isHeldWith(LockOwner owner) {
        for (Holder holder : holders) {
            if (holder.owner.isWith(owner)) {
                return true;
            }
        }
        return false;
    }

    private boolean isExcludedByHolder(LockOwner owner, int mode) {
        for (Holder holder : holders) {
            if (!holder.owner.isWith(owner) && (holder.modes & kind.conflicts(mode)) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isExcludedByWaiter(int end, int mode) {
        for (int i = 0; i < end; i++) {
            if ((1 << waiters.get(i).mode() & kind.conflicts(mode)) != 0) {
                return true;
            }
        }
        return false;
    }

    void grant(LockOwner owner, int mode) {
        for (Holder holder : holders) {
            if (holder.owner.equals(owner)) {
                holder.modes |= 1 << mode;
                return;
            }
        }
        Holder holder = new Holder(owner);
        holder.modes = 1 << mode;
        holders.add(holder);
    }

    /// Takes an owner back to the modes that it held before.
    void restore(LockOwner owner, int modes) {
        Iterator<Holder> all = holders.iterator();
        while (all.hasNext()) {
            Holder holder = all.next();
            if (holder.owner.equals(owner)) {
                holder.modes = modes;
                if (modes == 0) {
                    all.remove();
                }
                return;
            }
        }
    }

    /// Takes all modes from an owner, passes the lock on to those who wait, and returns whether
    /// nobody has or wants it any more.
    boolean giveBack(LockOwner owner) {
        restore(owner, 0);
        grantWaiters();
        return isUnused();
    }

    void enqueue(LockTable.Waiter waiter) {
        // Who holds the lock and wants more of it goes first: it could not be served otherwise.
        boolean upgrade = isHeldWith(waiter.owner());
        waiters.add(upgrade ? 0 : waiters.size(), waiter);
    }

    void dequeue(LockTable.Waiter waiter) {
        waiters.remove(waiter);
    }

    void grantWaiters() {
        for (int i = 0; i < waiters.size(); i++) {
            LockTable.Waiter waiter = waiters.get(i);
            int held = modesOf(waiter.owner());
            if (!isExcludedByHolder(waiter.owner(), waiter.mode())
                    && (isHeldWith(waiter.owner()) || !isExcludedByWaiter(i, waiter.mode()))) {
                grant(waiter.owner(), waiter.mode());
                waiters.remove(i--);
                waiter.grant(held);
            }
        }
    }

    /// Returns whether this is a row that somebody else than `owner` holds.
    boolean isRowHeldByOther(LockOwner owner) {
        return kind == LockKind.ROW
                && (holders.size() > 1 || (holders.size() == 1 && modesOf(owner) == 0));
    }

    boolean isUnused() {
        return holders.isEmpty() && waiters.isEmpty();
    }

    /// Returns who holds the lock in a mode that excludes what a waiter wants.
    List<LockOwner> holdersInTheWayOf(LockTable.Waiter waiter) {
        List<LockOwner> inTheWay = new ArrayList<>();
        if (waiters.contains(waiter)) { // Otherwise it has given up.
            for (Holder holder : holders) {
                if (!holder.owner.isWith(waiter.owner())
                        && (holder.modes & kind.conflicts(waiter.mode())) != 0) {
                    inTheWay.add(holder.owner);
                }
            }
        }
        return inTheWay;
    }

    /// Returns who waits before a waiter for a mode that excludes what that one wants.
    List<LockOwner> waitersInTheWayOf(LockTable.Waiter waiter) {
        List<LockOwner> inTheWay = new ArrayList<>();
        if (!isHeldWith(waiter.owner())) {
            for (int i = 0; i < waiters.indexOf(waiter); i++) {
                if ((1 << waiters.get(i).mode() & kind.conflicts(waiter.mode())) != 0) {
                    inTheWay.add(waiters.get(i).owner());
                }
            }
        }
        return inTheWay;
    }

    /// Adds who holds the lock and who waits for it to a list.
    void addTo(LockList list, long hash) {
        for (Holder holder : holders) {
            list.addHolder(kind, hash, holder.owner, holder.modes);
        }
        for (LockTable.Waiter waiter : waiters) {
            List<LockOwner> inTheWay = holdersInTheWayOf(waiter);
            if (inTheWay.isEmpty()) {
                inTheWay = waitersInTheWayOf(waiter);
            }
            list.addWaiter(kind, hash, waiter, inTheWay);
        }
    }

    /// Lets a waiter go before one who came earlier, and grants what can be granted then.
    void pass(LockTable.Waiter waiter, LockOwner earlier) {
        waiters.remove(waiter);
        int place = 0;
        while (!waiters.get(place).owner().equals(earlier)) {
            place++;
        }
        waiters.add(place, waiter);
        grantWaiters();
    }
}
