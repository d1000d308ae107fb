package dev.reckon.sql.define;

import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.catalog.AccessList;
import dev.reckon.sql.catalog.DefaultPrivileges;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// ALTER DEFAULT PRIVILEGES.
record DefaultGrants(Definitions definitions) {
    void alter(RoleStatement.AlterDefaultPrivileges alter) {
        RoleStatement.Grant grant = alter.grant();
        char kind =
                switch (((RoleStatement.GrantTarget.Future) grant.target()).kind()) {
                    case TABLE -> 'r';
                    case SEQUENCE -> 'S';
                    case FUNCTION, PROCEDURE, ROUTINE -> 'f';
                    case TYPE -> 'T';
                    default -> 'n';
                };
        if (kind == 'n' && !alter.inSchemas().isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_GRANT_OPERATION,
                    "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
        }
        if (grant.privileges().stream().anyMatch(each -> !each.columns().isEmpty())) {
            throw new DatabaseException(
                    SqlState.INVALID_GRANT_OPERATION,
                    "default privileges cannot be set for columns");
        }
        String letters =
                PrivilegeWords.letters(
                        grant.privileges(), DefaultPrivileges.letters(kind), noun(kind));
        List<Long> owners = new ArrayList<>();
        for (RoleName name : alter.forRoles()) {
            Role role = Roles.find(definitions, name);
            if (!definitions.rights().has(role.oid())) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied to change default privileges");
            }
            owners.add(role.oid());
        }
        if (owners.isEmpty()) {
            owners.add(definitions.userOid());
        }
        List<Long> schemas = new ArrayList<>();
        for (String name : alter.inSchemas()) {
            Schema schema =
                    definitions
                            .catalog()
                            .schema(name)
                            .orElseThrow(() ->
                                    new DatabaseException(
                                            SqlState.INVALID_SCHEMA_NAME,
                                            "schema \"" + name + "\" does not exist"));
            schemas.add(schema.oid());
        }
        if (schemas.isEmpty()) {
            schemas.add(0L);
        }
        for (long owner : owners) {
            for (long schema : schemas) {
                change(owner, schema, kind, letters, grant);
            }
        }
    }

    private static String noun(char kind) {
        return switch (kind) {
            case 'r' -> "relation";
            case 'S' -> "sequence";
            case 'f' -> "function";
            case 'T' -> "type";
            default -> "schema";
        };
    }

    private void change(
            long owner, long schema, char kind, String letters, RoleStatement.Grant grant) {
        Optional<DefaultPrivileges> known = find(owner, schema, kind);
        AccessList usual =
                schema == 0
                        ? DefaultPrivileges.usual(kind, owner)
                        : new AccessList(owner, List.of());
        AccessList list = known.map(each -> new AccessList(owner, each.entries())).orElse(usual);
        for (RoleName name : grant.roles()) {
            long grantee =
                    name.kind() == RoleName.Kind.PUBLIC ? 0 : Roles.find(definitions, name).oid();
            list =
                    grant.grant()
                            ? list.granted(grantee, owner, letters, grant.option())
                            : list.revoked(
                                    grantee, owner, letters, grant.option(), grant.cascade());
        }
        boolean same = Set.copyOf(list.entries()).equals(Set.copyOf(usual.entries()));
        if (same) {
            known.ifPresent(definitions::remove);
        } else {
            DefaultPrivileges entry =
                    known.orElseGet(() ->
                            new DefaultPrivileges(
                                    new dev.reckon.sql.catalog.Header(
                                            definitions.newOid(), schema, "", owner),
                                    kind,
                                    List.of()));
            definitions.put(entry.withEntries(list.entries()));
        }
    }

    private Optional<DefaultPrivileges> find(long owner, long schema, char kind) {
        return definitions.catalog().defaultPrivileges().stream()
                .filter(each ->
                        each.header().ownerOid() == owner
                                && each.schemaOid() == schema
                                && each.kind() == kind)
                .findFirst();
    }

    /// Returns the privileges of a new object; empty for the usual ones.
    ///
    /// @param kind as in [DefaultPrivileges]
    Optional<AccessList> forNew(long owner, long schema, char kind) {
        Optional<DefaultPrivileges> everywhere = find(owner, 0, kind);
        Optional<DefaultPrivileges> here =
                schema == 0 ? Optional.empty() : find(owner, schema, kind);
        if (everywhere.isEmpty() && here.isEmpty()) {
            return Optional.empty();
        }
        AccessList usual = DefaultPrivileges.usual(kind, owner);
        AccessList list =
                everywhere.map(each -> new AccessList(owner, each.entries())).orElse(usual);
        if (here.isPresent()) {
            list = list.merged(new AccessList(owner, here.get().entries()));
        }
        return list.equals(usual) ? Optional.empty() : Optional.of(list);
    }
}
