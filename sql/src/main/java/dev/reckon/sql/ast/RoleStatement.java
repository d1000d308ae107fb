package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Statements about roles and privileges.
public sealed interface RoleStatement extends Statement {
    /// `CREATE ROLE|USER|GROUP name …`. The options: `superuser`, `createdb`, `createrole`,
    /// `inherit`, `login`, `replication`, `bypassrls` (text `true`/`false`), `password` (none for
    /// NULL), `connection_limit`, `valid_until`, `in_role`, `role`, `admin` (names), `sysid`.
    ///
    /// @param kind `ROLE`, `USER` or `GROUP`; a user may log in unless told otherwise
    record CreateRole(String kind, String name, List<Option> options, int position)
            implements RoleStatement {}

    /// `ALTER ROLE role option …`, options as for [CreateRole].
    record AlterRole(RoleName role, List<Option> options, int position) implements RoleStatement {}

    /// `ALTER ROLE role [IN DATABASE name] SET …` or `RESET …`.
    ///
    /// @param role absent for `ALL`
    record AlterRoleSet(
            Optional<RoleName> role,
            Optional<String> database,
            SessionStatement setting,
            int position)
            implements RoleStatement {}

    /// `ALTER GROUP name ADD|DROP USER names`.
    record AlterGroup(RoleName group, boolean add, List<RoleName> members, int position)
            implements RoleStatement {}

    /// `DROP ROLE|USER|GROUP names`.
    record DropRole(List<RoleName> roles, boolean ifExists, int position)
            implements RoleStatement {}

    /// `GRANT privileges ON … TO …` or `REVOKE privileges ON … FROM …`.
    ///
    /// @param privileges empty for `ALL`
    /// @param option `WITH GRANT OPTION`, or `GRANT OPTION FOR`
    record Grant(
            boolean grant,
            List<Privilege> privileges,
            GrantTarget target,
            List<RoleName> roles,
            boolean option,
            Optional<RoleName> grantedBy,
            boolean cascade,
            int position)
            implements RoleStatement {}

    /// `ALTER DEFAULT PRIVILEGES … GRANT|REVOKE …`.
    record AlterDefaultPrivileges(
            List<RoleName> forRoles, List<String> inSchemas, Grant grant, int position)
            implements RoleStatement {}

    /// `GRANT role TO role` or `REVOKE role FROM role`.
    ///
    /// @param option `WITH ADMIN OPTION`, or `ADMIN OPTION FOR`
    record GrantRole(
            boolean grant,
            List<String> granted,
            List<RoleName> members,
            boolean option,
            Optional<RoleName> grantedBy,
            boolean cascade,
            int position)
            implements RoleStatement {}

    /// `REASSIGN OWNED BY roles TO role`.
    record ReassignOwned(List<RoleName> roles, RoleName newOwner, int position)
            implements RoleStatement {}

    /// `DROP OWNED BY roles`.
    record DropOwned(List<RoleName> roles, boolean cascade, int position)
            implements RoleStatement {}

    /// A privilege, perhaps on some columns only.
    ///
    /// @param name in lower case; may be any word, which is checked later
    record Privilege(String name, List<String> columns, int position) {}

    /// What privileges are granted on.
    sealed interface GrantTarget {
        /// Objects by name.
        record Objects(ObjectKind kind, List<ObjectReference> objects) implements GrantTarget {}

        /// `ALL TABLES|SEQUENCES|FUNCTIONS|… IN SCHEMA names`
        record AllInSchemas(ObjectKind kind, List<String> schemas) implements GrantTarget {}

        /// The kind alone, for default privileges.
        record Future(ObjectKind kind) implements GrantTarget {}
    }
}
