package dev.reckon.storage;

/// How a store behaves.
///
/// @param memtableRowCountMax a table with more recent rows than this has them moved to a segment
/// @param memtableByteCountMax likewise for the bytes of its recent rows
/// @param logByteCountMax a log longer than this since the last manifest brings a new manifest
/// @param backgroundMaintenance whether a thread flushes and merges by itself; tests call
///   [Store#maintain] instead
public record StoreOptions(
        int memtableRowCountMax,
        long memtableByteCountMax,
        long logByteCountMax,
        boolean backgroundMaintenance) {
    public static final StoreOptions DEFAULT =
            new StoreOptions(100_000, 32L << 20, 256L << 20, true);
}
