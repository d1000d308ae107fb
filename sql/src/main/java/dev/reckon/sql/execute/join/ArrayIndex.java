package dev.reckon.sql.execute.join;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/// Build rows by packed key in an array of all possible keys: for dense keys. Several threads may
/// [#add] at once.
final class ArrayIndex implements JoinIndex {
    /// So many possible keys for each row are dense enough.
    private static final int DENSITY = 16;

    private static final long CAPACITY_MIN = 1 << 14;
    private static final long CAPACITY_MAX = 1 << 28;
    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

    private final KeyPacking packing;

    /// The first row of a key and one more; 0 where there is none.
    private final int[] slots;

    ArrayIndex(KeyPacking packing) {
        this.packing = packing;
        this.slots = new int[(int) packing.capacity()];
    }

    static boolean suits(KeyPacking packing, int rowCount) {
        return packing.capacity()
                <= Math.min(CAPACITY_MAX, Math.max(CAPACITY_MIN, (long) rowCount * DENSITY));
    }

    static long byteCount(KeyPacking packing) {
        return packing.capacity() * Integer.BYTES;
    }

    /// Adds rows `[start, end)`.
    ///
    /// @param nexts set to the row that is next in the chain
    /// @return how many of them have a key that was there
    int add(long[] packed, int start, int end, int[] nexts) {
        int repeated = 0;
        for (int row = start; row < end; row++) {
            long key = packed[row];
            if (key < 0) {
                nexts[row] = NONE;
                continue;
            }
            int before = (int) INTS.getAndSet(slots, (int) key, row + 1);
            nexts[row] = before - 1;
            repeated += before == 0 ? 0 : 1;
        }
        return repeated;
    }

    @Override
    public Lookup newLookup() {
        return new Lookup() {
            private long[] packed = new long[Batch.ROW_COUNT];

            @Override
            public void find(List<ColumnVector> keys, Batch rows, int[] firsts) {
                int count = rows.selectedCount();
                if (packed.length < count) {
                    packed = new long[count];
                }
                packing.pack(keys, rows, packed);
                ArrayIndex.this.find(packed, count, firsts);
            }
        };
    }

    private void find(long[] packed, int count, int[] firsts) {
        for (int i = 0; i < count; i++) {
            long key = packed[i];
            firsts[i] = key < 0 ? NONE : slots[(int) key] - 1;
        }
    }
}
