package dev.reckon.bench.engine;

import java.io.IOException;
import java.nio.file.Path;

/// An engine under test: an ordered map from a long (not negative) to 100 bytes, on disk.
interface KeyValueEngine extends AutoCloseable {
    /// Rows in one batch of [#load], [#update] and [#delete].
    int BATCH_ROW_COUNT = 1000;

    /// Loads rows in the given order, in batches, durable when it returns.
    void load(long[] keys) throws Exception;

    /// Leaves the engine as it is when it had time to do its background work.
    void settle() throws Exception;

    /// Puts one row, durable when it returns. Safe for use by many threads.
    void putDurable(long key) throws Exception;

    /// Returns the first eight bytes of a row's value; the whole value is at hand.
    long get(long key) throws Exception;

    /// Reads up to `count` rows in order from a key on; returns the sum of what [#get] gives.
    long range(long from, int count) throws Exception;

    /// Reads all rows; returns the sum of what [#get] gives.
    long scan() throws Exception;

    /// Gives rows another value, in durable batches.
    void update(long[] keys) throws Exception;

    /// Deletes rows, in durable batches.
    void delete(long[] keys) throws Exception;

    @Override
    void close() throws IOException;

    /// Opens an engine in an empty directory.
    @FunctionalInterface
    interface Opener {
        KeyValueEngine open(Path directory) throws Exception;
    }
}
