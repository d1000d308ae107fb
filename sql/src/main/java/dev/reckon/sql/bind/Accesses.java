package dev.reckon.sql.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which relations and routines a statement touches, how, and with whose rights: for privileges,
/// locks and dependencies. For one thread.
public final class Accesses {
    /// What is done with one relation in the name of one role.
    public static final class Access {
        private final long oid;
        private final Optional<Long> role;
        private final Set<Character> kinds = new LinkedHashSet<>();
        private final Map<Character, Set<Integer>> columns = new LinkedHashMap<>();

        private Access(long oid, Optional<Long> role) {
            this.oid = oid;
            this.role = role;
        }

        public long oid() {
            return oid;
        }

        /// Returns the role with whose rights it is done; empty for the current user.
        public Optional<Long> role() {
            return role;
        }

        /// Returns what is done: `r` select, `a` insert, `w` update, `d` delete, as in an
        /// `aclitem`; `k` for row locks.
        public Set<Character> kinds() {
            return kinds;
        }

        /// Returns the numbers of the columns with which a thing is done.
        public Set<Integer> columns(char kind) {
            return columns.getOrDefault(kind, Set.of());
        }
    }

    private record Key(long oid, Optional<Long> role) {}

    private final Map<Key, Access> accesses = new LinkedHashMap<>();
    private final Map<Key, Access> routines = new LinkedHashMap<>();
    private final Set<Long> directOids = new LinkedHashSet<>();

    /// Adds what a statement does with a relation that it names itself.
    public void add(long oid, char kind) {
        add(oid, kind, Optional.empty(), true);
    }

    /// Adds what a statement does with a column of a relation that it names itself.
    public void addColumn(long oid, int number, char kind) {
        addColumn(oid, number, kind, Optional.empty());
    }

    void add(long oid, char kind, Optional<Long> role, boolean direct) {
        access(oid, role).kinds.add(kind);
        if (direct) {
            directOids.add(oid);
        }
    }

    void addColumn(long oid, int number, char kind, Optional<Long> role) {
        access(oid, role).kinds.add(kind);
        access(oid, role).columns.computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(number);
    }

    void addRoutine(long oid, Optional<Long> role, boolean direct) {
        routines.computeIfAbsent(new Key(oid, role), _ -> new Access(oid, role));
        if (direct) {
            directOids.add(oid);
        }
    }

    void addConstraint(long oid) {
        directOids.add(oid);
    }

    private Access access(long oid, Optional<Long> role) {
        return accesses.computeIfAbsent(new Key(oid, role), _ -> new Access(oid, role));
    }

    /// Returns what is done with each relation.
    public Collection<Access> all() {
        return accesses.values();
    }

    /// Returns the routines that are called, and with whose rights.
    public Collection<Access> routines() {
        return routines.values();
    }

    /// Returns the relations and routines that the statement names itself, not by way of a view,
    /// and the constraints that it rests on.
    public Set<Long> directOids() {
        return directOids;
    }

    /// Returns the numbers of the columns that are named of a relation, by whatever way.
    public List<Integer> columns(long oid) {
        Set<Integer> numbers = new LinkedHashSet<>();
        for (Access access : accesses.values()) {
            if (access.oid == oid) {
                access.columns.values().forEach(numbers::addAll);
            }
        }
        return new ArrayList<>(numbers);
    }
}
