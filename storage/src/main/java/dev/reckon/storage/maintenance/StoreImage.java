package dev.reckon.storage.maintenance;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.UnchangedFiles;
import dev.reckon.storage.manifest.ManifestReader;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.transaction.Recovery;
import dev.reckon.storage.wal.LogEnd;
import dev.reckon.storage.wal.LogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What the files of a store that nobody changes say, recovered in memory. For one thread.
public final class StoreImage implements AutoCloseable {
    private final List<Segment> opened;
    private final StoreState state;
    private final Map<Long, Long> counters;
    private final long manifestSequence;
    private final long manifestTimeMicros;
    private final boolean metEnd;

    private StoreImage(
            List<Segment> opened,
            Recovery.Result recovered,
            Map<Long, Long> counters,
            ManifestReader.Result manifest) {
        this.opened = opened;
        this.state = recovered.state();
        this.counters = counters;
        this.manifestSequence = manifest.state().sequence();
        this.manifestTimeMicros = manifest.timeMicros();
        this.metEnd = recovered.metEnd();
    }

    /// Reads the newest manifest and the log after it.
    ///
    /// @param files which are left as they are
    /// @param end what of the log is wanted
    /// @param damage gets what is wrong; when it returns, the image is what could be read: after
    ///   damage to the manifest nothing, after damage to a segment that of the manifest
    /// @throws DatabaseException 58P01 when there is no store
    public static StoreImage open(
            UnchangedFiles files, LogEnd end, Consumer<DatabaseException> damage)
            throws IOException {
        List<Segment> opened = new ArrayList<>();
        List<DatabaseException> found = new ArrayList<>();
        try {
            ManifestReader.Result manifest = ManifestReader.read(files, opened, found::add);
            Map<Long, Long> counters = new HashMap<>(manifest.counters());
            Recovery.Result recovered =
                    found.isEmpty()
                            ? Recovery.run(files, manifest.state(), counters, opened, end)
                            : onlyVerified(files, manifest);
            if (manifest.number() == 0 && recovered.log().files().isEmpty()) {
                throw new DatabaseException(
                        SqlState.UNDEFINED_FILE,
                        "there is no database in \"%s\"".formatted(files.describe("")));
            }
            found.forEach(damage);
            return new StoreImage(opened, recovered, counters, manifest);
        } catch (IOException | RuntimeException | Error e) {
            opened.forEach(Segment::close);
            found.forEach(damage);
            throw e;
        }
    }

    /// Reads the log without applying it to a state of which parts are missing.
    private static Recovery.Result onlyVerified(FileSystem files, ManifestReader.Result manifest)
            throws IOException {
        LogReader.Result log =
                LogReader.read(files, manifest.state().sequence(), (_, _, _, _, _, _, _) -> {});
        return new Recovery.Result(manifest.state(), log, false);
    }

    /// Returns the state, whose segments belong to this image.
    public StoreState state() {
        return state;
    }

    public Map<Long, Long> counters() {
        return counters;
    }

    /// Returns the number of the last commit in the manifest.
    public long manifestSequence() {
        return manifestSequence;
    }

    /// Returns a time after that commit, in microseconds since 1970.
    public long manifestTimeMicros() {
        return manifestTimeMicros;
    }

    /// Returns whether the log goes on after what was wanted of it.
    public boolean metEnd() {
        return metEnd;
    }

    @Override
    public void close() {
        opened.forEach(Segment::close);
    }
}
