package dev.reckon.sql.execute;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How much memory the operators of a query, or all queries of the server, may hold. Safe for use
/// by many threads.
///
/// Bytes are counted, not allocated, here: operators reserve what their arrays take, to within a
/// batch.
public final class MemoryBudget implements AutoCloseable {
    private final long byteCountMax;
    private final Optional<MemoryBudget> parent;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /// Makes the budget of a server.
    public MemoryBudget(long byteCountMax) {
        this(byteCountMax, Optional.empty());
    }

    private MemoryBudget(long byteCountMax, Optional<MemoryBudget> parent) {
        this.byteCountMax = byteCountMax;
        this.parent = parent;
    }

    /// Makes the budget of one query, whose reservations count here too.
    public MemoryBudget forQuery(long queryByteCountMax) {
        return new MemoryBudget(queryByteCountMax, Optional.of(this));
    }

    /// Begins an empty reservation, which its operator closes.
    public MemoryReservation open() {
        return new MemoryReservation(this);
    }

    public long byteCountMax() {
        return byteCountMax;
    }

    /// Returns the bytes reserved now.
    public long usedByteCount() {
        return used.get();
    }

    /// Returns the most bytes that were ever reserved at once.
    public long peakByteCount() {
        return peak.get();
    }

    /// Reserves `byteCount` more bytes if they fit, and returns whether they did.
    boolean tryReserve(long byteCount) {
        long total = used.addAndGet(byteCount);
        if (total > byteCountMax || (parent.isPresent() && !parent.get().tryReserve(byteCount))) {
            used.addAndGet(-byteCount);
            return false;
        }
        if (total > peak.get()) {
            peak.accumulateAndGet(total, Math::max);
        }
        return true;
    }

    /// Gives back what is still reserved when a query ends: what it kept for its whole execution.
    @Override
    public void close() {
        release(used.get());
    }

    void release(long byteCount) {
        used.addAndGet(-byteCount);
        parent.ifPresent(budget -> budget.release(byteCount));
    }

    /// Returns the error of a query that cannot go on without `byteCount` more bytes.
    DatabaseException exhausted(long byteCount) {
        return new DatabaseException(SqlState.OUT_OF_MEMORY, "out of memory")
                .withDetail(
                        "A request for "
                                + byteCount
                                + " more bytes exceeds the query's memory limit of "
                                + byteCountMax
                                + " bytes or the server's.");
    }
}
