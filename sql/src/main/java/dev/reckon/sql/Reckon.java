package dev.reckon.sql;

import dev.reckon.storage.error.DatabaseException;
import java.nio.file.Path;

/// A database in this process: the front door for Java programs. Safe for use by many threads, each
/// with a session of its own.
///
/// ```java
/// try (Reckon reckon = Reckon.open(Path.of("data"));
///         Session session = reckon.session()) {
///     session.execute("CREATE TABLE visit (id bigint PRIMARY KEY, page text)").close();
/// }
/// ```
///
/// A [Session] runs SQL ([Session#execute]) and gives access to tables without it
/// ([Session#table]). Whoever needs more than that, an archive of the log or another file system,
/// opens a [Database].
public final class Reckon implements AutoCloseable {
    private final Database database;

    private Reckon(Database database) {
        this.database = database;
    }

    /// Opens a directory, and creates the database when it is empty. What was committed before is
    /// there, however the last process ended.
    ///
    /// @throws DatabaseException F0001 when another process has it open, XX001 when a file is
    ///   damaged, 58030 when the disk fails
    public static Reckon open(Path directory) {
        return new Reckon(Database.open(directory));
    }

    /// Begins a session of the owner, who may do everything; the caller closes it.
    public Session session() {
        return session(Database.OWNER);
    }

    /// Begins a session of a role; the caller closes it.
    ///
    /// @throws DatabaseException 28000 when the role may not log in, 42501 when it may not use the
    ///   database, 53300 when it has as many sessions as it may
    public Session session(String role) {
        return database.logIn(role);
    }

    /// Returns the database itself, which is closed with this.
    public Database database() {
        return database;
    }

    /// Ends the statements that other threads still run (they fail with 57014), rolls back all open
    /// transactions, and closes the files. Sessions may be closed before or after. A second call
    /// does nothing.
    @Override
    public void close() {
        database.close();
    }
}
