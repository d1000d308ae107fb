package dev.reckon.sql.catalog;

import dev.reckon.storage.Snapshot;

/// Makes catalogs of snapshots, and keeps the last one, since definitions change seldom. Safe for
/// use by many threads.
public final class CatalogReader {
    private final SystemTables systemTables;
    private volatile Catalog last;

    public CatalogReader(SystemTables systemTables) {
        this.systemTables = systemTables;
        this.last = Catalog.decode(-1, systemTables, java.util.Map.of());
    }

    /// Returns the catalog as a snapshot has it.
    public Catalog read(Snapshot snapshot) {
        Catalog known = last;
        long version = snapshot.definitionVersion();
        if (known.version() == version) {
            return known;
        }
        Catalog decoded = Catalog.decode(version, systemTables, snapshot.definitions());
        last = decoded;
        return decoded;
    }
}
