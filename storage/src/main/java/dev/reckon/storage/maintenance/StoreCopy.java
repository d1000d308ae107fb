package dev.reckon.storage.maintenance;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.FileSystem.WritableFile;
import dev.reckon.storage.file.MappedFile;
import dev.reckon.storage.manifest.ManifestWriter;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;

/// Writes a state to an empty directory, as a store that can be opened: what a backup and a restore
/// are. For one thread.
public final class StoreCopy {
    /// A directory with this file holds a copy that was not finished.
    private static final String UNFINISHED = "copy-unfinished";

    private static final int CHUNK_BYTE_COUNT = 1 << 20;

    private StoreCopy() {}

    /// Returns once the copy is durable.
    ///
    /// @param state whose files are in use
    /// @param counters values no older than the state
    /// @param timeMicros a time after the state's last commit, in microseconds since 1970
    /// @param link whether segments may share their bytes with the original, where that is possible
    /// @throws DatabaseException 58P02 when the directory is not empty
    public static void write(
            StoreState state,
            Map<Long, Long> counters,
            long timeMicros,
            FileSystem source,
            FileSystem target,
            boolean link)
            throws IOException {
        List<String> present = target.list();
        if (!present.isEmpty()) {
            throw new DatabaseException(
                            SqlState.DUPLICATE_FILE,
                            "directory \"%s\" is not empty".formatted(target.describe("")))
                    .withHint("Choose a new or an empty directory.");
        }
        try (WritableFile marker = target.create(UNFINISHED)) {
            marker.sync();
        }
        target.syncDirectory();
        for (TableState table : state.tables().all()) {
            for (SegmentState segment : table.segments()) {
                copyFile(source, Segment.fileName(segment.segment().id()), target, link);
            }
        }
        ManifestWriter.write(target, 1, state, counters, timeMicros);
        target.delete(UNFINISHED);
        target.syncDirectory();
    }

    /// Copies a file that is never changed again; durable when the directory is synced.
    static void copyFile(FileSystem source, String name, FileSystem target, boolean link)
            throws IOException {
        if (link && source.link(name, target)) {
            return;
        }
        try (MappedFile file = source.map(name);
                WritableFile copy = target.create(name)) {
            MemorySegment bytes = file.bytes();
            byte[] chunk = new byte[(int) Math.min(CHUNK_BYTE_COUNT, bytes.byteSize())];
            for (long offset = 0; offset < bytes.byteSize(); offset += chunk.length) {
                int length = (int) Math.min(chunk.length, bytes.byteSize() - offset);
                MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, chunk, 0, length);
                copy.write(offset, chunk, 0, length);
            }
            copy.sync();
        }
    }

    /// Refuses a directory with a copy that was not finished.
    ///
    /// @throws DatabaseException 55000
    public static void requireFinished(FileSystem files) throws IOException {
        if (files.list().contains(UNFINISHED)) {
            throw new DatabaseException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "directory \"%s\" holds a backup or a restore that was interrupted"
                                    .formatted(files.describe("")))
                    .withHint("Remove the directory, and make the copy again.");
        }
    }
}
