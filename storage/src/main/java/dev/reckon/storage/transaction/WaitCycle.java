package dev.reckon.storage.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The search for a cycle of owners who wait for each other.
final class WaitCycle {
    private final LockOwner target;
    private final boolean withQueues;
    private final Set<LockParty> visited = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();

    /// That somebody waits for somebody else.
    ///
    /// @param isInQueue whether only because the other one came first; otherwise the other one
    ///   holds the lock
    record Step(LockTable.Waiter waiter, LockOwner blocker, boolean isInQueue) {}

    private WaitCycle(LockOwner target, boolean withQueues) {
        this.target = target;
        this.withQueues = withQueues;
    }

    /// Returns the steps of a cycle from a waiter back to it; none when there is no cycle.
    ///
    /// @param withQueues whether who only waits longer for the same lock counts as one who blocks
    static List<Step> find(LockTable.Waiter waiter, boolean withQueues) {
        var cycle = new WaitCycle(waiter.owner(), withQueues);
        return cycle.reaches(waiter) ? cycle.steps : List.of();
    }

    private boolean reaches(LockTable.Waiter waiter) {
        for (LockOwner holder : waiter.holders()) {
            if (reaches(new Step(waiter, holder, false))) {
                return true;
            }
        }
        if (withQueues) {
            for (LockOwner earlier : waiter.earlierWaiters()) {
                if (reaches(new Step(waiter, earlier, true))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean reaches(Step step) {
        steps.add(step);
        if (step.blocker.isWith(target)) {
            return true;
        }
        LockTable.Waiter next = step.blocker.party().waiter;
        if (next != null && visited.add(step.blocker.party()) && reaches(next)) {
            return true;
        }
        steps.removeLast();
        return false;
    }
}
