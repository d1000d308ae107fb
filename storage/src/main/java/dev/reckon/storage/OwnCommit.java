package dev.reckon.storage;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.transaction.CommitRequest;
import dev.reckon.storage.transaction.WriteSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The commit of one transaction: begun by its thread, ended by that or another. For one thread at
/// a time.
final class OwnCommit {
    private final Store store;
    private final WriteSet writeSet;
    private final ReadSet reads;
    private final BulkLoad bulkLoad;

    private boolean hasBegun;

    /// What was begun; null when there is nothing to be committed.
    private @Nullable CommitRequest request;

    OwnCommit(Store store, WriteSet writeSet, ReadSet reads, BulkLoad bulkLoad) {
        this.store = store;
        this.writeSet = writeSet;
        this.reads = reads;
        this.bulkLoad = bulkLoad;
    }

    boolean hasBegun() {
        return hasBegun;
    }

    /// Begins it.
    ///
    /// @param known what the transaction has seen, if anything
    /// @param rest as for [Transaction#beginCommit]; without it, the calling thread waits
    /// @return whether the outcome is known
    boolean begin(StoreState newest, @Nullable StoreState known, Optional<Runnable> rest) {
        hasBegun = true;
        bulkLoad.spillAtCommit(newest);
        WriteSet.Version writes = writeSet.version();
        if (writes.isEmpty()) {
            return true;
        }
        long sequence = known == null ? 0 : known.sequence();
        bulkLoad.beginCommit();
        request =
                rest.isPresent()
                        ? new CommitRequest(writes, reads, sequence, rest.get())
                        : new CommitRequest(writes, reads, sequence);
        return store.beginCommit(request);
    }

    /// Ends it, once the outcome is known.
    ///
    /// @throws DatabaseException as [Transaction#commit]
    void end() {
        if (request == null) {
            return;
        }
        try {
            store.endCommit(request);
            bulkLoad.endCommit(request.writes());
        } catch (DatabaseException e) {
            if (e.sqlState() == SqlState.SERIALIZATION_FAILURE) {
                bulkLoad.commitWasRefused();
            }
            throw e;
        }
    }
}
