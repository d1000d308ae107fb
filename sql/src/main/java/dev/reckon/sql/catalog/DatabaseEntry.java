package dev.reckon.sql.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The one database: who may do what with it, and with which settings its sessions begin. In the
/// store only once something of that was changed.
///
/// @param settings what ALTER DATABASE SET has said, in that order
public record DatabaseEntry(Header header, Map<String, String> settings) implements CatalogObject {
    /// As in `pg_database`.
    public static final long OID = 5;

    public DatabaseEntry {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /// Makes the database as it is before anything is granted: everybody may connect and make
    /// temporary tables.
    static DatabaseEntry untouched() {
        return new DatabaseEntry(new Header(OID, 0, "reckon", Role.BOOTSTRAP_OID), Map.of());
    }

    public DatabaseEntry withHeader(Header newHeader) {
        return new DatabaseEntry(newHeader, settings);
    }

    public DatabaseEntry withSettings(Map<String, String> newSettings) {
        return new DatabaseEntry(header, newSettings);
    }
}
