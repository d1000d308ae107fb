package dev.reckon.sql.catalog;

import java.util.List;

/// What ALTER DEFAULT PRIVILEGES says: the privileges of objects that a role, the owner in the
/// header, makes from now on, in the schema of the header or, if that is 0, anywhere.
///
/// @param kind as in `pg_default_acl.defaclobjtype`: `r` tables and views, `S` sequences, `f`
///   routines, `T` types, `n` schemas
/// @param entries instead of the kind's usual privileges where the schema is 0, beside them
///   otherwise
public record DefaultPrivileges(Header header, char kind, List<AclEntry> entries)
        implements CatalogObject {
    public DefaultPrivileges {
        entries = List.copyOf(entries);
    }

    /// Returns the letters of all privileges that there are for a kind of objects.
    public static String letters(char kind) {
        return switch (kind) {
            case 'r' -> "arwdDxt";
            case 'S' -> "rwU";
            case 'f' -> "X";
            case 'T' -> "U";
            default -> "UC";
        };
    }

    /// Returns what objects of a kind have as long as nothing else is said.
    public static AccessList usual(char kind, long ownerOid) {
        return AccessList.byDefault(
                letters(kind), kind == 'f' || kind == 'T' ? letters(kind) : "", ownerOid);
    }

    public DefaultPrivileges withEntries(List<AclEntry> newEntries) {
        return new DefaultPrivileges(header, kind, newEntries);
    }
}
