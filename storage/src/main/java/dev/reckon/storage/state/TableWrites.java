package dev.reckon.storage.state;

import dev.reckon.storage.memtable.MemTree;

/// What a transaction has written to one table so far. Immutable.
///
/// @param rows each key written, with its row or [MemTree#DELETED]
/// @param replaced the keys in `rows` that the committed table has too, so that its row is not to
///   be seen, each with its [RowPlace]. Keys that were inserted are not here.
/// @param deletedCount the number of [MemTree#DELETED] rows
public record TableWrites(MemTree rows, MemTree replaced, int deletedCount) {
    public static final TableWrites NONE = new TableWrites(MemTree.EMPTY, MemTree.EMPTY, 0);

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Returns by how much the writes change the number of rows.
    public int rowCountChange() {
        return rows.count() - deletedCount - replaced.count();
    }
}
