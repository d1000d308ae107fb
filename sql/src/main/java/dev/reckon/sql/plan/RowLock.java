package dev.reckon.sql.plan;

import dev.reckon.storage.LockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.schema.TableSchema;
import java.util.List;

/// One table whose rows a [LockRows] locks.
///
/// @param key the columns of the input that hold the row's key
/// @param columns the columns of the input that come from the table
/// @param positions the position in the table of each of `columns`
public record RowLock(
        TableSchema table,
        List<Column> key,
        List<Column> columns,
        List<Integer> positions,
        LockMode mode,
        WaitPolicy policy) {
    public RowLock {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
    }
}
