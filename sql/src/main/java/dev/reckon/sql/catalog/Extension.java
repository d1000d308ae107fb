package dev.reckon.sql.catalog;

import java.util.List;
import java.util.Optional;

/// An extension that CREATE EXTENSION has put into the database.
///
/// @param header its schema is that of its members
/// @param members the oids of the objects that came with it, and go with it
public record Extension(Header header, String version, List<Long> members)
        implements CatalogObject {
    /// The extension of PL/pgSQL, which is there without having been made.
    public static final long PLPGSQL_OID = 13_559;

    public Extension {
        members = List.copyOf(members);
    }

    public Extension withHeader(Header newHeader) {
        return new Extension(newHeader, version, members);
    }

    /// Returns PL/pgSQL, which every database has.
    public static Extension plpgsql() {
        return new Extension(
                new Header(PLPGSQL_OID, Schema.PG_CATALOG_OID, "plpgsql", Role.BOOTSTRAP_OID),
                AvailableExtension.find("plpgsql").orElseThrow().version(),
                List.of());
    }

    /// Returns the extension that an object came with; empty when it came with none.
    public static Optional<Extension> of(Catalog catalog, long memberOid) {
        for (CatalogObject each : catalog.objects()) {
            if (each instanceof Extension extension && extension.members.contains(memberOid)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }
}
