package dev.reckon.sql.system;

import dev.reckon.sql.catalog.AclEntry;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.type.Value;
import java.util.List;

/// Access privileges as the `aclitem[]` that catalogs show.
final class Privileges {
    private Privileges() {}

    /// Returns an object's privileges; NULL when nothing was granted or revoked.
    static Value acl(Header header, Catalog catalog) {
        return header.privileges().map(entries -> items(entries, catalog)).orElse(Value.Null.NULL);
    }

    /// Returns the privileges of a system table or view: everybody may read them.
    static Value ofSystemTable(SystemTable table, Catalog catalog) {
        String open = table.name().equals("pg_settings") ? "rw" : "r";
        return items(
                List.of(
                        new AclEntry(Role.BOOTSTRAP_OID, Role.BOOTSTRAP_OID, "arwdDxt", ""),
                        new AclEntry(0, Role.BOOTSTRAP_OID, open, "")),
                catalog);
    }

    /// Returns a column's privileges; NULL when there are none of its own.
    static Value acl(List<AclEntry> entries, Catalog catalog) {
        return entries.isEmpty() ? Value.Null.NULL : items(entries, catalog);
    }

    /// Returns entries as they are shown.
    static Value items(List<AclEntry> entries, Catalog catalog) {
        return Value.Array.of(
                entries.stream().<Value>map(entry -> Value.text(item(entry, catalog))).toList());
    }

    private static String item(AclEntry entry, Catalog catalog) {
        var letters = new StringBuilder();
        for (int i = 0; i < entry.letters().length(); i++) {
            char letter = entry.letters().charAt(i);
            letters.append(letter).append(entry.grantable().indexOf(letter) >= 0 ? "*" : "");
        }
        return roleName(entry.grantee(), catalog)
                + "="
                + letters
                + "/"
                + roleName(entry.grantor(), catalog);
    }

    /// Returns a role's name as an aclitem has it, empty for PUBLIC.
    private static String roleName(long oid, Catalog catalog) {
        return catalog.role(oid).map(Role::name).map(Identifiers::quote).orElse("");
    }
}
