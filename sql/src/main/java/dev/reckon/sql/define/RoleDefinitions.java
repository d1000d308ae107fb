package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.catalog.AclEntry;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.DefaultPrivileges;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.password.PasswordVerifier;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Roles: CREATE, ALTER, DROP, and membership.
record RoleDefinitions(Definitions definitions) {
    String run(RoleStatement statement) {
        return switch (statement) {
            case RoleStatement.CreateRole create -> create(create);
            case RoleStatement.AlterRole alter -> {
                Role role = Roles.find(definitions, alter.role());
                requireAlterable(role, alter.options());
                definitions.put(configured(role, alter.options()));
                yield "ALTER ROLE";
            }
            case RoleStatement.AlterRoleSet set -> setting(set);
            case RoleStatement.AlterGroup alter -> {
                new Memberships(definitions).alter(alter);
                yield "ALTER ROLE";
            }
            case RoleStatement.DropRole drop -> drop(drop);
            case RoleStatement.GrantRole grant -> {
                new Memberships(definitions).grant(grant);
                yield grant.grant() ? "GRANT ROLE" : "REVOKE ROLE";
            }
            case RoleStatement.Grant grant -> new Grants(definitions).run(grant);
            case RoleStatement.AlterDefaultPrivileges alter -> {
                new DefaultGrants(definitions).alter(alter);
                yield "ALTER DEFAULT PRIVILEGES";
            }
            case RoleStatement.ReassignOwned reassign -> {
                new OwnedObjects(definitions).reassign(reassign);
                yield "REASSIGN OWNED";
            }
            case RoleStatement.DropOwned drop -> {
                new OwnedObjects(definitions).drop(drop);
                yield "DROP OWNED";
            }
        };
    }

    private static DatabaseException denied(String message) {
        return new DatabaseException(SqlState.INSUFFICIENT_PRIVILEGE, message);
    }

    private boolean mayCreateRoles() {
        return definitions.isSuperuser()
                || definitions
                        .catalog()
                        .role(definitions.userOid())
                        .filter(Role::createRole)
                        .isPresent();
    }

    private static boolean isOn(List<Option> options, String name) {
        return options.stream()
                .anyMatch(option ->
                        option.name().equals(name)
                                && option.value() instanceof Option.Text(String text)
                                && text.equals("true"));
    }

    private static boolean names(List<Option> options, String name) {
        return options.stream().anyMatch(option -> option.name().equals(name));
    }

    private void requireCreatable(List<Option> options) {
        if (definitions.isSuperuser()) {
            return;
        }
        if (isOn(options, "superuser")) {
            throw denied("must be superuser to create superusers");
        }
        if (isOn(options, "replication")) {
            throw denied("must be superuser to create replication users");
        }
        if (isOn(options, "bypassrls")) {
            throw denied("must be superuser to create bypassrls users");
        }
        if (!mayCreateRoles()) {
            throw denied("permission denied to create role");
        }
    }

    private void requireAlterable(Role role, List<Option> options) {
        if (definitions.isSuperuser()) {
            return;
        }
        if (role.superuser() || names(options, "superuser")) {
            throw denied(
                    "must be superuser to alter superuser roles or change superuser attribute");
        }
        if (role.replication() || names(options, "replication")) {
            throw denied(
                    "must be superuser to alter replication roles or change replication attribute");
        }
        if (names(options, "bypassrls")) {
            throw denied("must be superuser to change bypassrls attribute");
        }
        boolean ownPassword =
                role.oid() == definitions.userOid()
                        && options.stream().allMatch(option -> option.name().equals("password"));
        if (!mayCreateRoles() && !ownPassword) {
            throw denied("permission denied");
        }
    }

