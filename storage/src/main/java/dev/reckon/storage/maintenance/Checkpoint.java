package dev.reckon.storage.maintenance;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.manifest.ManifestWriter;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentFiles;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.transaction.Committer;
import dev.reckon.storage.transaction.Counters;
import dev.reckon.storage.wal.Log;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Writes a manifest of the newest state, so that recovery need not read the log before it, and
/// removes the files that only older states needed. For one thread at a time.
public final class Checkpoint {
    /// The counter of the log files.
    public static final long LOG_FILE_COUNTER = 1;

    private final FileSystem files;
    private final Committer committer;
    private final Counters counters;
    private final SegmentFiles segmentFiles;
    private final Log log;
    private final LongSupplier clock;
    private final Optional<Archive> archive;
    private final WriteCounts counts;
    private long manifestNumber;
    private long manifestSequence;

    /// Continues after the newest manifest.
    ///
    /// @param clock the time in microseconds since 1970
    /// @param manifestNumber the number of the newest manifest
    /// @param manifestSequence the last commit in it
    public Checkpoint(
            FileSystem files,
            Committer committer,
            Counters counters,
            SegmentFiles segmentFiles,
            Log log,
            LongSupplier clock,
            Optional<Archive> archive,
            WriteCounts counts,
            long manifestNumber,
            long manifestSequence) {
        this.files = files;
        this.committer = committer;
        this.counters = counters;
        this.segmentFiles = segmentFiles;
        this.log = log;
        this.clock = clock;
        this.archive = archive;
        this.counts = counts;
        this.manifestNumber = manifestNumber;
        this.manifestSequence = manifestSequence;
    }

    /// Returns the number of the last commit in the newest manifest.
    public long manifestSequence() {
        return manifestSequence;
    }

    /// Returns the counters, with the number of the newest log file: no later one may have a number
    /// again that is in an archive.
    private Map<Long, Long> allCounters() {
        Map<Long, Long> values = counters.all();
        values.put(LOG_FILE_COUNTER, log.fileNumber());
        return values;
    }

    /// Archives what is finished of the log, if there is an archive.
    ///
    /// @param closed whether nothing more is written to any file
    public void archiveLog(boolean closed) throws IOException {
        if (archive.isPresent()) {
            archive.get().archiveLog(closed);
        }
    }

    public void run() throws IOException {
        // Before the state is taken: what is unused now is in no later state.
        List<Long> unused = segmentFiles.takeUnused();
        boolean written = false;
        StoreState state = committer.use();
        try {
            if (archive.isPresent()) {
                archive.get().archiveLog(false);
            }
            long number = manifestNumber + 1;
            long byteCount =
                    ManifestWriter.write(files, number, state, allCounters(), clock.getAsLong());
            counts.checkpoints().addManifest(byteCount);
            written = true;
            manifestNumber++;
            manifestSequence = state.sequence();
        } finally {
            state.files().release();
            if (!written) {
                segmentFiles.giveBack(unused);
            }
        }
        if (manifestNumber > 1) {
            ManifestWriter.delete(files, manifestNumber - 1);
        }
        log.removeBefore(state.sequence());
        for (long id : unused) {
            files.delete(Segment.fileName(id));
        }
    }
}
