package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.schema.ColumnSchema;
import java.util.Iterator;
import java.util.List;

/// A relation of `pg_catalog` or `information_schema`: PostgreSQL's shape, and where its rows come
/// from.
record SystemRelation(RelationShape shape, RowSource source) implements SystemTable {
    @Override
    public String schema() {
        return shape.schema();
    }

    @Override
    public String name() {
        return shape.name();
    }

    @Override
    public int oid() {
        return shape.oid();
    }

    @Override
    public boolean isView() {
        return shape.isView();
    }

    @Override
    public List<ColumnSchema> columns() {
        return shape.columns();
    }

    @Override
    public Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment) {
        var rows = new SystemRows(shape.columns());
        source.fill(rows, catalog, snapshot, environment);
        return rows.batches().iterator();
    }
}