    private String create(RoleStatement.CreateRole create) {
        requireCreatable(create.options());
        requireName(create.name());
        definitions.lockName(1, create.name());
        if (definitions.catalog().role(create.name()).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT, "role \"" + create.name() + "\" already exists");
        }
        var role =
                new Role(
                        definitions.newHeader(0, create.name()),
                        false,
                        true,
                        false,
                        false,
                        create.kind().equals("USER"),
                        false,
                        false,
                        -1,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of());
        if (names(create.options(), "sysid")) {
            definitions.notice(SqlState.SUCCESSFUL_COMPLETION, "SYSID can no longer be specified");
        }
        definitions.put(configured(role, create.options()));
        var memberships = new Memberships(definitions);
        for (Option option : create.options()) {
            if (option.value() instanceof Option.Names(List<String> names)) {
                for (String name : names) {
                    Role other = Roles.find(definitions, name);
                    Role own = Roles.find(definitions, create.name());
                    if (option.name().equals("in_role")) {
                        memberships.add(own, other, false);
                    } else {
                        memberships.add(other, own, option.name().equals("admin"));
                    }
                }
            }
        }
        return "CREATE ROLE";
    }

    /// @throws DatabaseException 42939 for a name that only the system may give
    static void requireName(String name) {
        if (name.startsWith("pg_")) {
            throw new DatabaseException(
                            SqlState.RESERVED_NAME, "role name \"" + name + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
        }
        if (name.equals("public") || name.equals("none")) {
            throw new DatabaseException(
                    SqlState.RESERVED_NAME, "role name \"" + name + "\" is reserved");
        }
    }

    private Role configured(Role role, List<Option> options) {
        boolean superuser = role.superuser();
        boolean inherit = role.inherit();
        boolean createRole = role.createRole();
        boolean createDatabase = role.createDatabase();
        boolean login = role.login();
        boolean replication = role.replication();
        boolean bypass = role.bypassRowSecurity();
        int limit = role.connectionLimit();
        Optional<String> password = role.password();
        Optional<Long> validUntil = role.validUntil();
        Set<String> seen = new HashSet<>();
        for (Option option : options) {
            boolean on = option.value() instanceof Option.Text(String text) && text.equals("true");
            if (!seen.add(option.name())) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR, "conflicting or redundant options")
                        .at(option.position());
            }
            switch (option.name()) {
                case "superuser" -> superuser = on;
                case "inherit" -> inherit = on;
                case "createrole" -> createRole = on;
                case "createdb" -> createDatabase = on;
                case "login" -> login = on;
                case "replication" -> replication = on;
                case "bypassrls" -> bypass = on;
                case "connection_limit" -> limit = connectionLimit(option, limit);
                case "password" -> password = password(option);
                case "valid_until" -> validUntil = Optional.of(validUntil(option));
                default -> {}
            }
        }
        return new Role(
                role.header(),
                superuser,
                inherit,
                createRole,
                createDatabase,
                login,
                replication,
                bypass,
                limit,
                password,
                validUntil,
                role.memberOf(),
                role.settings());
    }

    private static int connectionLimit(Option option, int before) {
        int limit =
                option.value() instanceof Option.Number(String text)
                        ? Integer.parseInt(text)
                        : before;
        if (limit < -1) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid connection limit: " + limit);
        }
        return limit;
    }

    private long validUntil(Option option) {
        String text = option.value() instanceof Option.Text(String given) ? given : "";
        Value time =
                ValueFormat.readText(text, DataType.TIMESTAMPTZ, -1, definitions.environment());
        return ((Value.Int) time).value();
    }

    private static Optional<String> password(Option option) {
        if (!(option.value() instanceof Option.Text(String text)) || text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                PasswordVerifier.parse(text).orElseGet(() -> PasswordVerifier.of(text)).toString());
    }

    private String setting(RoleStatement.AlterRoleSet set) {
        if (set.role().isEmpty()) {
            throw DatabaseException.notSupported("ALTER ROLE ALL", "Name the roles.")
                    .at(set.position());
        }
        Role role = Roles.find(definitions, set.role().get());
        if (!definitions.isSuperuser()) {
            if (role.superuser()) {
                throw denied("must be superuser to alter superusers");
            }
            if (!mayCreateRoles() && role.oid() != definitions.userOid()) {
                throw denied("permission denied");
            }
        }
        definitions.put(
                role.withSettings(
                        new StoredSettings(definitions).changed(role.settings(), set.setting())));
        return "ALTER ROLE";
    }

    /// ALTER ROLE … RENAME TO.
    void rename(ObjectReference reference, String newName) {
        Role role = Roles.find(definitions, reference.name().name());
        if (role.name().equals(definitions.environment().setting("session_authorization"))) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "session user cannot be renamed");
        }
        if (role.oid() == definitions.userOid()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "current user cannot be renamed");
        }
        if (role.isPredefined() && role.oid() != Role.BOOTSTRAP_OID) {
            throw new DatabaseException(
                            SqlState.RESERVED_NAME, "role name \"" + role.name() + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
        }
        requireName(newName);
        if (definitions.catalog().role(newName).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT, "role \"" + newName + "\" already exists");
        }
        if (role.superuser() && !definitions.isSuperuser()) {
            throw denied("must be superuser to rename superusers");
        }
        if (!mayCreateRoles()) {
            throw denied("permission denied to rename role");
        }
        definitions.put(role.withHeader(role.header().withName(newName)));
    }

    private String drop(RoleStatement.DropRole drop) {
        if (!mayCreateRoles()) {
            throw denied("permission denied to drop role");
        }
        for (RoleName name : drop.roles()) {
            if (name.kind() != RoleName.Kind.NAMED) {
                throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "cannot use special role specifier in DROP ROLE");
            }
            Optional<Role> role = definitions.catalog().role(name.name());
            if (role.isEmpty()) {
                String message = "role \"" + name.name() + "\" does not exist";
                if (drop.ifExists()) {
                    definitions.notice(SqlState.UNDEFINED_OBJECT, message + ", skipping");
                    continue;
                }
                throw new DatabaseException(SqlState.UNDEFINED_OBJECT, message);
            }
            requireUnneeded(role.get());
            for (Role other : List.copyOf(definitions.catalog().roles())) {
                if (other.memberOf().stream()
                        .anyMatch(each -> each.roleOid() == role.get().oid())) {
                    definitions.put(
                            other.withMemberOf(
                                    other.memberOf().stream()
                                            .filter(each -> each.roleOid() != role.get().oid())
                                            .toList()));
                }
            }
            definitions.remove(role.get());
        }
        return "DROP ROLE";
    }

    private void requireUnneeded(Role role) {
        if (role.oid() == definitions.userOid()) {
            throw new DatabaseException(SqlState.OBJECT_IN_USE, "current user cannot be dropped");
        }
        if (role.name().equals(definitions.environment().setting("session_authorization"))) {
            throw new DatabaseException(SqlState.OBJECT_IN_USE, "session user cannot be dropped");
        }
        if (role.superuser() && !definitions.isSuperuser()) {
            throw denied("must be superuser to drop superusers");
        }
        if (role.isPredefined()) {
            throw new DatabaseException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop role "
                            + role.name()
                            + " because it is required by the database system");
        }
        var lines = new ArrayList<String>();
        var titles = new ObjectTitles(definitions);
        for (CatalogObject object : definitions.catalog().objects()) {
            if (ObjectTitles.isPart(object) || object instanceof Role) {
                continue;
            }
            if (object.header().ownerOid() == role.oid()) {
                lines.add("owner of " + titles.owned(object));
            } else if (hasGrants(object, role)) {
                lines.add("privileges for " + titles.owned(object));
            }
        }
        String detail = String.join("\n", lines);
        if (!detail.isEmpty()) {
            throw new DatabaseException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "role \""
                                    + role.name()
                                    + "\" cannot be dropped because some objects depend on it")
                    .withDetail(detail);
        }
    }

    private static boolean hasGrants(CatalogObject object, Role role) {
        return object.header().privileges().filter(each -> names(each, role)).isPresent()
                || (object instanceof Relation relation
                        && relation.columns().stream()
                                .anyMatch(each -> names(each.privileges(), role)))
                || (object instanceof DefaultPrivileges entry && names(entry.entries(), role));
    }

    private static boolean names(List<AclEntry> entries, Role role) {
        return entries.stream()
                .anyMatch(entry -> entry.grantee() == role.oid() || entry.grantor() == role.oid());
    }
}
