package dev.reckon.storage.transaction;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.RowKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one transaction has written and not committed. For one thread.
public final class WriteSet {
    private final Map<Long, TableWriter> tables = new HashMap<>();
    private CatalogWrites catalog = CatalogWrites.NONE;

    /// All writes up to one moment. Immutable.
    public record Version(Map<Long, TableWrites> tables, CatalogWrites catalog) {
        public static final Version NONE = new Version(Map.of(), CatalogWrites.NONE);

        public TableWrites table(long tableId) {
            return tables.getOrDefault(tableId, TableWrites.NONE);
        }

        public boolean isEmpty() {
            return tables.isEmpty() && catalog.isEmpty();
        }
    }

    /// Returns the writes so far; what is written later is not in them.
    public Version version() {
        if (tables.isEmpty() && catalog.isEmpty()) {
            return Version.NONE;
        }
        Map<Long, TableWrites> writes = HashMap.newHashMap(tables.size());
        for (Map.Entry<Long, TableWriter> entry : tables.entrySet()) {
            TableWrites frozen = entry.getValue().freeze();
            if (!frozen.isEmpty()) {
                writes.put(entry.getKey(), frozen);
            }
        }
        return new Version(writes, catalog);
    }

    /// Goes back to an earlier version of this write set.
    public void restore(Version version) {
        catalog = version.catalog();
        tables.clear();
        version.tables().forEach((id, writes) -> tables.put(id, new TableWriter(writes)));
    }

    public CatalogWrites catalog() {
        return catalog;
    }

    /// Returns what is written under a key: a row, [MemTree#DELETED], or null for nothing.
    public byte @Nullable [] find(long tableId, RowKey key) {
        TableWriter writer = tables.get(tableId);
        return writer == null ? null : writer.rows.find(key);
    }

    /// Puts a row under a key that neither the committed table nor the write set has.
    public void insert(long tableId, RowKey key, byte[] row) {
        writer(tableId).insert(key, row);
    }

    /// Puts a row under a key that the committed table or the write set has.
    public void update(long tableId, RowKey key, byte[] row) {
        writer(tableId).replace(key, row);
    }

    /// Deletes the row of a key that the committed table or the write set has.
    public void delete(long tableId, RowKey key) {
        writer(tableId).delete(key);
    }

    public void createTable(TableSchema schema) {
        catalog = catalog.create(schema);
    }

    public void dropTable(long tableId) {
        tables.remove(tableId);
        catalog = catalog.drop(tableId);
    }

    public void truncateTable(long tableId) {
        tables.remove(tableId);
        catalog = catalog.truncate(tableId);
    }

    public void putDefinition(long id, byte[] definition) {
        catalog = catalog.putDefinition(id, definition);
    }

    public void removeDefinition(long id) {
        catalog = catalog.putDefinition(id, MemTree.DELETED);
    }

    private TableWriter writer(long tableId) {
        TableWriter writer = tables.get(tableId);
        if (writer == null) {
            writer = new TableWriter(TableWrites.NONE);
            tables.put(tableId, writer);
        }
        return writer;
    }

    private static final class TableWriter {
        private final MemTreeEditor rows;
        private final MemTreeEditor replaced;
        private int deletedCount;
        private @Nullable TableWrites frozen;

        TableWriter(TableWrites writes) {
            this.rows = writes.rows().edit();
            this.replaced = writes.replaced().edit();
            this.deletedCount = writes.deletedCount();
            this.frozen = writes;
        }

        TableWrites freeze() {
            TableWrites writes = frozen;
            if (writes == null) {
                writes = new TableWrites(rows.tree(), replaced.tree(), deletedCount);
                frozen = writes;
            }
            return writes;
        }

        @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
        void insert(RowKey key, byte[] row) {
            frozen = null;
            if (rows.put(key, row) == MemTree.DELETED) {
                deletedCount--; // Deleted before, so the committed table has it: stays replaced.
            }
        }

        @SuppressWarnings("ReferenceEquality")
        void replace(RowKey key, byte[] row) {
            frozen = null;
            byte[] previous = rows.put(key, row);
            if (previous == null) {
                replaced.put(key, MemTree.DELETED);
            } else if (previous == MemTree.DELETED) {
                throw new IllegalStateException("update of a deleted row: " + key);
            }
        }

        @SuppressWarnings("ReferenceEquality")
        void delete(RowKey key) {
            frozen = null;
            byte[] previous = rows.find(key);
            if (previous == null) {
                rows.put(key, MemTree.DELETED);
                replaced.put(key, MemTree.DELETED);
                deletedCount++;
            } else if (previous != MemTree.DELETED) {
                if (replaced.find(key) == null) {
                    rows.remove(key); // Inserted by this transaction: as if it had never been.
                } else {
                    rows.put(key, MemTree.DELETED);
                    deletedCount++;
                }
            }
        }
    }
}
