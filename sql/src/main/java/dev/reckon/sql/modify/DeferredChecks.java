package dev.reckon.sql.modify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The checks of deferred constraints that wait for the end of a transaction, and what SET
/// CONSTRAINTS said. For the session's thread.
public final class DeferredChecks {
    private final List<Check> checks = new ArrayList<>();

    /// Whether a constraint is deferred, by its oid, when SET CONSTRAINTS spoke of it.
    private final Map<Long, Boolean> modes = new HashMap<>();

    private boolean allDeferred;
    private boolean allImmediate;

    /// One check.
    ///
    /// @param constraintOid the constraint, or the trigger that is none
    /// @param tableOid the table whose rows were changed
    public record Check(long constraintOid, long tableOid, Runnable action) {}

    /// Returns whether checks wait for a table whose rows were changed.
    boolean hasAnyOf(long tableOid) {
        return checks.stream().anyMatch(check -> check.tableOid == tableOid);
    }

    /// Returns a copy that goes its own way.
    public DeferredChecks copy() {
        var copy = new DeferredChecks();
        copy.checks.addAll(checks);
        copy.modes.putAll(modes);
        copy.allDeferred = allDeferred;
        copy.allImmediate = allImmediate;
        return copy;
    }

    /// Returns whether a constraint's checks wait.
    boolean isDeferred(long constraintOid, boolean deferrable, boolean initiallyDeferred) {
        if (!deferrable) {
            return false;
        }
        Boolean mode = modes.get(constraintOid);
        if (mode != null) {
            return mode;
        }
        return allDeferred || (initiallyDeferred && !allImmediate);
    }

    void add(Check check) {
        checks.add(check);
    }

    /// SET CONSTRAINTS ALL.
    public void setAll(boolean deferred) {
        modes.clear();
        allDeferred = deferred;
        allImmediate = !deferred;
        if (!deferred) {
            runAll();
        }
    }

    /// SET CONSTRAINTS with names.
    ///
    /// @param constraintOids the constraints that are meant
    public void set(Set<Long> constraintOids, boolean deferred) {
        constraintOids.forEach(oid -> modes.put(oid, deferred));
        if (!deferred) {
            List<Check> due =
                    checks.stream()
                            .filter(check -> constraintOids.contains(check.constraintOid))
                            .toList();
            checks.removeAll(due);
            due.forEach(check -> check.action.run());
        }
    }

    /// Makes all checks; what they add is checked too.
    public void runAll() {
        while (!checks.isEmpty()) {
            List<Check> due = List.copyOf(checks);
            checks.clear();
            due.forEach(check -> check.action.run());
        }
    }
}
