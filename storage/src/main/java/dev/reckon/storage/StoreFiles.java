package dev.reckon.storage;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.FileSystem.DirectoryInUseException;
import dev.reckon.storage.file.FileSystem.DirectoryLock;
import dev.reckon.storage.file.UnchangedFiles;
import dev.reckon.storage.maintenance.Check;
import dev.reckon.storage.maintenance.StoreCopy;
import dev.reckon.storage.maintenance.StoreImage;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.wal.LogEnd;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What is done with the files of a store that nobody has open: they are read, and never changed.
public final class StoreFiles {
    private StoreFiles() {}

    private interface Step<T> {
        T run() throws IOException;
    }

    /// Verifies all that a store's files say: manifest, log, each checksum, the order of keys, that
    /// each key is found by its segment's model and live in one place only.
    ///
    /// @return what is wrong, a line each, naming the file and the offset of what is damaged; empty
    ///   when all is well
    /// @throws DatabaseException F0001 when a process has the directory open, 58P01 when there is
    ///   no store, 58030 when it can't be read
    public static List<String> check(FileSystem files) {
        return reading(
                files,
                () -> {
                    List<String> findings = new ArrayList<>();
                    check(new UnchangedFiles(files), findings);
                    return findings;
                });
    }

    private static void check(UnchangedFiles files, List<String> findings) throws IOException {
        try (StoreImage image =
                StoreImage.open(files, LogEnd.NONE, damage -> findings.add(message(damage)))) {
            StoreCopy.requireFinished(files);
            findings.addAll(Check.run(image.state()));
        } catch (DatabaseException e) {
            if (e.sqlState() == SqlState.UNDEFINED_FILE) {
                throw e;
            }
            findings.add(message(e));
        }
    }

    private static String message(DatabaseException e) {
        return String.valueOf(e.getMessage());
    }

    /// Copies a store to an empty directory, as [Store#backUp] does with one that is open.
    ///
    /// @return the number of the last commit in the copy
    public static long backUp(FileSystem files, FileSystem target, boolean link) {
        return reading(
                files,
                () -> {
                    UnchangedFiles unchanged = new UnchangedFiles(files);
                    try (StoreImage image = openWhole(unchanged, LogEnd.NONE)) {
                        StoreState state = image.state();
                        StoreCopy.write(state, image.counters(), now(), unchanged, target, link);
                        return state.sequence();
                    }
                });
    }

    /// Makes a store of a backup, as it was at a point after it.
    ///
    /// Everything is verified before anything is written. What the log has after the backup is held
    /// in memory.
    ///
    /// @param backup what [Store#backUp] wrote
    /// @param logs directories with log files since: archives, or the directory of a store that is
    ///   not open
    /// @param target an empty directory
    /// @return the number of the last commit in the store
    /// @throws DatabaseException XX001 when the backup or the log is damaged, 22023 when the point
    ///   is before the backup or after the end of the log
    public static long restore(
            FileSystem backup, List<FileSystem> logs, RestorePoint point, FileSystem target) {
        return reading(backup, () -> restoreFiles(backup, logs, point, target));
    }

    private static long restoreFiles(
            FileSystem backup, List<FileSystem> logs, RestorePoint point, FileSystem target)
            throws IOException {
        UnchangedFiles files = new UnchangedFiles(backup);
        StoreCopy.requireFinished(files);
        for (FileSystem log : logs) {
            files.add(log, StoreFiles::isOfLog);
        }
        try (StoreImage image = openWhole(files, logEnd(point))) {
            requireReached(image, point);
            List<String> problems = Check.run(image.state());
            if (!problems.isEmpty()) {
                throw new DatabaseException(
                                SqlState.DATA_CORRUPTED,
                                "the backup in \"%s\" is damaged: %s"
                                        .formatted(files.describe(""), problems.getFirst()))
                        .withDetail(String.join("\n", problems));
            }
            StoreState state = image.state();
            StoreCopy.write(state, image.counters(), now(), files, target, false);
            return state.sequence();
        }
    }

    /// Returns what of the log leads to a point.
    private static LogEnd logEnd(RestorePoint point) {
        return switch (point) {
            case RestorePoint.End _ -> LogEnd.NONE;
            case RestorePoint.AtSequence(long last) -> (sequence, _) -> sequence <= last;
            case RestorePoint.AtTime(Instant time) -> {
                long last = ChronoUnit.MICROS.between(Instant.EPOCH, time);
                yield (_, timeMicros) -> timeMicros <= last;
            }
        };
    }

    private static boolean isOfLog(String name) {
        return name.matches("log-[0-9]{12}|segment-[0-9a-f]{16}");
    }

    private static void requireReached(StoreImage image, RestorePoint point) {
        switch (point) {
            case RestorePoint.End _ -> {}
            case RestorePoint.AtSequence(long sequence) -> {
                if (sequence < image.manifestSequence()) {
                    throw unreachable(
                            "commit %d is before the backup, which ends with commit %d"
                                    .formatted(sequence, image.manifestSequence()));
                }
                if (sequence > image.state().sequence()) {
                    throw unreachable(
                            "commit %d is after the end of the log, which is commit %d"
                                    .formatted(sequence, image.state().sequence()));
                }
            }
            case RestorePoint.AtTime(Instant time) -> {
                Instant backup = Instant.EPOCH.plus(image.manifestTimeMicros(), ChronoUnit.MICROS);
                if (time.isBefore(backup)) {
                    throw unreachable(
                            "the time %s is before that of the backup, %s".formatted(time, backup));
                }
                if (!image.metEnd()) {
                    throw unreachable(
                            "the log ends with commit %d, before the time %s"
                                    .formatted(image.state().sequence(), time));
                }
            }
        }
    }

    private static DatabaseException unreachable(String what) {
        return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, what)
                .withHint(
                        "Choose another backup or another point, or give the log that is missing.");
    }

    private static StoreImage openWhole(UnchangedFiles files, LogEnd end) throws IOException {
        return StoreImage.open(
                files,
                end,
                damage -> {
                    throw damage;
                });
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static <T> T reading(FileSystem files, Step<T> step) {
        try (DirectoryLock _ = files.lockForReading()) {
            return step.run();
        } catch (DirectoryInUseException e) {
            throw new DatabaseException(
                            SqlState.LOCK_FILE_EXISTS, String.valueOf(e.getMessage()), e)
                    .withHint("Stop that process first.");
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("read " + files.describe(""), e);
        }
    }
}
