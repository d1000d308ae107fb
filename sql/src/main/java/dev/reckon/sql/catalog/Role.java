package dev.reckon.sql.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A role: a user, a group, or both.
///
/// @param connectionLimit -1 for none
/// @param password the verifier, as `pg_authid.rolpassword` shows it
/// @param validUntil microseconds since 2000-01-01 00:00 UTC after which the password is void
/// @param memberOf the roles that it belongs to
/// @param settings what ALTER ROLE … SET says
public record Role(
        Header header,
        boolean superuser,
        boolean inherit,
        boolean createRole,
        boolean createDatabase,
        boolean login,
        boolean replication,
        boolean bypassRowSecurity,
        int connectionLimit,
        Optional<String> password,
        Optional<Long> validUntil,
        List<Membership> memberOf,
        Map<String, String> settings)
        implements CatalogObject {
    /// The oid of the role that owns everything at first.
    public static final long BOOTSTRAP_OID = 10;

    public Role {
        memberOf = List.copyOf(memberOf);
        settings = Map.copyOf(settings);
    }

    /// Returns whether it is one of those that are there from the start.
    public boolean isPredefined() {
        return oid() == BOOTSTRAP_OID || name().startsWith("pg_");
    }

    /// That a role belongs to another.
    public record Membership(long roleOid, boolean admin, long grantorOid) {}

    public Role withHeader(Header newHeader) {
        return new Role(
                newHeader,
                superuser,
                inherit,
                createRole,
                createDatabase,
                login,
                replication,
                bypassRowSecurity,
                connectionLimit,
                password,
                validUntil,
                memberOf,
                settings);
    }

    public Role withMemberOf(List<Membership> memberships) {
        return new Role(
                header,
                superuser,
                inherit,
                createRole,
                createDatabase,
                login,
                replication,
                bypassRowSecurity,
                connectionLimit,
                password,
                validUntil,
                memberships,
                settings);
    }

    public Role withSettings(Map<String, String> newSettings) {
        return new Role(
                header,
                superuser,
                inherit,
                createRole,
                createDatabase,
                login,
                replication,
                bypassRowSecurity,
                connectionLimit,
                password,
                validUntil,
                memberOf,
                newSettings);
    }
}
