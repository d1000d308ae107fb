package dev.reckon.sql.system;

import dev.reckon.sql.catalog.AvailableExtension;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import java.util.Map;
import java.util.Optional;

/// The extensions that there are, and those that there could be.
final class ExtensionRows {
    private ExtensionRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_extension", ExtensionRows::extensions);
        sources.put("pg_catalog.pg_available_extensions", ExtensionRows::available);
        sources.put("pg_catalog.pg_available_extension_versions", ExtensionRows::versions);
    }

    private static void extensions(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Extension extension : catalog.extensions()) {
            rows.set("oid", extension.oid())
                    .set("extname", extension.name())
                    .set("extowner", extension.header().ownerOid())
                    .set("extnamespace", extension.schemaOid())
                    .set(
                            "extrelocatable",
                            AvailableExtension.find(extension.name())
                                    .map(AvailableExtension::relocatable)
                                    .orElse(false))
                    .set("extversion", extension.version())
                    .add();
        }
    }

    private static void available(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (AvailableExtension each : AvailableExtension.all()) {
            Optional<String> version = catalog.extension(each.name()).map(Extension::version);
            rows.set("name", each.name())
                    .set("default_version", each.version())
                    .set("installed_version", version)
                    .set("comment", each.comment())
                    .add();
        }
    }

    private static void versions(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (AvailableExtension each : AvailableExtension.all()) {
            rows.set("name", each.name())
                    .set("version", each.version())
                    .set("installed", catalog.extension(each.name()).isPresent())
                    .set("superuser", true)
                    .set("trusted", true)
                    .set("relocatable", each.relocatable())
                    .set(
                            "schema",
                            each.relocatable() ? Optional.empty() : Optional.of("pg_catalog"))
                    .set("comment", each.comment())
                    .add();
        }
    }
}
