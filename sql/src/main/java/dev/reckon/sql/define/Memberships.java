package dev.reckon.sql.define;

import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.Optional;

/// Makes roles members of others: GRANT and REVOKE of roles, ALTER GROUP.
record Memberships(Definitions definitions) {
    void alter(RoleStatement.AlterGroup alter) {
        Role group = Roles.find(definitions, alter.group());
        for (RoleName name : alter.members()) {
            Role member = Roles.find(definitions, name);
            requireAdministrator(group);
            if (alter.add()) {
                add(member, group, false);
            } else {
                remove(member, group, false);
            }
        }
    }

    void grant(RoleStatement.GrantRole grant) {
        if (grant.grantedBy().isPresent()) {
            Role grantor = Roles.find(definitions, grant.grantedBy().get());
            if (grantor.oid() != definitions.userOid() && !definitions.isSuperuser()) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE, "must be superuser to set grantor");
            }
        }
        for (String name : grant.granted()) {
            Role group = Roles.find(definitions, name);
            requireAdministrator(group);
            for (RoleName each : grant.members()) {
                Role member = Roles.find(definitions, each);
                if (grant.grant()) {
                    add(member, group, grant.option());
                } else {
                    remove(member, group, grant.option());
                }
            }
        }
    }

    private void requireAdministrator(Role group) {
        if (definitions.isSuperuser()) {
            return;
        }
        if (group.superuser()) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "must be superuser to alter superusers");
        }
        Optional<Role> user = definitions.catalog().role(definitions.userOid());
        boolean may =
                user.isEmpty()
                        || user.get().createRole()
                        || Rights.memberships(definitions.catalog(), user.get(), false).stream()
                                .map(definitions.catalog()::role)
                                .flatMap(Optional::stream)
                                .flatMap(role -> role.memberOf().stream())
                                .anyMatch(each -> each.admin() && each.roleOid() == group.oid());
        if (!may) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "must have admin option on role \"" + group.name() + "\"");
        }
    }

    /// Makes a role a member of another.
    ///
    /// @param admin whether it may make others members
    /// @throws DatabaseException 0LP01 when the other is a member of it already
    void add(Role member, Role group, boolean admin) {
        Role current = Roles.find(definitions, member.name());
        if (group.name().equals("pg_database_owner")) {
            throw new DatabaseException(
                    SqlState.INVALID_GRANT_OPERATION,
                    "role \"pg_database_owner\" cannot have explicit members");
        }
        if (Rights.memberships(definitions.catalog(), group, false).contains(member.oid())) {
            throw new DatabaseException(
                    SqlState.INVALID_GRANT_OPERATION,
                    "role \"" + group.name() + "\" is a member of role \"" + member.name() + "\"");
        }
        var memberships = new ArrayList<>(current.memberOf());
        for (Role.Membership known : current.memberOf()) {
            if (known.roleOid() == group.oid()) {
                if (known.admin() || !admin) {
                    definitions.notice(
                            SqlState.SUCCESSFUL_COMPLETION,
                            "role \""
                                    + member.name()
                                    + "\" is already a member of role \""
                                    + group.name()
                                    + "\"");
                    return;
                }
                memberships.remove(known);
            }
        }
        memberships.add(new Role.Membership(group.oid(), admin, definitions.userOid()));
        definitions.put(current.withMemberOf(memberships));
    }

    private void remove(Role member, Role group, boolean adminOnly) {
        Role current = Roles.find(definitions, member.name());
        var memberships = new ArrayList<>(current.memberOf());
        boolean known = memberships.removeIf(each -> each.roleOid() == group.oid());
        if (!known) {
            definitions.notice(
                    SqlState.WARNING,
                    "role \""
                            + member.name()
                            + "\" is not a member of role \""
                            + group.name()
                            + "\"");
            return;
        }
        if (adminOnly) {
            memberships.add(new Role.Membership(group.oid(), false, definitions.userOid()));
        }
        definitions.put(current.withMemberOf(memberships));
    }
}
