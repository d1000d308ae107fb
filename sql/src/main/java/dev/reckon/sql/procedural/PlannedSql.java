package dev.reckon.sql.procedural;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// A statement that the session has planned. For the session's thread.
public interface PlannedSql {
    /// Returns what the columns of its rows are now; none when it gives no rows.
    List<Field> columns();

    /// Returns whether it changes data.
    boolean changes();

    /// A column.
    record Field(String name, DataType type, int modifier) {}
}
