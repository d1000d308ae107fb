package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.schema.ColumnSchema;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// A table that is not stored: its rows are made up from the catalog, the store and the session
/// when they are read. Stateless; safe for use by many threads.
public interface SystemTable {
    /// Returns the schema: `pg_catalog` or `information_schema`.
    String schema();

    String name();

    /// Returns the oid that names it in `pg_class`, PostgreSQL's own where it has the table.
    int oid();

    /// Returns whether PostgreSQL has it as a view.
    boolean isView();

    List<ColumnSchema> columns();

    /// Returns the query whose columns, by their names, are this view's; those that it does not
    /// name are NULL. Empty when [#rows] makes the rows.
    default Optional<ViewDefinition> definition() {
        return Optional.empty();
    }

    /// Makes the rows, all columns of each. Not to be asked of a view with a definition.
    ///
    /// @param snapshot what the statement sees; its definitions are what `catalog` was made from
    /// @param environment the session
    Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment);
}
