package dev.reckon.sql.catalog;

import java.util.List;
import java.util.Optional;

/// What all catalog objects have.
///
/// @param oid also the id of the definition in the store
/// @param schemaOid 0 for objects that belong to no schema
/// @param ownerOid the owning role
/// @param privileges who may do what; absent for the kind's defaults, as NULL in `relacl`
public record Header(
        long oid, long schemaOid, String name, long ownerOid, Optional<List<AclEntry>> privileges) {
    public Header {
        privileges = privileges.map(List::copyOf);
    }

    /// Makes the header of an object with default privileges.
    public Header(long oid, long schemaOid, String name, long ownerOid) {
        this(oid, schemaOid, name, ownerOid, Optional.empty());
    }

    public Header withName(String newName) {
        return new Header(oid, schemaOid, newName, ownerOid, privileges);
    }

    public Header withSchema(long newSchemaOid) {
        return new Header(oid, newSchemaOid, name, ownerOid, privileges);
    }

    public Header withOwner(long newOwnerOid) {
        return new Header(oid, schemaOid, name, newOwnerOid, privileges);
    }

    public Header withPrivileges(List<AclEntry> entries) {
        return new Header(oid, schemaOid, name, ownerOid, Optional.of(entries));
    }
}
