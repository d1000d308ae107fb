package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.util.Map;
import java.util.Optional;

/// `pg_roles`, `pg_authid`, `pg_auth_members`, `pg_user`, `pg_shadow`, `pg_group`: who there is.
final class RoleRows {
    /// What a password looks like to those who may not see it.
    private static final String HIDDEN = "********";

    private RoleRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_roles", RoleRows::roles);
        sources.put("pg_catalog.pg_authid", RoleRows::authentication);
        sources.put("pg_catalog.pg_auth_members", RoleRows::members);
        sources.put("pg_catalog.pg_user", RoleRows::users);
        sources.put("pg_catalog.pg_db_role_setting", RoleRows::settings);
        sources.put("pg_catalog.pg_shadow", RoleRows::shadows);
        sources.put("pg_catalog.pg_group", RoleRows::groups);
    }

    /// Roles that nobody logs in as, with their direct members.
    private static void groups(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Role role : catalog.roles()) {
            if (!role.login()) {
                rows.set("groname", role.name())
                        .set("grosysid", role.oid())
                        .set(
                                "grolist",
                                Value.Array.of(
                                        catalog.roles().stream()
                                                .filter(each ->
                                                        each.memberOf().stream()
                                                                .anyMatch(in ->
                                                                        in.roleOid() == role.oid()))
                                                .<Value>map(each -> new Value.Int(each.oid()))
                                                .toList()))
                        .add();
            }
        }
    }

    private static void roles(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Role role : catalog.roles()) {
            attributes(rows, role);
            rows.set("rolpassword", HIDDEN);
            if (!role.settings().isEmpty()) {
                rows.set("rolconfig", settings(role.settings()));
            }
            rows.add();
        }
    }

    private static void authentication(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        // Who is let in under a name that is no role's may do everything.
        boolean allowed = catalog.role(environment.currentUser()).map(Role::superuser).orElse(true);
        for (Role role : catalog.roles()) {
            attributes(rows, role);
            rows.set("rolpassword", allowed ? role.password() : role.password().map(_ -> HIDDEN))
                    .add();
        }
    }

    private static void attributes(SystemRows rows, Role role) {
        rows.set("oid", role.oid())
                .set("rolname", role.name())
                .set("rolsuper", role.superuser())
                .set("rolinherit", role.inherit())
                .set("rolcreaterole", role.createRole())
                .set("rolcreatedb", role.createDatabase())
                .set("rolcanlogin", role.login())
                .set("rolreplication", role.replication())
                .set("rolbypassrls", role.bypassRowSecurity())
                .set("rolconnlimit", role.connectionLimit())
                .set("rolvaliduntil", validUntil(role));
    }

    private static Value validUntil(Role role) {
        return role.validUntil().<Value>map(Value.Int::new).orElse(Value.Null.NULL);
    }

    /// With which settings sessions begin: those of the database, and those of each role.
    private static void settings(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        if (!catalog.database().settings().isEmpty()) {
            rows.set("setdatabase", SystemOids.DATABASE)
                    .set("setrole", 0)
                    .set("setconfig", settings(catalog.database().settings()))
                    .add();
        }
        for (Role role : catalog.roles()) {
            if (!role.settings().isEmpty()) {
                rows.set("setdatabase", 0)
                        .set("setrole", role.oid())
                        .set("setconfig", settings(role.settings()))
                        .add();
            }
        }
    }

    private static Value settings(Map<String, String> settings) {
        return Value.Array.of(
                settings.entrySet().stream()
                        .<Value>map(entry -> Value.text(entry.getKey() + "=" + entry.getValue()))
                        .toList());
    }

    private static void members(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Role role : catalog.roles()) {
            for (Role.Membership membership : role.memberOf()) {
                rows.set("roleid", membership.roleOid())
                        .set("member", role.oid())
                        .set("grantor", membership.grantorOid())
                        .set("admin_option", membership.admin())
                        .add();
            }
        }
    }

    private static void users(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        users(rows, catalog, false);
    }

    /// As [#users], with passwords for those who may see them.
    private static void shadows(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        users(
                rows,
                catalog,
                catalog.role(environment.currentUser()).map(Role::superuser).orElse(false));
    }

    private static void users(SystemRows rows, Catalog catalog, boolean showsPasswords) {
        for (Role role : catalog.roles()) {
            if (role.login()) {
                rows.set("usename", role.name())
                        .set("usesysid", role.oid())
                        .set("usecreatedb", role.createDatabase())
                        .set("usesuper", role.superuser())
                        .set("userepl", role.replication())
                        .set("usebypassrls", role.bypassRowSecurity())
                        .set("passwd", showsPasswords ? role.password() : Optional.of(HIDDEN))
                        .set("valuntil", validUntil(role))
                        .add();
            }
        }
    }
}
