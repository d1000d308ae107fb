package dev.reckon.storage;

import dev.reckon.storage.file.FileSystem;
import java.util.function.LongUnaryOperator;

/// A database directory, opened by one process. Safe for use by many threads.
public final class Store implements AutoCloseable {
    private Store() {}

    /// Opens a directory, creates the store when it is empty, and recovers what was committed.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException F0001 when another process has it open,
    ///   XX001 when a file is damaged, 58030 when the disk fails
    public static Store open(FileSystem files, StoreOptions options) {
        throw new UnsupportedOperationException(files + " " + options);
    }

    /// Returns the committed state as it is now; the caller closes it.
    public Snapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    /// Begins a transaction; the caller commits it or rolls it back.
    public Transaction begin(Isolation isolation) {
        throw new UnsupportedOperationException(isolation.name());
    }

    /// Changes a counter (a sequence's state) outside any transaction, and returns its new value.
    ///
    /// The change is logged at once, and durable no later than any commit that follows.
    ///
    /// @param initial the value that `next` gets when the counter doesn't exist
    public long updateCounter(long counterId, long initial, LongUnaryOperator next) {
        throw new UnsupportedOperationException();
    }

    /// Returns a number that was never returned before in this store: ids of tables and
    /// definitions, keys of tables without a primary key.
    public long allocateId() {
        return allocateIds(1);
    }

    /// Returns the first of `count` consecutive numbers never returned before.
    public long allocateIds(int count) {
        throw new UnsupportedOperationException(String.valueOf(count));
    }

    /// Makes segments of recent rows, merges segments where that pays, and writes a manifest: what
    /// background maintenance does by itself, now. The work behind VACUUM and CHECKPOINT.
    public void maintain() {
        throw new UnsupportedOperationException();
    }

    /// Stops maintenance, syncs and closes all files. Transactions still open are rolled back.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
