package dev.reckon.storage.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects what is held and waited for in a [LockTable]. For one thread.
final class LockList {
    private final List<SeenLock> seen = new ArrayList<>();
    private final Set<LockOwner> transactions = new HashSet<>();
    private @Nullable LockOwner lastTransaction;

    List<SeenLock> seen() {
        return seen;
    }

    /// Notes that a transaction holds what others wait for until its end.
    @SuppressWarnings("ReferenceEquality") // An owner is equal to itself only.
    void addTransaction(LockOwner owner) {
        // A stripe has many rows of one owner.
        if (owner != lastTransaction && transactions.add(owner)) {
            addHeld(LockKind.ROW, owner.id(), LockKind.ROW.exclusiveMode(), owner);
        }
        lastTransaction = owner;
    }

    /// Notes that somebody holds a lock.
    ///
    /// @param modes bit by number
    void addHolder(LockKind kind, long hash, LockOwner owner, int modes) {
        if (isSeenAsTransaction(kind)) {
            addTransaction(owner);
            return;
        }
        for (int rest = modes; rest != 0; rest &= rest - 1) {
            addHeld(kind, kind.id(hash), Integer.numberOfTrailingZeros(rest), owner);
        }
    }

    /// Notes that somebody waits.
    ///
    /// @param inTheWay for whom; empty when the wait is over at this moment
    void addWaiter(LockKind kind, long hash, LockTable.Waiter waiter, List<LockOwner> inTheWay) {
        if (!isSeenAsTransaction(kind)) {
            addWanted(kind, kind.id(hash), waiter.mode(), waiter);
        } else if (!inTheWay.isEmpty()) {
            addWanted(LockKind.ROW, inTheWay.getFirst().id(), 0, waiter);
        }
    }

    private void addHeld(LockKind kind, long id, int mode, LockOwner owner) {
        int party = owner.party().number();
        seen.add(new SeenLock(kind, id, mode, owner.id(), party, true, 0));
    }

    private void addWanted(LockKind kind, long id, int mode, LockTable.Waiter waiter) {
        LockOwner owner = waiter.owner();
        long waited = System.nanoTime() - waiter.beganNanos();
        int party = owner.party().number();
        seen.add(new SeenLock(kind, id, mode, owner.id(), party, false, waited));
    }

    private static boolean isSeenAsTransaction(LockKind kind) {
        return switch (kind) {
            case ROW, NAME, LOAD -> true;
            case TABLE, ADVISORY, ADVISORY_PAIR -> false;
        };
    }
}
