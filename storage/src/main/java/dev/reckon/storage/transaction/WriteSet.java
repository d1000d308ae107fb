package dev.reckon.storage.transaction;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one transaction has written and not committed. For one thread.
public final class WriteSet {
    private final Map<Long, TableWriter> tables = new HashMap<>();
    private CatalogWrites catalog = CatalogWrites.NONE;
    private Map<Long, List<Segment>> segments = Map.of();

    /// All writes up to one moment. Immutable.
    ///
    /// @param segments by table: segments that the transaction wrote because it inserted more rows
    ///   than it should hold in memory; durable, but named by nothing until its commit
    public record Version(
            Map<Long, TableWrites> tables,
            CatalogWrites catalog,
            Map<Long, List<Segment>> segments) {
        public static final Version NONE = new Version(Map.of(), CatalogWrites.NONE, Map.of());

        /// Returns the segments of one table.
        public List<Segment> segments(long tableId) {
            return segments.getOrDefault(tableId, List.of());
        }

        public TableWrites table(long tableId) {
            return tables.getOrDefault(tableId, TableWrites.NONE);
        }

        public boolean isEmpty() {
            return tables.isEmpty() && catalog.isEmpty() && segments.isEmpty();
        }
    }

    /// Returns the writes so far; what is written later is not in them.
    public Version version() {
        if (tables.isEmpty() && catalog.isEmpty() && segments.isEmpty()) {
            return Version.NONE;
        }
        Map<Long, TableWrites> writes = HashMap.newHashMap(tables.size());
        for (Map.Entry<Long, TableWriter> entry : tables.entrySet()) {
            TableWrites frozen = entry.getValue().freeze();
            if (!frozen.isEmpty()) {
                writes.put(entry.getKey(), frozen);
            }
        }
        return new Version(writes, catalog, segments);
    }

    /// Goes back to an earlier version of this write set.
    public void restore(Version version) {
        catalog = version.catalog();
        segments = version.segments();
        tables.clear();
        version.tables().forEach((id, writes) -> tables.put(id, new TableWriter(writes)));
    }

    public CatalogWrites catalog() {
        return catalog;
    }

    /// Returns the segments that were made of one table's rows.
    public List<Segment> segments(long tableId) {
        return segments.isEmpty() ? List.of() : segments.getOrDefault(tableId, List.of());
    }

    /// Returns the rows of a table if all of them were inserted, and they are worth a segment.
    public Optional<MemTree> rowsForSegment(long tableId, int rowCountMin, long byteCountMin) {
        TableWriter writer = tables.get(tableId);
        if (writer == null
                || (writer.rows.count() < rowCountMin && writer.rows.byteCount() < byteCountMin)
                || writer.replaced.count() > 0
                || writer.rows.count() == 0) {
            return Optional.empty();
        }
        return Optional.of(writer.freeze().rows());
    }

    /// Returns the rows written to a table, with [MemTree#DELETED] for those deleted.
    public MemTree rows(long tableId) {
        TableWriter writer = tables.get(tableId);
        return writer == null ? MemTree.EMPTY : writer.freeze().rows();
    }

    /// Puts a segment in the place of all rows that were written to a table.
    public void replaceRows(long tableId, Segment segment) {
        addSegment(tableId, segment);
        tables.remove(tableId);
    }

    /// Adds the rows of a segment, under whose keys neither the committed table nor the write set
    /// has anything.
    public void addSegment(long tableId, Segment segment) {
        Map<Long, List<Segment>> changed = new HashMap<>(segments);
        List<Segment> all = new ArrayList<>(segments(tableId));
        all.add(segment);
        changed.put(tableId, List.copyOf(all));
        segments = Map.copyOf(changed);
    }

    /// Returns the tables that were written to.
    public Set<Long> tableIds() {
        return Set.copyOf(tables.keySet());
    }

    private void forgetSegments(long tableId) {
        Map<Long, List<Segment>> changed = new HashMap<>(segments);
        changed.remove(tableId);
        segments = Map.copyOf(changed);
    }

    /// Returns what is written under a key: a row, [MemTree#DELETED], or null for nothing.
    public byte @Nullable [] find(long tableId, RowKey key) {
        TableWriter writer = tables.get(tableId);
        return writer == null ? null : writer.rows.find(key);
    }

    /// Inserts rows to one table.
    public interface Inserter {
        /// Puts a row under a key that neither the committed table nor the write set has.
        void insert(RowKey key, byte[] row);
    }

    /// Returns what inserts many rows to a table, until the write set is restored to an earlier
    /// version.
    public Inserter inserter(long tableId) {
        return writer(tableId)::insert;
    }

    /// Puts a row under a key that neither the committed table nor the write set has.
    public void insert(long tableId, RowKey key, byte[] row) {
        writer(tableId).insert(key, row);
    }

    /// Puts a row under a key that the committed table or the write set has.
    ///
    /// @param place where the committed table has it, as `RowPlaces` tells it, or
    ///   `RowPlace.UNKNOWN`
    public void update(long tableId, RowKey key, byte[] row, byte[] place) {
        writer(tableId).update(key, row, place);
    }

    /// Deletes the row of a key that the committed table or the write set has.
    ///
    /// @param place as in [#update]
    public void delete(long tableId, RowKey key, byte[] place) {
        writer(tableId).delete(key, place);
    }

    /// Changes rows of one table.
    public interface Changer {
        /// As [WriteSet#update].
        void update(RowKey key, byte[] row, byte[] place);

        /// As [WriteSet#delete].
        void delete(RowKey key, byte[] place);
    }

    /// Returns what changes many rows of a table, until the write set is restored to an earlier
    /// version.
    public Changer changer(long tableId) {
        return writer(tableId);
    }

    public void createTable(TableSchema schema) {
        catalog = catalog.create(schema);
    }

    public void dropTable(long tableId) {
        tables.remove(tableId);
        forgetSegments(tableId);
        catalog = catalog.drop(tableId);
    }

    public void truncateTable(long tableId) {
        tables.remove(tableId);
        forgetSegments(tableId);
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

    private static final class TableWriter implements Changer {
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

        @Override
        @SuppressWarnings("ReferenceEquality")
        public void update(RowKey key, byte[] row, byte[] place) {
            frozen = null;
            byte[] previous = rows.put(key, row);
            if (previous == null) {
                replaced.put(key, place);
            } else if (previous == MemTree.DELETED) {
                throw new IllegalStateException("update of a deleted row: " + key);
            }
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public void delete(RowKey key, byte[] place) {
            frozen = null;
            byte[] previous = rows.find(key);
            if (previous == null) {
                rows.put(key, MemTree.DELETED);
                replaced.put(key, place);
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
