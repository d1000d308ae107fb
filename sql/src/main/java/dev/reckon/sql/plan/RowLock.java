package dev.reckon.sql.plan;

import dev.reckon.storage.LockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.schema.TableSchema;
import java.util.List;

/// One table whose rows a [LockRows] locks.
///
/// @param key the columns of the input that hold the row's key; NULL where there is no row to lock
public record RowLock(TableSchema table, List<Column> key, LockMode mode, WaitPolicy policy) {
    public RowLock {
        key = List.copyOf(key);
    }
}
