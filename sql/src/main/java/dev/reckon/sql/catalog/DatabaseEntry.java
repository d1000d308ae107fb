package dev.reckon.sql.catalog;

/// The one database, for who may do what with it. In the store only once something was granted or
/// revoked.
public record DatabaseEntry(Header header) implements CatalogObject {
    /// As in `pg_database`.
    public static final long OID = 5;

    /// Makes the database as it is before anything is granted: everybody may connect and make
    /// temporary tables.
    static DatabaseEntry untouched() {
        return new DatabaseEntry(new Header(OID, 0, "reckon", Role.BOOTSTRAP_OID));
    }
}
