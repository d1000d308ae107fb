package dev.reckon.storage.schema;

import java.util.List;

/// A sorted table: rows in the order of a unique key. Immutable; a change of shape is a new table.
///
/// A table without a primary key has a hidden bigint column for its key; a secondary index is a
/// table whose key is the indexed columns and then the key of the table that it indexes.
///
/// @param id unique in a store, never used again
/// @param name for messages and tools
/// @param key one column or more
public record TableSchema(long id, String name, List<ColumnSchema> columns, List<KeyColumn> key) {
    public TableSchema {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("table without a key: " + name);
        }
    }

    public ColumnSchema column(int index) {
        return columns.get(index);
    }
}
