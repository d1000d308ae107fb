package dev.reckon.sql.bind;

import java.util.ArrayList;
import java.util.List;

/// What is to be known of a cursor's query so that `WHERE CURRENT OF` finds the rows that it stands
/// on: the keys of its tables' rows come as columns after those asked for. For one thread while it
/// is bound.
public final class CursorRows {
    private final List<TableKey> tables = new ArrayList<>();
    private boolean isPlainScan;
    private boolean isBackward;

    /// Where the key of a table's row is.
    ///
    /// @param locked whether the query locks the table's rows
    /// @param firstColumn the index of the key's first column in the query's rows
    public record TableKey(long tableOid, boolean locked, int firstColumn) {}

    CursorRows() {}

    void add(TableKey key) {
        tables.add(key);
    }

    void describe(boolean plainScan, boolean backward) {
        isPlainScan = plainScan;
        isBackward = backward;
    }

    /// Returns the tables whose rows it reads, as often as it reads them.
    public List<TableKey> tables() {
        return tables;
    }

    /// Returns whether it reads one table and does nothing else, not even sort.
    public boolean isPlainScan() {
        return isPlainScan;
    }

    /// Returns whether PostgreSQL could run it backwards, so that the cursor scrolls unless it is
    /// told otherwise.
    public boolean isBackward() {
        return isBackward;
    }
}
