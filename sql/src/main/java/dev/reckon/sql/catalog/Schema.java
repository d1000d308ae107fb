package dev.reckon.sql.catalog;

import java.util.List;

/// A namespace.
public record Schema(Header header) implements CatalogObject {
    public static final long PG_CATALOG_OID = 11;
    public static final long PUBLIC_OID = 2200;
    public static final long INFORMATION_SCHEMA_OID = 13_183;
    public static final long PG_TOAST_OID = 99;

    /// The prefix of the schemas that hold sessions' temporary tables.
    public static final String TEMPORARY_PREFIX = "pg_temp_";

    /// Makes the schema `public` of a new database: of its owner, and everybody may use it.
    public static Schema newPublic() {
        long owner = PredefinedRoles.DATABASE_OWNER;
        return new Schema(
                new Header(PUBLIC_OID, 0, "public", owner)
                        .withPrivileges(
                                List.of(
                                        new AclEntry(owner, owner, "UC", ""),
                                        new AclEntry(0, owner, "U", ""))));
    }

    /// Returns whether this is part of the system, and so open to everybody for reading.
    public boolean isSystem() {
        long oid = header.oid();
        return oid == PG_CATALOG_OID || oid == INFORMATION_SCHEMA_OID || oid == PG_TOAST_OID;
    }

    /// Returns whether this holds the temporary tables of some session.
    public boolean isTemporary() {
        return name().startsWith(TEMPORARY_PREFIX);
    }
}
