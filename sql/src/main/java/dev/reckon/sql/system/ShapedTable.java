package dev.reckon.sql.system;

import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.storage.schema.ColumnSchema;
import java.util.List;

/// A table of the system that PostgreSQL has too, with its name, oid and columns.
interface ShapedTable extends SystemTable {
    RelationShape shape();

    @Override
    default String schema() {
        return shape().schema();
    }

    @Override
    default String name() {
        return shape().name();
    }

    @Override
    default int oid() {
        return shape().oid();
    }

    @Override
    default boolean isView() {
        return shape().isView();
    }

    @Override
    default List<ColumnSchema> columns() {
        return shape().columns();
    }
}
