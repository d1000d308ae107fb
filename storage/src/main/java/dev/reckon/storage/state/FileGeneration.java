package dev.reckon.storage.state;

import dev.reckon.storage.segment.Segment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The set of open segments that the states of a stretch of time refer to, and how many still use
/// it: the current state and each open snapshot. When the last is gone, its segments are released.
///
/// Flush, merge and dropped tables begin a new generation; ordinary commits stay in the last one.
/// Safe for use by many threads.
public final class FileGeneration {
    /// No files; for a state that is not in use yet.
    public static final FileGeneration NONE = new FileGeneration(List.of(), _ -> {});

    private final List<Segment> segments;
    private final Consumer<FileGeneration> whenUnused;
    private final AtomicInteger userCount = new AtomicInteger(1);

    /// Makes a generation with one user: who makes it.
    ///
    /// @param whenUnused called once, by the thread that closes the last use
    public FileGeneration(List<Segment> segments, Consumer<FileGeneration> whenUnused) {
        this.segments = List.copyOf(segments);
        this.whenUnused = whenUnused;
    }

    public List<Segment> segments() {
        return segments;
    }

    /// Adds a user, unless the last one is gone already: then the caller reads the current state
    /// again and finds a newer generation.
    public boolean tryUse() {
        for (int count = userCount.get(); count > 0; count = userCount.get()) {
            if (userCount.compareAndSet(count, count + 1)) {
                return true;
            }
        }
        return false;
    }

    /// Ends one use.
    public void release() {
        if (userCount.decrementAndGet() == 0) {
            whenUnused.accept(this);
        }
    }
}
