package dev.reckon.sql.plan;

import dev.reckon.storage.type.DataType;

/// A column that some node of a plan produces.
///
/// @param id unique in a statement: scalars refer to it, never to positions
/// @param name for clients and for EXPLAIN
/// @param modifier PostgreSQL's type modifier, -1 when there is none
public record Column(int id, String name, DataType type, int modifier) {
    /// Returns the scalar that reads this column.
    public Scalar value() {
        return new Scalar.ColumnValue(id, name, type, modifier);
    }
}
