package dev.reckon.sql;

import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.catalog.AclEntry;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the current user may do what a statement does. A view's own tables are its owner's
/// affair.
record PrivilegeChecks(Session session) {
    /// @throws DatabaseException 42501
    void require(Accesses accesses) {
        if (accesses.kinds().isEmpty() || session.isSuperuser()) {
            return;
        }
        Catalog catalog = session.catalog();
        Optional<Role> role = catalog.role(session.currentUser());
        if (role.isEmpty()) {
            return;
        }
        Set<Long> roles = rolesOf(role.get(), catalog);
        for (Map.Entry<Long, Set<Character>> access : accesses.kinds().entrySet()) {
            Optional<Relation> relation = catalog.relation(access.getKey());
            if (relation.isEmpty() || !accesses.directOids().contains(access.getKey())) {
                continue;
            }
            for (char kind : access.getValue()) {
                char letter = kind == 'k' ? 'w' : kind;
                Set<Integer> columns = accesses.columns().getOrDefault(access.getKey(), Set.of());
                if (!has(relation.get(), letter, roles)
                        && !hasColumns(relation.get(), letter, columns, roles)) {
                    throw denied(relation.get());
                }
            }
        }
    }

    static DatabaseException denied(Relation relation) {
        return new DatabaseException(
                SqlState.INSUFFICIENT_PRIVILEGE,
                "permission denied for " + relation.noun() + " " + relation.name());
    }

    /// Returns the oids by which a role is entitled: its own, those it inherits from, PUBLIC's.
    static Set<Long> rolesOf(Role role, Catalog catalog) {
        Set<Long> oids = new HashSet<>(Set.of(0L));
        var rest = new ArrayDeque<>(List.of(role));
        while (!rest.isEmpty()) {
            Role next = rest.poll();
            if (oids.add(next.oid()) && next.inherit()) {
                next.memberOf()
                        .forEach(membership ->
                                catalog.role(membership.roleOid()).ifPresent(rest::add));
            }
        }
        return oids;
    }

    private static boolean has(Relation relation, char letter, Set<Long> roles) {
        if (relation.header().privileges().isEmpty()) {
            return roles.contains(relation.header().ownerOid());
        }
        return grants(relation.header().privileges().get(), letter, roles);
    }

    private static boolean grants(List<AclEntry> entries, char letter, Set<Long> roles) {
        return entries.stream()
                .anyMatch(entry ->
                        roles.contains(entry.grantee()) && entry.letters().indexOf(letter) >= 0);
    }

    private static boolean hasColumns(
            Relation relation, char letter, Set<Integer> numbers, Set<Long> roles) {
        if (numbers.isEmpty()) {
            return false;
        }
        for (TableColumn column : relation.columns()) {
            if (numbers.contains(column.number()) && !grants(column.privileges(), letter, roles)) {
                return false;
            }
        }
        return true;
    }
}
