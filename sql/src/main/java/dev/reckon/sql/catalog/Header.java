package dev.reckon.sql.catalog;

import java.util.List;
import java.util.Optional;

/// What all catalog objects have.
///
/// @param oid also the id of the definition in the store
/// @param schemaOid 0 for objects that belong to no schema
/// @param ownerOid the owning role
/// @param privileges who may do what; absent for the kind's defaults, as NULL in `relacl`
/// @param options `name=value` each, as in `reloptions` of relations and `proconfig` of routines
public record Header(
        long oid,
        long schemaOid,
        String name,
        long ownerOid,
        Optional<List<AclEntry>> privileges,
        List<String> options) {
    public Header {
        privileges = privileges.map(List::copyOf);
        options = List.copyOf(options);
    }

    /// Makes the header of an object with default privileges and without options.
    public Header(long oid, long schemaOid, String name, long ownerOid) {
        this(oid, schemaOid, name, ownerOid, Optional.empty(), List.of());
    }

    public Header withName(String newName) {
        return new Header(oid, schemaOid, newName, ownerOid, privileges, options);
    }

    public Header withSchema(long newSchemaOid) {
        return new Header(oid, newSchemaOid, name, ownerOid, privileges, options);
    }

    /// Returns this with another owner, who takes the place of the old one in the privileges too.
    public Header withOwner(long newOwnerOid) {
        return new Header(
                oid,
                schemaOid,
                name,
                newOwnerOid,
                privileges.map(entries ->
                        new AccessList(ownerOid, entries).ownedBy(newOwnerOid).entries()),
                options);
    }

    public Header withPrivileges(List<AclEntry> entries) {
        return new Header(oid, schemaOid, name, ownerOid, Optional.of(entries), options);
    }

    public Header withOptions(List<String> newOptions) {
        return new Header(oid, schemaOid, name, ownerOid, privileges, newOptions);
    }

    /// Returns the value of an option; empty when it is not set.
    public Optional<String> option(String optionName) {
        String prefix = optionName + "=";
        return options.stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .findFirst();
    }

    /// Returns whether an option is set to true.
    public boolean isOn(String optionName) {
        return option(optionName).filter(value -> value.equals("true")).isPresent();
    }
}
