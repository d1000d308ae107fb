package dev.reckon.storage;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.transaction.WriteSet;

/// Numbers the definitions that one transaction sees: the committed ones with its own. For one
/// thread.
final class OwnDefinitions {
    private final Store store;

    /// The last number given, and the committed and own definitions that it was given for.
    private long version;

    private long committedFor = -1;
    private MemTree ownFor = MemTree.EMPTY;

    OwnDefinitions(Store store) {
        this.store = store;
    }

    /// Returns a number that is the same only for the same definitions.
    @SuppressWarnings("ReferenceEquality") // A tree that is the same object has the same content.
    long version(StoreState committed, WriteSet.Version writes) {
        MemTree own = writes.catalog().definitions();
        if (own.isEmpty()) {
            return committed.definitionVersion();
        }
        if (own != ownFor || committedFor != committed.definitionVersion()) {
            ownFor = own;
            committedFor = committed.definitionVersion();
            version = store.newPrivateDefinitionVersion();
        }
        return version;
    }
}
