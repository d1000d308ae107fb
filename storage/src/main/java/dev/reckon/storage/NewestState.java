package dev.reckon.storage;

import dev.reckon.storage.state.FileGeneration;
import dev.reckon.storage.state.StoreState;
import org.jspecify.annotations.Nullable;

/// What is committed whenever one transaction asks. For one thread.
final class NewestState implements AutoCloseable {
    private final Store store;

    /// The files of the state returned last, in use.
    private @Nullable FileGeneration files;

    NewestState(Store store) {
        this.store = store;
    }

    /// Returns what is committed now, with its files in use until the next call.
    StoreState state() {
        StoreState newest = store.state();
        FileGeneration inUse = files;
        if (!newest.files().equals(inUse)) {
            newest = store.useNewest(false);
            if (inUse != null) {
                inUse.release();
            }
            files = newest.files();
        }
        return newest;
    }

    /// Gives up the files of the last state.
    @Override
    public void close() {
        if (files != null) {
            files.release();
        }
    }
}
