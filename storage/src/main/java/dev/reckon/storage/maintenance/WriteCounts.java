package dev.reckon.storage.maintenance;

import dev.reckon.storage.segment.Segment;
import java.util.concurrent.atomic.LongAdder;

/// What has been written to segments and manifests since the store was opened, by cause. Safe for
/// use by many threads.
public final class WriteCounts {
    private final Kind flushed = new Kind();
    private final Kind merged = new Kind();
    private final Kind loaded = new Kind();
    private final Kind checkpoints = new Kind();
    private final LongAdder delayNanos = new LongAdder();

    /// Files written for one cause.
    public static final class Kind {
        private final LongAdder files = new LongAdder();
        private final LongAdder rows = new LongAdder();
        private final LongAdder bytes = new LongAdder();

        public void add(Segment segment) {
            files.increment();
            rows.add(segment.rowCount());
            bytes.add(segment.byteCount());
        }

        void addManifest(long byteCount) {
            files.increment();
            bytes.add(byteCount);
        }

        public long fileCount() {
            return files.sum();
        }

        public long rowCount() {
            return rows.sum();
        }

        public long byteCount() {
            return bytes.sum();
        }
    }

    /// Returns those that memtables became.
    public Kind flushed() {
        return flushed;
    }

    /// Returns those made of others.
    public Kind merged() {
        return merged;
    }

    /// Returns those that transactions wrote themselves, because they inserted many rows.
    public Kind loaded() {
        return loaded;
    }

    /// Returns the manifests.
    public Kind checkpoints() {
        return checkpoints;
    }

    /// Returns how long writers have waited in all because flushes were behind.
    public long delayNanos() {
        return delayNanos.sum();
    }

    void delayed(long nanos) {
        delayNanos.add(nanos);
    }
}
