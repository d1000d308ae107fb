package dev.reckon.sql.catalog;

import java.util.List;

/// What is in `pg_class`: names of relations are unique in a schema, whatever their kind.
public sealed interface Relation extends CatalogObject permits Table, View, Index, Sequence {
    /// Returns `pg_class.relkind`.
    char kind();

    /// Returns the noun for messages: `table`, `view`, ….
    String noun();

    /// Returns the columns that a query sees.
    List<TableColumn> columns();

    /// Returns this with another header.
    Relation withHeader(Header newHeader);
}
