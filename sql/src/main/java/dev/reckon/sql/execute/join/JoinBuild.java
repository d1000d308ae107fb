package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.key.Partitions;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the right side of a hash join, on several threads where it can be divided: into memory,
/// or, when it doesn't fit, to disk in parts by the hash of the keys. For one thread, which others
/// help in [#read].
final class JoinBuild implements AutoCloseable {
    private final HashJoinPlan plan;
    private final Evaluation evaluation;
    private final int depth;

    /// Guards itself, [#parts] and [#hasNullKey] while rows are read.
    private final MemoryReservation memory;

    private final List<Share> shares = new ArrayList<>();
    private Optional<JoinTable> table = Optional.empty();
    private Optional<Partitions> parts = Optional.empty();

    /// Whether rows go to disk.
    private volatile boolean isOver;

    private boolean hasNullKey;

    /// @param depth how often the rows were divided by their keys before
    JoinBuild(HashJoinPlan plan, Evaluation evaluation, int depth) {
        this.plan = plan;
        this.evaluation = evaluation;
        this.depth = depth;
        this.memory = evaluation.memory().open();
    }

    /// What one thread has read.
    private final class Share {
        private RowBuffer rows = new RowBuffer(plan.rightTypes());
        private long reservedByteCount;
    }

    /// Reads all right rows.
    void read(OperatorFactory right) {
        Optional<ParallelRows> divided =
                plan.isParallel() ? right.openParallel(evaluation) : Optional.empty();
        if (divided.isPresent()) {
            try (ParallelRows each = divided.get()) {
                evaluation
                        .workers()
                        .run(
                                each.partCount(),
                                this::newShare,
                                (share, part) -> {
                                    try (Operator rows = each.open(part)) {
                                        readAll(rows, share);
                                    }
                                });
            }
        } else {
            try (Operator rows = right.open(evaluation)) {
                readAll(rows, newShare());
            }
        }
        if (!isOver) {
            RowBuffer rows = merged();
            if (memory.tryResize(Math.max(memory.byteCount(), rows.byteCount()))) {
                table = JoinTable.of(rows.columns(), rows.rowCount(), plan, memory, evaluation);
            }
            if (table.isEmpty()) {
                requirePossible(rows.byteCount());
                isOver = true;
            } else {
                shares.clear();
            }
        }
        if (isOver) {
            shares.forEach(this::spill);
            memory.tryResize(0);
        }
    }

    private Share newShare() {
        var share = new Share();
        synchronized (memory) {
            shares.add(share);
        }
        return share;
    }

    private void readAll(Operator source, Share share) {
        for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
            evaluation.checkCancelled();
            Batch rows = batch.get();
            if (plan.kind() == JoinKind.ANTI_NULL_AWARE && hasNull(rows)) {
                synchronized (memory) {
                    hasNullKey = true;
                }
                return;
            }
            share.rows.append(rows);
            if (isOver || !fits(share)) {
                spill(share);
            }
        }
    }

    private boolean hasNull(Batch rows) {
        return HashJoinPlan.evaluate(plan.rightKeys(), rows, evaluation).stream()
                .anyMatch(key -> {
                    for (int i = 0; i < rows.selectedCount(); i++) {
                        if (key.isNull(rows.row(i))) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    private boolean fits(Share share) {
        long byteCount = share.rows.byteCount();
        long more = byteCount - share.reservedByteCount;
        synchronized (memory) {
            if (share.rows.isFull() || !memory.tryResize(memory.byteCount() + more)) {
                requirePossible(byteCount);
                isOver = true;
                return false;
            }
        }
        share.reservedByteCount = byteCount;
        return true;
    }

    /// Fails when rows that don't fit can't be divided any more.
    private void requirePossible(long byteCount) {
        if (depth >= Partitions.DEPTH_MAX) {
            memory.resize(memory.byteCount() + byteCount);
        }
    }

    private void spill(Share share) {
        RowBuffer rows = share.rows;
        share.rows = new RowBuffer(plan.rightTypes());
        synchronized (memory) {
            if (parts.isEmpty()) {
                parts =
                        Optional.of(
                                new Partitions(
                                        evaluation.spillSpace(),
                                        plan.rightTypes(),
                                        plan.keyTypes(),
                                        depth));
            }
            write(rows, parts.get());
            memory.tryResize(memory.byteCount() - share.reservedByteCount);
        }
        share.reservedByteCount = 0;
    }

    private void write(RowBuffer rows, Partitions target) {
        Batch all = new Batch(rows.columns(), rows.rowCount());
        List<ColumnVector> keys = HashJoinPlan.evaluate(plan.rightKeys(), all, evaluation);
        for (int start = 0; start < rows.rowCount(); start += Batch.ROW_COUNT) {
            int[] range = new int[Math.min(Batch.ROW_COUNT, rows.rowCount() - start)];
            for (int i = 0; i < range.length; i++) {
                range[i] = start + i;
            }
            target.write(all.columns(), keys, all.select(range, range.length));
        }
    }

    /// Puts all rows into the largest share.
    private RowBuffer merged() {
        Share largest = new Share();
        for (Share share : shares) {
            largest = share.rows.rowCount() >= largest.rows.rowCount() ? share : largest;
        }
        for (Share share : shares) {
            if (share != largest) {
                largest.rows.append(new Batch(share.rows.columns(), share.rows.rowCount()));
                share.rows = new RowBuffer(plan.rightTypes());
            }
        }
        shares.clear();
        shares.add(largest);
        largest.reservedByteCount = memory.byteCount();
        return largest.rows;
    }

    /// Returns whether a key is NULL, for NOT IN: then nothing else was read to its end.
    boolean hasNullKey() {
        return hasNullKey;
    }

    /// Returns the rows in memory; empty when they are on disk.
    Optional<JoinTable> table() {
        return table;
    }

    /// Returns the rows on disk.
    Partitions parts() {
        return parts.orElseThrow();
    }

    /// Returns what holds the memory of the table, and of what else is made of it.
    MemoryReservation memory() {
        return memory;
    }

    @Override
    public void close() {
        parts.ifPresent(Partitions::close);
        table = Optional.empty();
        shares.clear();
        memory.close();
    }
}
