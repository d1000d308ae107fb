package dev.reckon.storage.state;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.type.RowKey;
import java.nio.ByteBuffer;

/// Everything that is committed, at one moment. Immutable; safe for many threads.
///
/// @param sequence the number of the last commit in it
/// @param tables by id
/// @param definitions the SQL catalog's objects, under [#definitionKey]
/// @param definitionVersion the sequence number of the last commit that changed a definition
/// @param files the segments that this state and its neighbours may read
public record StoreState(
        long sequence,
        TableMap tables,
        MemTree definitions,
        long definitionVersion,
        FileGeneration files) {
    /// Returns the key of a definition's id in [#definitions].
    public static RowKey definitionKey(long id) {
        return new RowKey(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    /// Returns this state with other tables.
    public StoreState with(TableMap newTables) {
        return new StoreState(sequence, newTables, definitions, definitionVersion, files);
    }

    /// Returns this state as of a later commit that changed nothing of it.
    public StoreState withSequence(long newSequence) {
        return new StoreState(newSequence, tables, definitions, definitionVersion, files);
    }

    /// Returns this state with another generation of files.
    public StoreState with(FileGeneration newFiles) {
        return new StoreState(sequence, tables, definitions, definitionVersion, newFiles);
    }
}
