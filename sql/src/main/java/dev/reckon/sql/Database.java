package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogReader;
import dev.reckon.sql.catalog.DefinitionFormat;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.catalog.SystemTables;
import dev.reckon.sql.execute.MemoryBudget;
import dev.reckon.sql.function.SessionActivity;
import dev.reckon.sql.password.PasswordVerifier;
import dev.reckon.sql.system.SystemCatalog;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Store;
import dev.reckon.storage.StoreOptions;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WriteStatistics;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.FileSystem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A database directory, opened by one process. Safe for use by many threads.
public final class Database implements AutoCloseable {
    /// The name of the one database, unless a session says another.
    public static final String NAME = "reckon";

    /// The name of the role that is there at first.
    public static final String OWNER = "reckon";

    /// How long a statement that was cancelled is waited for.
    private static final long STOP_MILLIS_MAX = 2000;

    private final Store store;
    private final long openedMicros = now();
    private final CatalogReader catalogs;
    private final MemoryBudget memory;
    private final NotificationHub notifications = new NotificationHub();
    private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger lastProcessId = new AtomicInteger();

    private volatile boolean isClosed;

    private Database(Store store) {
        this.store = store;
        List<SystemTable> tables = new ArrayList<>(SystemCatalog.relations());
        tables.addAll(StoreTables.all());
        tables.add(new StoreWrites(store));
        this.catalogs = new CatalogReader(new SystemTables(tables));
        this.memory = new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
    }

    /// Opens a directory, and creates the database when it is empty.
    ///
    /// @throws DatabaseException F0001 when another process has it open, XX001 when a file is
    ///   damaged, 58030 when the disk fails
    public static Database open(Path directory) {
        return open(DatabaseFiles.created(directory), StoreOptions.DEFAULT);
    }

    /// Opens a directory as [#open(Path)] does, and keeps what is written to its log in another
    /// one: with a backup, enough to restore any later moment.
    ///
    /// @throws DatabaseException F0000 when the archive is another database's
    public static Database open(Path directory, Path archive) {
        return open(
                Store.open(
                        DatabaseFiles.created(directory),
                        StoreOptions.DEFAULT,
                        Optional.of(DatabaseFiles.created(archive))));
    }

    /// Opens a database on any file system.
    public static Database open(FileSystem files, StoreOptions options) {
        return open(Store.open(files, options));
    }

    /// Changes how many bytes a second background merges write at most; 0 for no limit.
    public void limitMerges(long bytesPerSecond) {
        store.limitMerges(bytesPerSecond);
    }

    /// Returns what was written to the directory since it was opened.
    public WriteStatistics writeStatistics() {
        return store.writeStatistics();
    }

    /// Returns how many rows the largest table or index has.
    public long largestTableRowCount() {
        return store.largestTableRowCount();
    }

    /// Returns whether any session runs a statement now.
    public boolean isBusy() {
        return sessions.values().stream()
                .anyMatch(session ->
                        session.request().seen().state() == SessionActivity.State.ACTIVE);
    }

