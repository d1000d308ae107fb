package dev.reckon.storage.transaction;

import dev.reckon.storage.bulk.KeySet;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The keys of rows that transactions have inserted many at a time, in segments or in memory, and
/// not committed: each such set is locked at once, and no other key. Safe for use by many threads.
///
/// Who locks a row asks here afterwards; who loads many names their keys here and looks for rows
/// that are locked afterwards. So of two who want one key, at least one sees the other; the one
/// with the row gives way.
public final class LoadedKeys {
    /// By table, in the order in which they came. The lists are never changed.
    private final Map<Long, List<Load>> loads = new ConcurrentHashMap<>();

    private final AtomicLong lastLockId = new AtomicLong();

    /// Keys of one transaction, which are its own until it ends.
    public static final class Load {
        private final LockOwner owner;
        private final long tableId;
        private final KeySet keys;
        private final long lockId;

        /// Held for reading while the keys are read by others, for writing when they are given up.
        private final ReadWriteLock use = new ReentrantReadWriteLock();

        private boolean ended;

        private Load(LockOwner owner, long tableId, KeySet keys, long lockId) {
            this.owner = owner;
            this.tableId = tableId;
            this.keys = keys;
            this.lockId = lockId;
        }

        public KeySet keys() {
            return keys;
        }

        /// Returns the id under which its owner holds a lock of kind LOAD.
        long lockId() {
            return lockId;
        }

        /// Returns whether the key is one of these, and the transaction goes on.
        boolean contains(RowKey key) {
            return read(own -> own.spans(key) && own.find(key) >= 0);
        }

        /// A question about the keys.
        public interface Question {
            boolean ask(KeySet keys);
        }

        /// Asks about the keys while they are sure to stay readable; false when their time is over.
        public boolean read(Question question) {
            use.readLock().lock();
            try {
                return !ended && question.ask(keys);
            } finally {
                use.readLock().unlock();
            }
        }

        private void end() {
            use.writeLock().lock();
            try {
                ended = true;
            } finally {
                use.writeLock().unlock();
            }
        }
    }

    /// What [#add] returns.
    ///
    /// @param earlier others' loads of the table that were there before
    public record Added(Load load, List<Load> earlier) {}

    /// Makes keys those of a transaction, which ends that by [#remove] before a segment that has
    /// them is closed. They don't change meanwhile.
    public Added add(LockOwner owner, long tableId, KeySet keys) {
        var load = new Load(owner, tableId, keys, lastLockId.incrementAndGet());
        var earlier = new ArrayList<Load>();
        owner.lock(LockKind.LOAD, load.lockId(), LockKind.LOAD.exclusiveMode(), Long.MAX_VALUE);
        loads.compute(
                tableId,
                (_, present) -> {
                    List<Load> all = present == null ? new ArrayList<>() : new ArrayList<>(present);
                    all.stream().filter(each -> !each.owner.equals(owner)).forEach(earlier::add);
                    all.add(load);
                    return List.copyOf(all);
                });
        return new Added(load, earlier);
    }

    /// Takes a load away; afterwards nobody reads its keys on behalf of this.
    public void remove(Load load) {
        loads.computeIfPresent(
                load.tableId,
                (_, present) -> {
                    List<Load> rest = present.stream().filter(each -> !each.equals(load)).toList();
                    return rest.isEmpty() ? null : rest;
                });
        load.end();
    }

    /// Returns whether a load of another transaction has any of the keys.
    boolean hasAny(LockOwner owner, long tableId, RowKey[] keys) {
        if (loads.isEmpty() || !loads.containsKey(tableId)) {
            return false;
        }
        for (RowKey key : keys) {
            if (find(owner, tableId, key).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// Returns a load of another transaction that has the key.
    Optional<Load> find(LockOwner owner, long tableId, RowKey key) {
        if (loads.isEmpty()) {
            return Optional.empty();
        }
        for (Load load : loads.getOrDefault(tableId, List.of())) {
            if (!load.owner.equals(owner) && load.contains(key)) {
                return Optional.of(load);
            }
        }
        return Optional.empty();
    }
}
