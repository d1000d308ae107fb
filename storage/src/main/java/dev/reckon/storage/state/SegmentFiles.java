package dev.reckon.storage.state;

import dev.reckon.storage.segment.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Closes segments when the last state and the last snapshot that refer to them are gone. Safe for
/// use by many threads.
///
/// Their files stay: the manifest or the log may still name them. A checkpoint deletes them, of
/// those that [#takeUnused] returned before it took the state that its manifest describes.
public final class SegmentFiles {
    /// How many generations have each open segment. Guarded by this.
    private final Map<Long, Integer> useCounts = new HashMap<>();

    /// Closed and not deleted yet. Guarded by this.
    private final List<Long> unused = new ArrayList<>();

    /// The bytes of those that were closed since they were taken last. Guarded by this.
    private long unusedByteCount;

    /// Named by commits and not archived yet, if anybody archives. Guarded by this.
    private final List<Long> loaded = new ArrayList<>();

    private boolean recordsLoads;

    /// Makes the generation of a state's segments; its one use belongs to that state.
    public FileGeneration generation(TableMap tables) {
        Map<Long, Segment> segments = new LinkedHashMap<>();
        for (TableState table : tables.all()) {
            for (SegmentState state : table.segments()) {
                segments.put(state.segment().id(), state.segment());
            }
        }
        synchronized (this) {
            segments.keySet().forEach(id -> useCounts.merge(id, 1, Integer::sum));
        }
        return new FileGeneration(List.copyOf(segments.values()), this::closeUnused);
    }

    private void closeUnused(FileGeneration generation) {
        List<Segment> closing = new ArrayList<>();
        synchronized (this) {
            for (Segment segment : generation.segments()) {
                int count = useCounts.merge(segment.id(), -1, Integer::sum);
                if (count == 0) {
                    useCounts.remove(segment.id());
                    unused.add(segment.id());
                    unusedByteCount += segment.byteCount();
                    closing.add(segment);
                }
            }
        }
        closing.forEach(Segment::close);
    }

    /// Returns the ids of segments that nobody can read any more, each once.
    public synchronized List<Long> takeUnused() {
        List<Long> taken = List.copyOf(unused);
        unused.clear();
        unusedByteCount = 0;
        return taken;
    }

    /// Takes ids back that could not be deleted yet.
    public synchronized void giveBack(List<Long> ids) {
        unused.addAll(ids);
    }

    /// Begins, or goes on, to remember the segments that commits name.
    ///
    /// @param ids those to begin with
    public synchronized void recordLoads(List<Long> ids) {
        recordsLoads = true;
        loaded.addAll(ids);
    }

    /// Says that a commit has named segments.
    public synchronized void loaded(Collection<Segment> segments) {
        if (recordsLoads) {
            segments.forEach(segment -> loaded.add(segment.id()));
        }
    }

    /// Returns the segments that commits have named since the last call.
    public synchronized List<Long> takeLoaded() {
        List<Long> taken = List.copyOf(loaded);
        loaded.clear();
        return taken;
    }

    /// Returns whether a checkpoint could delete files.
    public synchronized boolean hasUnused() {
        return !unused.isEmpty();
    }

    /// Returns about how many bytes a checkpoint could give back to the disk.
    public synchronized long unusedByteCount() {
        return unusedByteCount;
    }

    /// Returns how many segments are open.
    public synchronized int openCount() {
        return useCounts.size();
    }
}