    private static Database open(Store store) {
        try {
            var database = new Database(store);
            database.createIfEmpty();
            database.dropTemporaryObjects();
            return database;
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private void createIfEmpty() {
        try (Snapshot snapshot = store.snapshot()) {
            if (!snapshot.definitions().isEmpty()) {
                return;
            }
        }
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            var schema = Schema.newPublic();
            var role =
                    new Role(
                            new Header(Role.BOOTSTRAP_OID, 0, OWNER, Role.BOOTSTRAP_OID),
                            true,
                            true,
                            true,
                            true,
                            true,
                            true,
                            true,
                            -1,
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Map.of());
            transaction.putDefinition(schema.oid(), DefinitionFormat.encode(schema));
            transaction.putDefinition(role.oid(), DefinitionFormat.encode(role));
            transaction.commit();
        }
    }

    /// Removes what sessions left that did not end in order.
    private void dropTemporaryObjects() {
        boolean any;
        try (Snapshot snapshot = store.snapshot()) {
            any = catalogs.read(snapshot).schemas().stream().anyMatch(Schema::isTemporary);
        }
        if (any) {
            try (Session session = openSession(OWNER)) {
                TemporarySchemas.dropAll(session);
            }
        }
    }

    Store store() {
        return store;
    }

    MemoryBudget memory() {
        return memory;
    }

    NotificationHub notifications() {
        return notifications;
    }

    Catalog catalog(Snapshot snapshot) {
        return catalogs.read(snapshot);
    }

    /// Returns the sessions that are open.
    List<Session> sessions() {
        return List.copyOf(sessions.values());
    }

    /// Returns the session of a number, if it is open.
    Optional<Session> session(int processId) {
        return Optional.ofNullable(sessions.get(processId));
    }

    /// Returns when the database was opened: microseconds since 2000-01-01 00:00 UTC.
    long openedMicros() {
        return openedMicros;
    }

    /// Returns the time: microseconds since 2000-01-01 00:00 UTC.
    private static long now() {
        return ChronoUnit.MICROS.between(Instant.parse("2000-01-01T00:00:00Z"), Instant.now());
    }

    /// Returns the verifier of the password of a role that may log in; empty when there is no such
    /// role, or it has none, or one that was VALID UNTIL some time ago.
    public Optional<PasswordVerifier> passwordVerifier(String role) {
        try (Snapshot snapshot = store.snapshot()) {
            return catalog(snapshot)
                    .role(role)
                    .filter(Role::login)
                    .filter(each -> each.validUntil().filter(until -> until < now()).isEmpty())
                    .flatMap(Role::password)
                    .flatMap(PasswordVerifier::parse);
        }
    }

    /// Returns whether any role has a password: from then on clients must prove theirs.
    public boolean hasPasswords() {
        try (Snapshot snapshot = store.snapshot()) {
            return catalog(snapshot).roles().stream()
                    .anyMatch(role -> role.login() && role.password().isPresent());
        }
    }

    /// Begins a session of a client that has proved who it is; the caller closes it. A role that
    /// does not exist is let in, as whoever decided that the client may come trusts it.
    ///
    /// @throws DatabaseException 28000 for a role that may not log in, 53300 for one that has as
    ///   many sessions as it may have
    public Session logIn(String user) {
        Session session = openSession(user);
        try {
            requireLogin(session.catalog().role(user), user);
            requireConnect(session);
            return session;
        } catch (DatabaseException refused) {
            session.close();
            throw refused;
        }
    }

    private static void requireConnect(Session session) {
        Catalog catalog = session.catalog();
        if (!Rights.of(catalog, session.loginUser()).may(catalog.database(), 'c')) {
            throw new DatabaseException(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "permission denied for database \""
                                    + session.environment().currentDatabase()
                                    + "\"")
                    .withDetail("User does not have CONNECT privilege.");
        }
    }

    private void requireLogin(Optional<Role> role, String user) {
        if (role.isEmpty()) {
            return;
        }
        if (!role.get().login()) {
            throw new DatabaseException(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "role \"" + user + "\" is not permitted to log in");
        }
        long sessionCount =
                sessions.values().stream()
                        .filter(session -> session.loginUser().equals(user))
                        .count();
        int limit = role.get().connectionLimit();
        if (limit >= 0 && !role.get().superuser() && sessionCount > limit) {
            throw new DatabaseException(
                    SqlState.TOO_MANY_CONNECTIONS,
                    "too many connections for role \"" + user + "\"");
        }
    }

    /// Begins a session of a user, whoever that is; the caller closes it.
    public Session openSession(String user) {
        int processId = lastProcessId.incrementAndGet();
        var session = new Session(this, user, processId);
        sessions.put(processId, session);
        return session;
    }

    void ended(Session session) {
        sessions.remove(session.processId());
    }

    /// Returns whether it was closed: nothing is open any more.
    boolean isClosed() {
        return isClosed;
    }

    /// Closes everything: what sessions still run is cancelled, and waited for when other threads
    /// run it; then what is open is rolled back. A session may be closed before or after, but does
    /// nothing any more.
    @Override
    public void close() {
        List<Session> left = List.copyOf(sessions.values());
        left.forEach(Session::cancel);
        try {
            for (Session session : left) {
                session.request().stop(STOP_MILLIS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        isClosed = true;
        store.close();
    }
}
