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

/// Writes a manifest of the newest state, so that recovery need not read the log before it, and
/// removes the files that only older states needed. For one thread at a time.
public final class Checkpoint {
    private final FileSystem files;
    private final Committer committer;
    private final Counters counters;
    private final SegmentFiles segmentFiles;
    private final Log log;
    private long manifestNumber;
    private long manifestSequence;

    /// Continues after the newest manifest.
    ///
    /// @param manifestNumber the number of the newest manifest
    /// @param manifestSequence the last commit in it
    public Checkpoint(
            FileSystem files,
            Committer committer,
            Counters counters,
            SegmentFiles segmentFiles,
            Log log,
            long manifestNumber,
            long manifestSequence) {
        this.files = files;
        this.committer = committer;
        this.counters = counters;
        this.segmentFiles = segmentFiles;
        this.log = log;
        this.manifestNumber = manifestNumber;
        this.manifestSequence = manifestSequence;
    }

    /// Returns the number of the last commit in the newest manifest.
    public long manifestSequence() {
        return manifestSequence;
    }

    public void run() throws IOException {
        // Before the state is taken: what is unused now is in no later state.
        List<Long> unused = segmentFiles.takeUnused();
        boolean written = false;
        StoreState state = committer.use();
        try {
            ManifestWriter.write(files, manifestNumber + 1, state, counters.all());
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
