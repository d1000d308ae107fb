package dev.reckon.sql.bind;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Which relations a statement touches, and how: for privileges, locks and dependencies. For one
/// thread.
public final class Accesses {
    /// What is done with a relation: `r` select, `a` insert, `w` update, `d` delete, as in an
    /// `aclitem`; `k` for row locks.
    private final Map<Long, Set<Character>> kinds = new LinkedHashMap<>();

    private final Set<Long> directOids = new LinkedHashSet<>();
    private final Map<Long, Set<Integer>> columns = new LinkedHashMap<>();

    /// Adds what a statement does with a relation that it names itself.
    public void add(long oid, char kind) {
        add(oid, kind, 0);
    }

    void add(long oid, char kind, int depth) {
        kinds.computeIfAbsent(oid, _ -> new LinkedHashSet<>()).add(kind);
        if (depth == 0) {
            directOids.add(oid);
        }
    }

    void addColumn(long oid, int number) {
        columns.computeIfAbsent(oid, _ -> new LinkedHashSet<>()).add(number);
    }

    /// Returns what is done with each relation.
    public Map<Long, Set<Character>> kinds() {
        return kinds;
    }

    /// Returns the relations that the statement names itself, not by way of a view.
    public Set<Long> directOids() {
        return directOids;
    }

    /// Returns the numbers of the columns that are named of each relation.
    public Map<Long, Set<Integer>> columns() {
        return columns;
    }
}
