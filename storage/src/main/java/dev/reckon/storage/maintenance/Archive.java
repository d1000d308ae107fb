package dev.reckon.storage.maintenance;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.FileSystem.WritableFile;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentFiles;
import dev.reckon.storage.wal.Log;
import dev.reckon.storage.wal.LogReader.FoundFile;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Copies finished log files, and the segments that their records name, to another directory: what
/// a restore to a point in time needs beside a backup. For one thread at a time.
///
/// A log file is removed only when it is there; a segment is there before the log file that names
/// it is, and before a manifest makes the record unnecessary to recovery.
public final class Archive {
    private static final String UNFINISHED_SUFFIX = ".new";

    private final FileSystem files;
    private final FileSystem target;
    private final SegmentFiles segmentFiles;
    private final Log log;
    private final Set<String> archived;
    private long archivedNumber;

    /// Begins to archive the log of an open store.
    ///
    /// @param loadedIds of the segments that recovery found named in the log
    /// @throws DatabaseException F0000 when the directory has later files of another history
    public Archive(
            FileSystem files,
            FileSystem target,
            SegmentFiles segmentFiles,
            Log log,
            List<Long> loadedIds)
            throws IOException {
        this.files = files;
        this.target = target;
        this.segmentFiles = segmentFiles;
        this.log = log;
        this.archived = new HashSet<>(target.list());
        for (String name : archived) {
            if (log.fileNumber(name).orElse(0L) > log.fileNumber()) {
                throw new DatabaseException(
                                SqlState.CONFIG_FILE_ERROR,
                                "the archive has \"%s\", which is later than the log of this store"
                                        .formatted(target.describe(name)))
                        .withHint(
                                "It belongs to another store, or to this one before it was"
                                        + " restored. Choose an empty directory.");
            }
        }
        log.keepAfter(0);
        segmentFiles.recordLoads(loadedIds);
    }

    /// Archives the segments that commits have named since the last time. To be called before a
    /// manifest of those commits is written.
    public void archiveSegments() throws IOException {
        List<Long> loaded = segmentFiles.takeLoaded();
        boolean done = false;
        try {
            for (long id : loaded) {
                copy(Segment.fileName(id), true);
            }
            if (!loaded.isEmpty()) {
                target.syncDirectory();
            }
            done = true;
        } finally {
            if (!done) {
                segmentFiles.recordLoads(loaded);
            }
        }
    }

    /// Archives what is finished of the log, which can then be removed.
    ///
    /// @param closed whether nothing more is written to any file
    public void archiveLog(boolean closed) throws IOException {
        // First the files, then the segments: a record is written before it is applied.
        List<FoundFile> finished = log.finishedFiles(closed);
        archiveSegments();
        for (FoundFile file : finished) {
            if (file.number() > archivedNumber) {
                copy(file.name(), false);
                target.syncDirectory();
                archivedNumber = file.number();
            }
        }
        log.keepAfter(archivedNumber);
    }

    private void copy(String name, boolean link) throws IOException {
        if (archived.contains(name)) {
            return;
        }
        if (!link || !files.link(name, target)) {
            String unfinished = name + UNFINISHED_SUFFIX;
            byte[] bytes = files.read(name);
            try (WritableFile copy = target.create(unfinished)) {
                copy.write(0, bytes, 0, bytes.length);
                copy.sync();
            }
            target.rename(unfinished, name);
        }
        archived.add(name);
    }
}
