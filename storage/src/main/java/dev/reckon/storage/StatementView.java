package dev.reckon.storage;

import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.transaction.WriteSet;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What the current statement of a transaction sees: of others, and of the transaction's own
/// writes. For the transaction's thread.
final class StatementView {
    private final Store store;
    private final WriteSet writeSet;
    private final boolean isEachNew;

    /// What is seen of others: in read committed of this statement, otherwise of the whole
    /// transaction. Its files are in use.
    private @Nullable StoreState state;

    private WriteSet.Version writes = WriteSet.Version.NONE;

    /// States that were set aside, innermost first: their files are in use too.
    private final Deque<StoreState> outer = new ArrayDeque<>();

    StatementView(Store store, Isolation isolation, WriteSet writeSet) {
        this.store = store;
        this.writeSet = writeSet;
        this.isEachNew = isolation == Isolation.READ_COMMITTED;
    }

    /// What one statement sees, while another runs inside it.
    record Aside(@Nullable StoreState state, WriteSet.Version writes)
            implements Transaction.OuterStatement {}

    /// Begins a statement.
    StoreState begin() {
        StoreState seen = state;
        if (seen == null || isEachNew) {
            StoreState next = store.useNewest(!isEachNew);
            if (seen != null) {
                seen.files().release();
            }
            state = next;
            seen = next;
        }
        writes = writeSet.version();
        return seen;
    }

    /// Returns what the current statement sees of others, or a statement that begins now.
    StoreState state() {
        StoreState seen = state;
        return seen != null ? seen : begin();
    }

    /// Returns what was seen of others last; null when no statement has begun.
    @Nullable StoreState known() {
        return state;
    }

    /// Returns the own writes that the current statement sees.
    WriteSet.Version writes() {
        return writes;
    }

    /// Sets what the current statement sees aside, with its files, for others inside it.
    Transaction.OuterStatement setAside() {
        StoreState seen = state;
        if (isEachNew && seen != null) {
            outer.push(seen);
            state = null;
        }
        return new Aside(seen, writes);
    }

    /// Goes on with the statement that was set aside last.
    void resume(Transaction.OuterStatement suspended) {
        var aside = (Aside) suspended;
        if (isEachNew && aside.state != null) {
            release(state);
            state = outer.pop();
        }
        writes = aside.writes;
    }

    /// Gives up the files.
    void close() {
        StoreState seen = state;
        if (seen != null && !isEachNew) {
            store.history().close(seen.sequence());
        }
        release(seen);
        state = null;
        outer.forEach(StatementView::release);
        outer.clear();
    }

    private static void release(@Nullable StoreState seen) {
        if (seen != null) {
            seen.files().release();
        }
    }
}
