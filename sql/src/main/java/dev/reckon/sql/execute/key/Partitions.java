package dev.reckon.sql.execute.key;

import dev.reckon.sql.execute.buffer.SpillSpace;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows on disk, divided by the hash of their keys, so that equal keys are in one part. For one
/// thread.
public final class Partitions implements AutoCloseable {
    /// How many parts there are; a power of two.
    public static final int COUNT = 16;

    /// How often parts can be divided again: the hash has no more bits after that.
    public static final int DEPTH_MAX = 15;

    private static final int BITS = 4;
    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;

    private final List<TypeOrder> keyOrders;
    private final int depth;
    private final List<SpilledRows> parts = new ArrayList<>(COUNT);
    private long[] hashes = new long[0];

    /// @param rowTypes of the rows' columns
    /// @param keyTypes of the keys, which are given beside the rows
    /// @param depth how often the rows were divided before: other bits of the hash are used
    public Partitions(
            SpillSpace space, List<PhysicalType> rowTypes, List<DataType> keyTypes, int depth) {
        this.keyOrders = keyTypes.stream().map(TypeOrder::ofAny).toList();
        this.depth = depth;
        for (int part = 0; part < COUNT; part++) {
            parts.add(new SpilledRows(space, rowTypes));
        }
    }

    /// Writes the selected rows to their parts.
    ///
    /// @param columns the rows' columns
    /// @param keys one vector for each key
    public void write(List<ColumnVector> columns, List<ColumnVector> keys, Batch rows) {
        int count = rows.selectedCount();
        if (hashes.length < count) {
            hashes = new long[count];
        }
        Arrays.fill(hashes, 0, count, 0);
        for (int key = 0; key < keyOrders.size(); key++) {
            keyOrders.get(key).addHashes(keys.get(key), rows, hashes);
        }
        int[][] partRows = new int[COUNT][count];
        int[] partCounts = new int[COUNT];
        for (int i = 0; i < count; i++) {
            long mixed = (hashes[i] ^ (hashes[i] >>> 32)) * MULTIPLIER;
            int part = (int) (mixed >>> (Long.SIZE - BITS * (depth + 1))) & (COUNT - 1);
            partRows[part][partCounts[part]++] = rows.row(i);
        }
        for (int part = 0; part < COUNT; part++) {
            if (partCounts[part] > 0) {
                parts.get(part).write(columns, partRows[part], partCounts[part]);
            }
        }
    }

    /// Returns a part; the caller may close it when done with.
    public SpilledRows part(int part) {
        return parts.get(part);
    }

    /// Returns the number of bytes written.
    public long byteCount() {
        return parts.stream().mapToLong(SpilledRows::byteCount).sum();
    }

    @Override
    public void close() {
        parts.forEach(SpilledRows::close);
    }
}
