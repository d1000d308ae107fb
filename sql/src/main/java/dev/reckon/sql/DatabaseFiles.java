package dev.reckon.sql;

import dev.reckon.storage.RestorePoint;
import dev.reckon.storage.StoreFiles;
import dev.reckon.storage.StoreOptions;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.FileSystem.DirectoryLock;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.UnchangedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is done with the directory of a database that nobody has open: it is read, and never
/// changed.
public final class DatabaseFiles {
    /// For a view in memory: nothing is worth being rearranged there.
    private static final StoreOptions READING =
            new StoreOptions(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false);

    private DatabaseFiles() {}

    /// Verifies everything: see [StoreFiles#check]; and if the files are well, each secondary index
    /// against its table.
    ///
    /// @return what is wrong, a line each; empty when all is well
    /// @throws DatabaseException F0001 when a process has the directory open, 58P01 when there is
    ///   no database, 58030 when it can't be read
    public static List<String> check(Path directory) {
        return check(existing(directory));
    }

    /// Verifies a database on any file system.
    public static List<String> check(FileSystem files) {
        List<String> findings = StoreFiles.check(files);
        if (!findings.isEmpty()) {
            return findings;
        }
        try (DirectoryLock _ = files.lockForReading();
                Database database = Database.open(new UnchangedFiles(files), READING);
                Session session = database.openSession(Database.OWNER)) {
            return IndexChecks.check(session);
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("read " + files.describe(""), e);
        }
    }

    /// Copies a database to a new or empty directory.
    ///
    /// @param link see [Session#backUp]
    /// @return the number of the last commit in the copy
    /// @throws DatabaseException as [#check(Path)]; 58P02 when the directory is not empty, XX001
    ///   when a file is damaged, 53100 when there is no room
    public static long backUp(Path directory, Path target, boolean link) {
        return StoreFiles.backUp(existing(directory), created(target), link);
    }

    /// Makes a database of a backup, as it was at a point after it: see [StoreFiles#restore].
    ///
    /// @param logs archives of the log, or the directory of the database that is to be replaced
    /// @return the number of the last commit in it
    public static long restore(Path backup, List<Path> logs, RestorePoint point, Path directory) {
        List<FileSystem> logFiles = new ArrayList<>();
        logs.forEach(each -> logFiles.add(existing(each)));
        return StoreFiles.restore(existing(backup), logFiles, point, created(directory));
    }

    private static FileSystem existing(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_FILE, "there is no directory \"%s\"".formatted(directory));
        }
        return created(directory);
    }

    static FileSystem created(Path directory) {
        try {
            return new LocalFileSystem(directory);
        } catch (IOException e) {
            throw new DatabaseException(
                    SqlState.IO_ERROR, "could not open directory \"" + directory + "\": " + e, e);
        }
    }
}
