package dev.reckon.sql.modify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The checks of deferred constraints that wait for the end of a transaction, and what SET
/// CONSTRAINTS said. For the session's thread.
public final class DeferredChecks {
    private final List<Check> checks = new ArrayList<>();

    /// Whether a constraint is deferred, by name, when SET CONSTRAINTS spoke of it.
    private final Map<String, Boolean> modes = new HashMap<>();

    private boolean allDeferred;
    private boolean allImmediate;

    /// One check.
    ///
    /// @param constraint the name of the constraint
    /// @param tableOid the table whose rows were changed
    public record Check(String constraint, long tableOid, Runnable action) {}

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
    boolean isDeferred(String constraint, boolean deferrable, boolean initiallyDeferred) {
        if (!deferrable) {
            return false;
        }
        Boolean mode = modes.get(constraint);
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

    /// SET CONSTRAINTS name.
    public void set(String constraint, boolean deferred) {
        modes.put(constraint, deferred);
        if (!deferred) {
            List<Check> due =
                    checks.stream().filter(check -> check.constraint.equals(constraint)).toList();
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
