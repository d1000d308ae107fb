package dev.reckon.storage;

import java.util.Map;
import java.util.Optional;

/// An immutable view of a store: what was committed at one moment and, inside a transaction, that
/// transaction's own changes up to one moment. Safe for many threads until closed.
///
/// Keeps the files that it may read until it is closed.
public final class Snapshot implements AutoCloseable {
    private Snapshot() {}

    /// Returns the number of the last commit that it sees.
    public long sequence() {
        throw new UnsupportedOperationException();
    }

    /// Returns the SQL catalog's objects: what they mean is known to `sql` alone.
    public Map<Long, byte[]> definitions() {
        throw new UnsupportedOperationException();
    }

    /// Returns a number that is the same in two snapshots only if their [#definitions] are the
    /// same.
    public long definitionVersion() {
        throw new UnsupportedOperationException();
    }

    /// Returns a table as this snapshot sees it; empty when there is none with that id.
    public Optional<TableSnapshot> table(long tableId) {
        throw new UnsupportedOperationException(String.valueOf(tableId));
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
