package dev.reckon.sql.define;

import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.catalog.Role;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Finds the roles that statements name.
final class Roles {
    private Roles() {}

    /// @throws DatabaseException 42704 when there is none
    static Role find(Definitions definitions, RoleName name) {
        String wanted =
                switch (name.kind()) {
                    case NAMED -> name.name();
                    case CURRENT_ROLE, CURRENT_USER, SESSION_USER ->
                            definitions.environment().currentUser();
                    case PUBLIC -> "public";
                };
        return definitions
                .catalog()
                .role(wanted)
                .or(() ->
                        name.kind() == RoleName.Kind.NAMED
                                ? java.util.Optional.empty()
                                : definitions.catalog().role(Role.BOOTSTRAP_OID))
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "role \"" + wanted + "\" does not exist"));
    }

    static Role find(Definitions definitions, String name) {
        return definitions
                .catalog()
                .role(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist"));
    }
}
