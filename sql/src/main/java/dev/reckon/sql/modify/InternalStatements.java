package dev.reckon.sql.modify;

import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;

/// Runs statements inside the session's own transaction, as foreign keys need them.
@FunctionalInterface
public interface InternalStatements {
    /// Runs a statement over everything done so far, and returns how many rows it gave or changed.
    ///
    /// @param types the types of the parameters
    long run(String sql, List<DataType> types, List<Value> parameters);
}
