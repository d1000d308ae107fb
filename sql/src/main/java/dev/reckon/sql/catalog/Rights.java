package dev.reckon.sql.catalog;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one role may do: by grants to itself, to the roles whose privileges it inherits, and to
/// PUBLIC. Immutable.
///
/// A user whom only trust let in, and who is no role, may do everything.
public final class Rights {
    private final Catalog catalog;
    private final boolean superuser;
    private final Set<Long> roles;

    private Rights(Catalog catalog, boolean superuser, Set<Long> roles) {
        this.catalog = catalog;
        this.superuser = superuser;
        this.roles = Set.copyOf(roles);
    }

    /// Returns the rights of the role of a name.
    public static Rights of(Catalog catalog, String role) {
        return of(catalog, catalog.role(role));
    }

    /// Returns the rights of the role of an oid.
    public static Rights of(Catalog catalog, long roleOid) {
        return of(catalog, catalog.role(roleOid));
    }

    private static Rights of(Catalog catalog, Optional<Role> role) {
        return role.isEmpty()
                ? new Rights(catalog, true, Set.of(0L, Role.BOOTSTRAP_OID))
                : new Rights(
                        catalog, role.get().superuser(), memberships(catalog, role.get(), true));
    }

    /// Returns the rights that everybody has.
    public static Rights ofEverybody(Catalog catalog) {
        return new Rights(catalog, false, Set.of(0L));
    }

    /// Returns the oids of a role, of the roles that it belongs to, and of PUBLIC.
    ///
    /// @param inherited only of those whose privileges it has without SET ROLE
    public static Set<Long> memberships(Catalog catalog, Role role, boolean inherited) {
        Set<Long> oids = new HashSet<>(Set.of(0L));
        var rest = new ArrayDeque<>(List.of(role));
        while (!rest.isEmpty()) {
            Role next = rest.poll();
            if (oids.add(next.oid()) && (next.inherit() || !inherited)) {
                next.memberOf()
                        .forEach(membership ->
                                catalog.role(membership.roleOid()).ifPresent(rest::add));
            }
        }
        return oids;
    }

    /// Returns whether the role may do everything.
    public boolean isSuperuser() {
        return superuser;
    }

    /// Returns the oids whose privileges the role has, 0 for PUBLIC among them.
    public Set<Long> roles() {
        return roles;
    }

    /// Returns whether the role has another's privileges.
    public boolean has(long roleOid) {
        return superuser || roles.contains(roleOid);
    }

    /// Returns whether the role may do what only an owner may.
    public boolean owns(CatalogObject object) {
        return has(object.header().ownerOid());
    }

    /// Returns whether the role has a privilege on a whole object.
    ///
    /// @param letter as in an `aclitem`
    public boolean may(CatalogObject object, char letter) {
        if (superuser || AccessList.of(object).allows(roles, letter)) {
            return true;
        }
        if (object instanceof Relation || object instanceof Schema) {
            boolean reads = letter == 'r' || (object instanceof Schema && letter == 'U');
            boolean writes =
                    object instanceof Schema
                            ? letter == 'U'
                            : letter == 'a' || letter == 'w' || letter == 'd';
            return (reads && roles.contains(PredefinedRoles.READ_ALL_DATA))
                    || (writes && roles.contains(PredefinedRoles.WRITE_ALL_DATA));
        }
        return false;
    }

    /// Returns whether the role may use a schema; system schemas and those that do not exist are
    /// open, the session's own temporary one too.
    public boolean mayUse(String schema) {
        return superuser
                || catalog.schema(schema)
                        .filter(each -> !each.isTemporary() && !each.isSystem())
                        .map(each -> may(each, 'U'))
                        .orElse(true);
    }

    /// Returns whether the role has a privilege on one column, by itself or with the whole
    /// relation.
    public boolean may(Relation relation, TableColumn column, char letter) {
        return may(relation, letter) || mayOnly(relation, column, letter);
    }

    private boolean mayOnly(Relation relation, TableColumn column, char letter) {
        return new AccessList(relation.header().ownerOid(), column.privileges())
                .allows(roles, letter);
    }

    /// Returns whether the role has a privilege on any column of a relation.
    public boolean mayAnyColumn(Relation relation, char letter) {
        return may(relation, letter)
                || relation.columns().stream()
                        .anyMatch(column -> mayOnly(relation, column, letter));
    }

    /// Returns whether the role may grant a privilege on an object to others.
    public boolean mayGrant(CatalogObject object, char letter) {
        return superuser
                || AccessList.of(object)
                                .grantable(roles, AccessList.letters(object))
                                .indexOf(letter)
                        >= 0;
    }

    /// Returns whether the role may grant a privilege on a column to others.
    public boolean mayGrant(Relation relation, TableColumn column, char letter) {
        return mayGrant(relation, letter)
                || new AccessList(relation.header().ownerOid(), column.privileges())
                                .grantable(roles, "arwx")
                                .indexOf(letter)
                        >= 0;
    }
}
