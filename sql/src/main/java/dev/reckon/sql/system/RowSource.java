package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;

/// Fills a system relation when it is read.
@FunctionalInterface
interface RowSource {
    void fill(SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment);
}
