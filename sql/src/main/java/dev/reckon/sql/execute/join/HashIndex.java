package dev.reckon.sql.execute.join;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/// Build rows by packed key, by hashing: open addressing, sized once. Several threads may [#add] at
/// once.
final class HashIndex implements JoinIndex {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int SLOT_COUNT_MIN = 64;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final KeyPacking packing;

    /// The packed key of each row.
    private final long[] packed;

    /// The high half of the hash, and the first row of a key and one more; 0 where there is none.
    private final long[] slots;

    private final int shift;

    /// @param packed of all rows; borrowed
    HashIndex(KeyPacking packing, long[] packed) {
        this.packing = packing;
        this.packed = packed;
        this.slots = new long[slotCount(packed.length)];
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(slots.length);
    }

    private static int slotCount(int rowCount) {
        return Integer.highestOneBit(Math.max(SLOT_COUNT_MIN, rowCount * 2 - 1)) * 2;
    }

    static long byteCount(int rowCount) {
        return (long) slotCount(rowCount) * Long.BYTES;
    }

    /// Adds rows `[start, end)`.
    ///
    /// @param nexts set to the row that is next in the chain
    /// @return how many of them have a key that was there
    int add(int start, int end, int[] nexts) {
        int repeated = 0;
        for (int row = start; row < end; row++) {
            nexts[row] = packed[row] < 0 ? NONE : link(row);
            repeated += nexts[row] == NONE ? 0 : 1;
        }
        return repeated;
    }

    /// Makes a row the first of its key, and returns the one that was it.
    private int link(int row) {
        long key = packed[row];
        long hash = key * MULTIPLIER;
        long entry = (hash >>> 32 << 32) | (row + 1);
        int mask = slots.length - 1;
        int slot = (int) (hash >>> shift);
        while (true) {
            long before = (long) LONGS.getVolatile(slots, slot);
            boolean isOther = before != 0 && packed[(int) before - 1] != key;
            if (isOther) {
                slot = (slot + 1) & mask;
            } else if (LONGS.compareAndSet(slots, slot, before, entry)) {
                return (int) before - 1;
            }
        }
    }

    @Override
    public Lookup newLookup() {
        return new Lookup() {
            private long[] wanted = new long[Batch.ROW_COUNT];

            @Override
            public void find(List<ColumnVector> keys, Batch rows, int[] firsts) {
                int count = rows.selectedCount();
                if (wanted.length < count) {
                    wanted = new long[count];
                }
                packing.pack(keys, rows, wanted);
                HashIndex.this.find(wanted, count, firsts);
            }
        };
    }

    private void find(long[] wanted, int count, int[] firsts) {
        int mask = slots.length - 1;
        for (int i = 0; i < count; i++) {
            long key = wanted[i];
            long hash = key * MULTIPLIER;
            int slot = (int) (hash >>> shift);
            int first = NONE;
            for (long entry = key < 0 ? 0 : slots[slot]; entry != 0; entry = slots[slot]) {
                if ((entry ^ hash) >>> 32 == 0 && packed[(int) entry - 1] == key) {
                    first = (int) entry - 1;
                    break;
                }
                slot = (slot + 1) & mask;
            }
            firsts[i] = first;
        }
    }
}
