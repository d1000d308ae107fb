package dev.reckon.storage.state;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tables by id. Immutable: a change copies one array of references, which is cheap for the
/// thousands of tables that a store may have.
public final class TableMap {
    public static final TableMap EMPTY = new TableMap(new long[0], new TableState[0]);

    /// Ascending.
    private final long[] ids;

    private final TableState[] tables;

    private TableMap(long[] ids, TableState[] tables) {
        this.ids = ids;
        this.tables = tables;
    }

    public Optional<TableState> find(long id) {
        int index = Arrays.binarySearch(ids, id);
        return index < 0 ? Optional.empty() : Optional.of(tables[index]);
    }

    public boolean contains(long id) {
        return Arrays.binarySearch(ids, id) >= 0;
    }

    /// Returns all tables, by ascending id.
    public List<TableState> all() {
        return List.of(tables);
    }

    /// Returns a map with one table put in place of the one that has its id, if any.
    public TableMap with(TableState table) {
        long id = table.schema().id();
        int index = Arrays.binarySearch(ids, id);
        if (index >= 0) {
            TableState[] changed = tables.clone();
            changed[index] = table;
            return new TableMap(ids, changed);
        }
        int at = -index - 1;
        long[] newIds = Arrays.copyOf(ids, ids.length + 1);
        TableState[] newTables = Arrays.copyOf(tables, ids.length + 1);
        System.arraycopy(ids, at, newIds, at + 1, ids.length - at);
        System.arraycopy(tables, at, newTables, at + 1, ids.length - at);
        newIds[at] = id;
        newTables[at] = table;
        return new TableMap(newIds, newTables);
    }

    /// Returns a map without a table.
    public TableMap without(long id) {
        int at = Arrays.binarySearch(ids, id);
        if (at < 0) {
            return this;
        }
        long[] newIds = Arrays.copyOf(ids, ids.length - 1);
        TableState[] newTables = Arrays.copyOf(tables, ids.length - 1);
        System.arraycopy(ids, at + 1, newIds, at, newIds.length - at);
        System.arraycopy(tables, at + 1, newTables, at, newIds.length - at);
        return new TableMap(newIds, newTables);
    }
}
