package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.password.PasswordVerifier;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Roles: CREATE, ALTER, DROP, and membership.
record RoleDefinitions(Definitions definitions) {
    String run(RoleStatement statement) {
        if (!(statement instanceof RoleStatement.Grant) && !definitions.isSuperuser()) {
            requireCreateRole();
        }
        return switch (statement) {
            case RoleStatement.CreateRole create -> create(create);
            case RoleStatement.AlterRole alter -> {
                Role role = Roles.find(definitions, alter.role());
                definitions.put(configured(role, alter.options()));
                yield "ALTER ROLE";
            }
            case RoleStatement.AlterRoleSet set -> setting(set);
            case RoleStatement.AlterGroup alter -> {
                Role group = Roles.find(definitions, alter.group());
                alter.members()
                        .forEach(name ->
                                member(Roles.find(definitions, name), group, alter.add(), false));
                yield "ALTER ROLE";
            }
            case RoleStatement.DropRole drop -> drop(drop);
            case RoleStatement.GrantRole grant -> {
                for (String name : grant.granted()) {
                    Role group = Roles.find(definitions, name);
                    for (RoleName each : grant.members()) {
                        member(Roles.find(definitions, each), group, grant.grant(), grant.option());
                    }
                }
                yield grant.grant() ? "GRANT ROLE" : "REVOKE ROLE";
            }
            case RoleStatement.Grant grant -> new Grants(definitions).run(grant);
            case RoleStatement.AlterDefaultPrivileges alter ->
                    throw DatabaseException.notSupported(
                                    "ALTER DEFAULT PRIVILEGES",
                                    "GRANT on the objects when they are made.")
                            .at(alter.position());
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

    private void requireCreateRole() {
        boolean may =
                definitions
                        .catalog()
                        .role(definitions.userOid())
                        .filter(Role::createRole)
                        .isPresent();
        if (!may) {
            throw new DatabaseException(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied");
        }
    }

    private String create(RoleStatement.CreateRole create) {
        definitions.lockName(1, create.name());
        if (definitions.catalog().role(create.name()).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT, "role \"" + create.name() + "\" already exists");
        }
        if (create.name().startsWith("pg_")) {
            throw new DatabaseException(
                            SqlState.RESERVED_NAME,
                            "role name \"" + create.name() + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
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
        definitions.put(configured(role, create.options()));
        for (Option option : create.options()) {
            if (option.value() instanceof Option.Names(List<String> names)) {
                for (String name : names) {
                    Role other = Roles.find(definitions, name);
                    Role own = Roles.find(definitions, create.name());
                    if (option.name().equals("in_role")) {
                        member(own, other, true, false);
                    } else {
                        member(other, own, true, option.name().equals("admin"));
                    }
                }
            }
        }
        return "CREATE ROLE";
    }

    private static Role configured(Role role, List<Option> options) {
        boolean superuser = role.superuser();
        boolean inherit = role.inherit();
        boolean createRole = role.createRole();
        boolean createDatabase = role.createDatabase();
        boolean login = role.login();
        boolean replication = role.replication();
        boolean bypass = role.bypassRowSecurity();
        int limit = role.connectionLimit();
        Optional<String> password = role.password();
        for (Option option : options) {
            boolean on = option.value() instanceof Option.Text(String text) && text.equals("true");
            switch (option.name()) {
                case "superuser" -> superuser = on;
                case "inherit" -> inherit = on;
                case "createrole" -> createRole = on;
                case "createdb" -> createDatabase = on;
                case "login" -> login = on;
                case "replication" -> replication = on;
                case "bypassrls" -> bypass = on;
                case "connection_limit" ->
                        limit =
                                option.value() instanceof Option.Number(String text)
                                        ? Integer.parseInt(text)
                                        : limit;
                case "password" -> password = password(option);
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
                role.validUntil(),
                role.memberOf(),
                role.settings());
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
        Map<String, String> settings = new LinkedHashMap<>(role.settings());
        switch (set.setting()) {
            case SessionStatement.Set each -> {
                if (each.value() instanceof SessionStatement.SettingValue.Constants(var values)) {
                    var texts = new ArrayList<String>();
                    values.forEach(value -> texts.add(SettingTexts.of(value)));
                    settings.put(each.name(), String.join(", ", texts));
                } else {
                    settings.remove(each.name());
                }
            }
            case SessionStatement.Reset each -> {
                if (each.name().isPresent()) {
                    settings.remove(each.name().get());
                } else {
                    settings.clear();
                }
            }
            default -> throw new IllegalStateException("sets nothing");
        }
        definitions.put(role.withSettings(settings));
        return "ALTER ROLE";
    }

    private void member(Role member, Role group, boolean add, boolean admin) {
        Role current = Roles.find(definitions, member.name());
        var memberships = new ArrayList<>(current.memberOf());
        memberships.removeIf(each -> each.roleOid() == group.oid());
        if (add) {
            if (group.memberOf().stream().anyMatch(each -> each.roleOid() == member.oid())) {
                throw new DatabaseException(
                        SqlState.INVALID_GRANTOR,
                        "role \""
                                + group.name()
                                + "\" is a member of role \""
                                + member.name()
                                + "\"");
            }
            memberships.add(new Role.Membership(group.oid(), admin, definitions.userOid()));
        }
        definitions.put(current.withMemberOf(memberships));
    }

    private String drop(RoleStatement.DropRole drop) {
        for (RoleName name : drop.roles()) {
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
                    member(other, role.get(), false, false);
                }
            }
            definitions.remove(role.get());
        }
        return "DROP ROLE";
    }

    private void requireUnneeded(Role role) {
        if (role.oid() == Role.BOOTSTRAP_OID || role.oid() == definitions.userOid()) {
            throw new DatabaseException(SqlState.OBJECT_IN_USE, "current user cannot be dropped");
        }
        var detail = new StringBuilder();
        for (CatalogObject object : definitions.catalog().objects()) {
            if (object.header().ownerOid() == role.oid() && object.oid() != role.oid()) {
                detail.append(detail.isEmpty() ? "" : "\n")
                        .append("owner of ")
                        .append(object.name());
            }
            boolean granted =
                    object.header()
                            .privileges()
                            .filter(entries ->
                                    entries.stream()
                                            .anyMatch(entry -> entry.grantee() == role.oid()))
                            .isPresent();
            if (granted) {
                detail.append(detail.isEmpty() ? "" : "\n")
                        .append("privileges for ")
                        .append(object.name());
            }
        }
        if (!detail.isEmpty()) {
            throw new DatabaseException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "role \""
                                    + role.name()
                                    + "\" cannot be dropped because some objects depend on it")
                    .withDetail(detail.toString());
        }
    }
}
