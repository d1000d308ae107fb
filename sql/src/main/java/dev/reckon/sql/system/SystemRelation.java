package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import java.util.Iterator;

/// A relation of `pg_catalog` or `information_schema`: PostgreSQL's shape, and where its rows come
/// from.
record SystemRelation(RelationShape shape, RowSource source) implements ShapedTable {
    @Override
    public Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment) {
        var rows = new SystemRows(shape.columns());
        source.fill(rows, catalog, snapshot, environment);
        return rows.batches().iterator();
    }
}
