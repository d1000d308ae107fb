package dev.reckon.storage.transaction;

import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/// Which keys recent commits wrote, kept as long as a transaction with an older snapshot runs that
/// must know: repeatable read, to see that a row it writes has not changed; serializable, to see
/// that nothing it read has. Safe for use by many threads.
///
/// A serializable transaction that writes is valid when no commit since its snapshot wrote what it
/// read: then its snapshot might as well have been taken at its commit, and the order of commits is
/// the order in which they could have run (backward validation; Härder, "Observations on optimistic
/// concurrency control schemes", 1984). One that only reads is valid as of its snapshot.
///
/// Bounded: past [#BYTE_COUNT_MAX] the oldest entries are dropped, and who would need them is
/// refused with 40001.
public final class ConflictHistory {
    private static final long BYTE_COUNT_MAX = 256L << 20;

    /// The keys of one commit.
    private record Entry(long sequence, WriteSet.Version writes, long byteCount) {
        boolean wrote(long tableId, RowKey key) {
            return writes.catalog().dropped().contains(tableId)
                    || writes.catalog().truncated().contains(tableId)
                    || writes.segments().containsKey(tableId)
                    || writes.table(tableId).rows().contains(key);
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();

    /// How many transactions use each snapshot, by its sequence number.
    private final TreeMap<Long, Integer> snapshots = new TreeMap<>();

    private long byteCount;

    /// The last commit whose keys are not known any more.
    private long forgotten;

    /// Begins to keep what is committed after `sequence`, for a transaction with a snapshot as of
    /// that or later.
    public synchronized void open(long sequence) {
        snapshots.merge(sequence, 1, Integer::sum);
    }

    /// Returns whether the commits after `sequence` are known; if not, a transaction that has just
    /// begun takes a newer snapshot.
    public synchronized boolean covers(long sequence) {
        return forgotten <= sequence;
    }

    /// Ends what [#open] began.
    public synchronized void close(long sequence) {
        snapshots.computeIfPresent(sequence, (_, count) -> count == 1 ? null : count - 1);
        long oldest = snapshots.isEmpty() ? Long.MAX_VALUE : snapshots.firstKey();
        while (!entries.isEmpty() && entries.getFirst().sequence() <= oldest) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        Entry first = entries.removeFirst();
        byteCount -= first.byteCount();
        forgotten = first.sequence();
    }

    /// Keeps the keys of a commit, before it becomes visible.
    synchronized void add(long sequence, WriteSet.Version writes) {
        if (snapshots.isEmpty()) {
            forgotten = sequence;
            return;
        }
        long bytes = 64;
        for (TableWrites table : writes.tables().values()) {
            bytes += table.rows().byteCount() + 64L * table.rows().count();
        }
        entries.addLast(new Entry(sequence, writes, bytes));
        byteCount += bytes;
        while (byteCount > BYTE_COUNT_MAX) {
            forgetFirst();
        }
    }

    /// Returns whether a key was, or may have been, written by a commit after `sequence`.
    public synchronized boolean wroteSince(long sequence, long tableId, RowKey key) {
        if (forgotten > sequence) {
            return true;
        }
        for (Entry entry : entries) {
            if (entry.sequence() > sequence && entry.wrote(tableId, key)) {
                return true;
            }
        }
        return false;
    }

    /// Returns whether anything of a read set was, or may have been, written after `sequence`.
    synchronized boolean wroteSince(long sequence, ReadSet reads) {
        if (forgotten > sequence) {
            return true;
        }
        for (Entry entry : entries) {
            if (entry.sequence() > sequence && meets(entry.writes(), reads)) {
                return true;
            }
        }
        return false;
    }

    /// Returns whether anything of a read set was written by a commit.
    static boolean meets(WriteSet.Version writes, ReadSet reads) {
        CatalogWrites catalog = writes.catalog();
        return catalog.dropped().stream().anyMatch(reads::meetsAny)
                || catalog.truncated().stream().anyMatch(reads::meetsAny)
                || writes.segments().keySet().stream().anyMatch(reads::meetsAny)
                || writes.tables().entrySet().stream()
                        .anyMatch(table -> reads.meets(table.getKey(), table.getValue().rows()));
    }
}
