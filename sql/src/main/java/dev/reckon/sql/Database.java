package dev.reckon.sql;

import dev.reckon.sql.password.PasswordVerifier;
import dev.reckon.storage.StoreOptions;
import dev.reckon.storage.file.FileSystem;
import java.nio.file.Path;
import java.util.Optional;

/// A database directory, opened by one process. Safe for use by many threads.
public final class Database implements AutoCloseable {
    private Database() {}

    /// Opens a directory, and creates the database when it is empty.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException F0001 when another process has it open,
    ///   XX001 when a file is damaged, 58030 when the disk fails
    public static Database open(Path directory) {
        throw new UnsupportedOperationException(directory.toString());
    }

    /// Opens a database on any file system.
    public static Database open(FileSystem files, StoreOptions options) {
        throw new UnsupportedOperationException(files + " " + options);
    }

    /// Returns the verifier of the password of a role that may log in; empty when there is no such
    /// role, or it has none.
    public Optional<PasswordVerifier> passwordVerifier(String role) {
        throw new UnsupportedOperationException(role);
    }

    /// Returns whether any role has a password: from then on clients must prove theirs.
    public boolean hasPasswords() {
        throw new UnsupportedOperationException();
    }

    /// Begins a session of a user; the caller closes it.
    public Session openSession(String user) {
        throw new UnsupportedOperationException(user);
    }

    /// Closes everything; sessions still open are cancelled and rolled back.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
