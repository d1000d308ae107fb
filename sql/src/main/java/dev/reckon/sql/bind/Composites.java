package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.plan.Column;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// The fields of composite types.
final class Composites {
    private Composites() {}

    /// Returns the fields of a composite type in order, with their numbers for ids; none when the
    /// type is not composite.
    static List<Column> fields(Catalog catalog, DataType type) {
        return catalog.fields(type).stream()
                .map(column ->
                        new Column(
                                column.number(), column.name(), column.type(), column.modifier()))
                .toList();
    }
}
