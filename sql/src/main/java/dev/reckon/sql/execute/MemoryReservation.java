package dev.reckon.sql.execute;

/// The share of a [MemoryBudget] that one operator holds. For one thread.
public final class MemoryReservation implements AutoCloseable {
    private final MemoryBudget budget;
    private long byteCount;
    private long peakByteCount;

    MemoryReservation(MemoryBudget budget) {
        this.budget = budget;
    }

    /// Makes the reservation this large if the budget allows it.
    ///
    /// @return false when it does not; the reservation is then as it was, and the operator spills
    public boolean tryResize(long newByteCount) {
        long more = newByteCount - byteCount;
        if (more > 0) {
            if (!budget.tryReserve(more)) {
                return false;
            }
        } else if (more < 0) {
            budget.release(-more);
        }
        byteCount = newByteCount;
        peakByteCount = Math.max(peakByteCount, newByteCount);
        return true;
    }

    /// Makes the reservation this large.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53200 when the budget does not allow it
    public void resize(long newByteCount) {
        if (!tryResize(newByteCount)) {
            throw budget.exhausted(newByteCount - byteCount);
        }
    }

    public long byteCount() {
        return byteCount;
    }

    /// Returns the largest size so far.
    public long peakByteCount() {
        return peakByteCount;
    }

    /// Gives everything back.
    @Override
    public void close() {
        tryResize(0);
    }
}
