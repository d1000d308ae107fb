package dev.reckon.storage.file;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;

/// Says what a failure of the disk means to a client.
public final class DiskErrors {
    private DiskErrors() {}

    /// Returns the error for a failed operation: 53100 for a full disk, else 58030.
    ///
    /// @param action what failed, as in "could not write file x"
    public static DatabaseException asDatabaseException(String action, IOException cause) {
        if (cause instanceof FileSystem.DiskFullException) {
            return new DatabaseException(
                            SqlState.DISK_FULL,
                            "could not %s: no space left on device".formatted(action),
                            cause)
                    .withHint("Check free disk space.");
        }
        return new DatabaseException(
                SqlState.IO_ERROR, "could not %s: %s".formatted(action, cause.getMessage()), cause);
    }

    /// Returns the error for a page of a mapped file that the disk did not deliver, which the JDK
    /// reports as an `InternalError`: 58030; for any other error of that class, XX000.
    public static DatabaseException asDatabaseException(InternalError error) {
        String message = String.valueOf(error.getMessage());
        if (message.contains("unsafe memory access") || message.contains("mapped")) {
            return new DatabaseException(
                            SqlState.IO_ERROR,
                            "could not read a file: the disk did not deliver a page of it",
                            error)
                    .withHint("Check the disk; stop the server and run: reckon check");
        }
        return new DatabaseException(SqlState.INTERNAL_ERROR, "internal error: " + message, error);
    }

    /// Returns the error for bytes that are not as they were written: XX001.
    ///
    /// @param file as [FileSystem#describe] calls it
    /// @param offset of the first byte of what is damaged
    public static DatabaseException damaged(String file, long offset, String what) {
        return new DatabaseException(
                        SqlState.DATA_CORRUPTED,
                        "file \"%s\" is damaged at offset %d: %s".formatted(file, offset, what))
                .withHint("Restore the file from a backup.");
    }
}
