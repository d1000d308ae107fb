package dev.reckon.storage.transaction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A part of the lock table: open addressing with linear probing, from a hash to a [RowHold] of a
/// row's only holder, or to a [SharedLock]. Guarded by itself.
final class LockStripe {
    private static final int CAPACITY_MIN = 16;

    /// To find one lock costs as much as to pass over so many slots in order.
    private static final int SWEEP_DIVISOR = 8;

    /// Marks a free slot; the hash 0 is treated as 1.
    private static final long FREE = 0;

    private long[] hashes = new long[CAPACITY_MIN];
    private @Nullable Object[] holders = new @Nullable Object[CAPACITY_MIN];
    private int count;

    int count() {
        return count;
    }

    static long usable(long hash) {
        return hash == FREE ? 1 : hash;
    }

    /// Returns the slot of a hash, -1 when nothing has it.
    int find(long hash) {
        long wanted = usable(hash);
        int mask = hashes.length - 1;
        for (int slot = (int) wanted & mask; hashes[slot] != FREE; slot = (slot + 1) & mask) {
            if (hashes[slot] == wanted) {
                return slot;
            }
        }
        return -1;
    }

    @Nullable Object holder(int slot) {
        return holders[slot];
    }

    /// Returns the lock at a slot in its general form.
    SharedLock shared(int slot) {
        Object holder = holders[slot];
        if (holder instanceof SharedLock lock) {
            return lock;
        }
        if (!(holder instanceof RowHold hold)) {
            throw new IllegalStateException("no holder in slot " + slot);
        }
        SharedLock lock = SharedLock.heldBy(hold);
        holders[slot] = lock;
        return lock;
    }

    /// Returns the hash of a lock that is in this stripe.
    long hashOf(SharedLock lock) {
        for (int slot = 0; slot < holders.length; slot++) {
            if (holders[slot] == lock) {
                return hashes[slot];
            }
        }
        throw new IllegalStateException("lock not in its stripe");
    }

    /// Puts the hashes of rows that others than `owner` hold to an array from `start` on, and
    /// returns where they end.
    int addRowsHeldByOthers(LockOwner owner, long[] target, int start) {
        int end = start;
        for (int slot = 0; slot < hashes.length; slot++) {
            Object holder = holders[slot];
            boolean byOther =
                    holder instanceof SharedLock lock
                            ? lock.isRowHeldByOther(owner)
                            : holder instanceof RowHold hold && hold.owner() != owner;
            if (byOther) {
                target[end++] = hashes[slot];
            }
        }
        return end;
    }

    /// Adds what is held and waited for to a list.
    void addTo(LockList list) {
        for (int slot = 0; slot < hashes.length; slot++) {
            switch (holders[slot]) {
                case RowHold hold -> list.addTransaction(hold.owner());
                case SharedLock lock -> lock.addTo(list, hashes[slot]);
                case null, default -> {}
            }
        }
    }

    void insert(long hash, Object holder) {
        if (2 * (count + 1) > hashes.length) {
            resize(hashes.length * 2);
        }
        place(usable(hash), holder);
        count++;
    }

    private void place(long hash, @Nullable Object holder) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (hashes[slot] != FREE) {
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        holders[slot] = holder;
    }

    /// Frees a slot, and moves those back that were displaced by it (Knuth, The Art of Computer
    /// Programming 6.4, algorithm R).
    void remove(int freed) {
        int mask = hashes.length - 1;
        int hole = freed;
        for (int slot = (hole + 1) & mask; hashes[slot] != FREE; slot = (slot + 1) & mask) {
            int home = (int) hashes[slot] & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                hashes[hole] = hashes[slot];
                holders[hole] = holders[slot];
                hole = slot;
            }
        }
        hashes[hole] = FREE;
        holders[hole] = null;
        count--;
        if (hashes.length > CAPACITY_MIN && 16 * count < hashes.length) {
            resize(hashes.length / 4);
        }
    }

    /// Puts another holder to a slot that has one.
    void replace(int slot, Object holder) {
        holders[slot] = holder;
    }

    /// Returns whether it is quicker to look at all slots than to find so many one by one.
    boolean isMostly(int lockCount) {
        return lockCount > hashes.length / SWEEP_DIVISOR;
    }

    /// Gives back all that an owner holds, and passes it on to those who wait.
    void removeAll(LockOwner owner) {
        long[] oldHashes = hashes;
        @Nullable Object[] oldHolders = holders;
        int rest = 0;
        for (int slot = 0; slot < oldHashes.length; slot++) {
            Object holder = oldHolders[slot];
            boolean gone =
                    holder instanceof RowHold hold
                            ? hold.owner() == owner
                            : holder instanceof SharedLock lock && lock.giveBack(owner);
            if (gone) {
                oldHashes[slot] = FREE;
            } else if (oldHashes[slot] != FREE) {
                rest++;
            }
        }
        int capacity = CAPACITY_MIN;
        while (capacity < 4 * rest) {
            capacity *= 2;
        }
        refill(capacity, oldHashes, oldHolders);
        count = rest;
    }

    private void resize(int capacity) {
        refill(Math.max(capacity, CAPACITY_MIN), hashes, holders);
    }

    private void refill(int capacity, long[] oldHashes, @Nullable Object[] oldHolders) {
        hashes = new long[capacity];
        holders = Arrays.copyOf(new @Nullable Object[0], hashes.length);
        for (int slot = 0; slot < oldHashes.length; slot++) {
            if (oldHashes[slot] != FREE) {
                place(oldHashes[slot], oldHolders[slot]);
            }
        }
    }
}
