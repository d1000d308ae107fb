package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// The right rows of a hash join, by key: rows of one key are a chain. Immutable once made; safe
/// for many threads.
final class JoinTable {
    /// The end of a chain.
    static final int NONE = JoinIndex.NONE;

    /// A thread takes so many rows at once.
    private static final int RANGE_ROW_COUNT = 1 << 14;

    private final List<ColumnVector> columns;
    private final int rowCount;
    private final JoinIndex index;
    private final int[] nexts;
    private final boolean isUnique;

    private JoinTable(
            List<ColumnVector> columns,
            int rowCount,
            JoinIndex index,
            int[] nexts,
            boolean isUnique) {
        this.columns = columns;
        this.rowCount = rowCount;
        this.index = index;
        this.nexts = nexts;
        this.isUnique = isUnique;
    }

    /// Makes the table of all right rows, whose number is known by now, so that it is sized once;
    /// empty when it doesn't fit into memory.
    ///
    /// @param memory holds the rows; grows by what the table takes
    static Optional<JoinTable> of(
            List<ColumnVector> columns,
            int rowCount,
            HashJoinPlan plan,
            MemoryReservation memory,
            Evaluation evaluation) {
        List<ColumnVector> keys =
                HashJoinPlan.evaluate(plan.rightKeys(), new Batch(columns, rowCount), evaluation);
        Optional<KeyPacking> packing =
                plan.nullsEqual() ? Optional.empty() : KeyPacking.of(keys, rowCount);
        var maker = new Maker(columns, rowCount, plan, keys, memory, evaluation);
        if (packing.isEmpty()) {
            return maker.byValues();
        }
        return ArrayIndex.suits(packing.get(), rowCount)
                ? maker.inArray(packing.get())
                : maker.byHash(packing.get());
    }

    private record Maker(
            List<ColumnVector> columns,
            int rowCount,
            HashJoinPlan plan,
            List<ColumnVector> keys,
            MemoryReservation memory,
            Evaluation evaluation) {
        Optional<JoinTable> inArray(KeyPacking packing) {
            // The packed keys are given back when they are in the array.
            long lasting = ArrayIndex.byteCount(packing) + 4L * rowCount;
            if (rowCount > 0 && !reserve(lasting + 8L * rowCount)) {
                return Optional.empty();
            }
            var index = new ArrayIndex(packing);
            long[] packed = new long[rowCount];
            int[] nexts = new int[rowCount];
            int repeated =
                    sum((start, end) -> {
                        packing.pack(keys, start, end, packed);
                        return index.add(packed, start, end, nexts);
                    });
            memory.tryResize(memory.byteCount() - 8L * rowCount);
            return Optional.of(new JoinTable(columns, rowCount, index, nexts, repeated == 0));
        }

        Optional<JoinTable> byHash(KeyPacking packing) {
            if (!reserve(HashIndex.byteCount(rowCount) + 12L * rowCount)) {
                return Optional.empty();
            }
            long[] packed = new long[rowCount];
            int[] nexts = new int[rowCount];
            sum((start, end) -> {
                packing.pack(keys, start, end, packed);
                return 0;
            });
            var index = new HashIndex(packing, packed);
            int repeated = sum((start, end) -> index.add(start, end, nexts));
            return Optional.of(new JoinTable(columns, rowCount, index, nexts, repeated == 0));
        }

        Optional<JoinTable> byValues() {
            long held = memory.byteCount();
            var index = new ValueIndex(plan.keyTypes(), plan.nullsEqual());
            int[] nexts = new int[rowCount];
            int repeated = 0;
            for (int start = 0; start < rowCount; start += Batch.ROW_COUNT) {
                evaluation.checkCancelled();
                int end = Math.min(rowCount, start + Batch.ROW_COUNT);
                repeated += index.add(keys, start, end, nexts);
                long taken = index.byteCount() + 4L * rowCount;
                if (index.isFull() || !memory.tryResize(held + taken)) {
                    memory.tryResize(held);
                    return Optional.empty();
                }
            }
            return Optional.of(new JoinTable(columns, rowCount, index, nexts, repeated == 0));
        }

        private boolean reserve(long byteCount) {
            return memory.tryResize(memory.byteCount() + byteCount);
        }

        /// Does something with all rows, range by range, on several threads when they are many.
        private int sum(Ranged work) {
            if (!plan.isParallel() || rowCount < 2 * RANGE_ROW_COUNT) {
                return work.run(0, rowCount);
            }
            List<int[]> sums =
                    evaluation
                            .workers()
                            .run(
                                    (rowCount - 1) / RANGE_ROW_COUNT + 1,
                                    () -> new int[1],
                                    (sum, part) -> {
                                        evaluation.checkCancelled();
                                        int start = part * RANGE_ROW_COUNT;
                                        int end = Math.min(rowCount, start + RANGE_ROW_COUNT);
                                        sum[0] += work.run(start, end);
                                    });
            return sums.stream().mapToInt(sum -> sum[0]).sum();
        }
    }

    @FunctionalInterface
    private interface Ranged {
        int run(int start, int end);
    }

    /// Returns the columns of all rows.
    List<ColumnVector> columns() {
        return columns;
    }

    int rowCount() {
        return rowCount;
    }

    /// Returns whether no two rows have the same key.
    boolean isUnique() {
        return isUnique;
    }

    JoinIndex.Lookup newLookup() {
        return index.newLookup();
    }

    /// Returns the row after a row with the same key, or [#NONE].
    int next(int row) {
        return nexts[row];
    }

    /// Adds to some first rows all that have their keys.
    RowSet chains(RowSet firsts) {
        if (isUnique) {
            return firsts;
        }
        var all = new RowSet(rowCount);
        for (int first = firsts.next(0); first >= 0; first = firsts.next(first + 1)) {
            for (int row = first; row != NONE; row = nexts[row]) {
                all.add(row);
            }
        }
        return all;
    }
}
