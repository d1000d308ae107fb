package dev.reckon.storage.wal;

/// Says where a reader of the log stops before its end.
@FunctionalInterface
public interface LogEnd {
    /// Nowhere: everything is wanted.
    LogEnd NONE = (_, _) -> true;

    /// Returns whether a record is wanted; when one isn't, none that follows is.
    ///
    /// @param timeMicros when it was written, in microseconds since 1970
    boolean includes(long sequence, long timeMicros);
}
