package dev.reckon.storage;

/// What a store has written to its directory since it was opened.
///
/// @param log the log: commits as records, and bytes of log
/// @param flushed segments that rows in memory became
/// @param merged segments made of others
/// @param loaded segments that transactions wrote themselves, because they inserted many rows
/// @param checkpoints manifests
/// @param delayNanos how long writers have waited in all because flushes were behind
public record WriteStatistics(
        Amount log,
        Amount flushed,
        Amount merged,
        Amount loaded,
        Amount checkpoints,
        long delayNanos) {
    /// What was written for one cause.
    ///
    /// @param count records, segments or manifests
    /// @param rowCount rows in segments; 0 for the log and manifests
    public record Amount(long count, long rowCount, long byteCount) {}

    /// Returns the sums over all causes.
    public Amount all() {
        return new Amount(
                log.count()
                        + flushed.count()
                        + merged.count()
                        + loaded.count()
                        + checkpoints.count(),
                flushed.rowCount() + merged.rowCount() + loaded.rowCount(),
                log.byteCount()
                        + flushed.byteCount()
                        + merged.byteCount()
                        + loaded.byteCount()
                        + checkpoints.byteCount());
    }

    /// Returns how many bytes were written for each that came in, as log or loaded; 1 when nothing
    /// has come in.
    public double amplification() {
        long incoming = log.byteCount() + loaded.byteCount();
        return incoming == 0 ? 1 : (double) all().byteCount() / incoming;
    }
}
