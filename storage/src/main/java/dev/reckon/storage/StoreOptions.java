package dev.reckon.storage;

/// How a store behaves.
///
/// @param memtableRowCountMax a table with more recent rows than this has them moved to a segment
/// @param memtableByteCountMax likewise for the bytes of its recent rows
/// @param logByteCountMax a log longer than this since the last manifest brings a new manifest
/// @param mergeBytesPerSecondMax how many bytes a second background merges write, so that they
///   leave the disk and a core to others; 0 for no limit
/// @param backgroundMaintenance whether a thread flushes and merges by itself; tests call
///   [Store#maintain] instead
public record StoreOptions(
        int memtableRowCountMax,
        long memtableByteCountMax,
        long logByteCountMax,
        long mergeBytesPerSecondMax,
        boolean backgroundMaintenance) {
    /// About a third of what one thread can merge.
    private static final long MERGE_BYTES_PER_SECOND = 64 << 20;

    public static final StoreOptions DEFAULT =
            new StoreOptions(100_000, 32L << 20, 256L << 20, true);

    /// Makes options with the usual rate of merges.
    public StoreOptions(
            int memtableRowCountMax,
            long memtableByteCountMax,
            long logByteCountMax,
            boolean backgroundMaintenance) {
        this(
                memtableRowCountMax,
                memtableByteCountMax,
                logByteCountMax,
                MERGE_BYTES_PER_SECOND,
                backgroundMaintenance);
    }
}
