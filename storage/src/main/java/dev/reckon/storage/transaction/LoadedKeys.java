package dev.reckon.storage.transaction;

import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The segments that transactions have written and not committed: each locks its keys, all of them
/// at once and no others. Safe for use by many threads.
///
/// Who locks a row asks here afterwards; who loads a segment names it here and looks for rows that
/// are locked afterwards. So of two who want one key, at least one sees the other; the one with the
/// row gives way.
public final class LoadedKeys {
    /// By table, in the order in which they came. The lists are never changed.
    private final Map<Long, List<Load>> loads = new ConcurrentHashMap<>();

    /// A segment of one transaction, whose keys are its own until the transaction ends.
    public static final class Load {
        private final LockOwner owner;
        private final long tableId;
        private final Segment segment;

        /// Held for reading while the segment is read by others, for writing when it is given up.
        private final ReadWriteLock use = new ReentrantReadWriteLock();

        private boolean ended;

        private Load(LockOwner owner, long tableId, Segment segment) {
            this.owner = owner;
            this.tableId = tableId;
            this.segment = segment;
        }

        public Segment segment() {
            return segment;
        }

        /// Returns the id under which its owner holds a lock of kind LOAD.
        long lockId() {
            return segment.id();
        }

        /// Returns whether the key is one of these, and the transaction goes on.
        boolean contains(RowKey key) {
            return read(own ->
                    own.firstKey().compareTo(key) <= 0
                            && own.lastKey().compareTo(key) >= 0
                            && own.position(key) >= 0);
        }

        /// A question about a segment's keys.
        public interface Question {
            boolean ask(Segment segment);
        }

        /// Asks about the segment while it is sure to stay open; false when its time is over.
        public boolean read(Question question) {
            use.readLock().lock();
            try {
                return !ended && question.ask(segment);
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

    /// Makes a segment's keys those of a transaction, which ends that by [#remove] before the
    /// segment is closed.
    public Added add(LockOwner owner, long tableId, Segment segment) {
        var load = new Load(owner, tableId, segment);
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

    /// Takes a load away; afterwards nobody reads its segment on behalf of this.
    public void remove(Load load) {
        loads.computeIfPresent(
                load.tableId,
                (_, present) -> {
                    List<Load> rest = present.stream().filter(each -> !each.equals(load)).toList();
                    return rest.isEmpty() ? null : rest;
                });
        load.end();
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
