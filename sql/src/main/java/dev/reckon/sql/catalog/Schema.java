package dev.reckon.sql.catalog;

/// A namespace.
public record Schema(Header header) implements CatalogObject {
    public static final long PG_CATALOG_OID = 11;
    public static final long PUBLIC_OID = 2200;
    public static final long INFORMATION_SCHEMA_OID = 13_183;
    public static final long PG_TOAST_OID = 99;

    /// The prefix of the schemas that hold sessions' temporary tables.
    public static final String TEMPORARY_PREFIX = "pg_temp_";

    /// Returns whether this holds the temporary tables of some session.
    public boolean isTemporary() {
        return name().startsWith(TEMPORARY_PREFIX);
    }
}
