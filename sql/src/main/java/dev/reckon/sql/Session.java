package dev.reckon.sql;

import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.modify.DeferredChecks;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.settings.SessionSettings;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Store;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One client's conversation: its settings, its transaction, its prepared statements and cursors.
/// For one thread at a time, [#cancel] excepted.
///
/// Both protocols and the embedded API use it alike. Outside BEGIN … COMMIT a transaction begins by
/// itself with the first statement and ends with [#endImplicit], which the protocols call at Sync
/// and at the end of a simple query.
public final class Session implements AutoCloseable {
    private final Database database;
    private final int processId;
    private final String loginUser;
    private final SessionSettings settings = new SessionSettings();
    private final SessionEnvironment environment = new SessionEnvironment(this, settings);
    private final SessionTransaction transaction;
    private final Activity activity;
    private final CurrentRequest request;
    private final Planner planner = new Planner(this);
    private final QueryRunner queries = new QueryRunner(this);
    private final Commands commands = new Commands(this);
    private final Preparation preparation = new Preparation(this, commands);
    private final RoutineContext routineContext = new RoutineContext(this);
    private final SessionRoutines routines = new SessionRoutines(this);
    private final OpenResults results = new OpenResults();
    private final SessionMessages messages = new SessionMessages(settings);

    /// The catalog that the current statement sees.
    private Catalog catalog;

    private Optional<SearchPath> searchPath = Optional.empty();

    Session(Database database, String user, int processId) {
        this.database = database;
        this.loginUser = user;
        this.processId = processId;
        this.transaction =
                new SessionTransaction(
                        database.store(),
                        settings,
                        environment,
                        commands::endTransaction,
                        routineContext::pinned);
        this.activity = new Activity(processId, user, environment);
        this.request = new CurrentRequest(environment, transaction, activity);
        try (Snapshot snapshot = database.store().snapshot()) {
            this.catalog = database.catalog(snapshot);
        }
        settings.setInternal("session_authorization", user);
        settings.setInternal("is_superuser", isSuperuser() ? "on" : "off");
        Map<String, String> ofRole = catalog.role(user).map(Role::settings).orElse(Map.of());
        for (Map<String, String> values : List.of(catalog.database().settings(), ofRole)) {
            settings.setOfRole(values).forEach(error -> notice("WARNING", error));
        }
        settings.markStart();
        transaction.settle();
        environment.settingsChanged();
    }

    Database database() {
        return database;
    }

    Store store() {
        return database.store();
    }

    SessionSettings settings() {
        return settings;
    }

    SessionTransaction transaction() {
        return transaction;
    }

    Planner planner() {
        return planner;
    }

    QueryRunner queries() {
        return queries;
    }

    Preparation preparation() {
        return preparation;
    }

    /// Returns the calls of routines that run now.
    RoutineContext routineContext() {
        return routineContext;
    }

    /// Returns what runs routines.
    SessionRoutines routines() {
        return routines;
    }

    OpenResults results() {
        return results;
    }

    DeferredChecks deferredChecks() {
        return transaction.deferred();
    }

    /// Returns the catalog that the current statement sees.
    Catalog catalog() {
        return catalog;
    }

    /// Looks at the catalog as a snapshot has it.
    Catalog seeCatalog(Snapshot snapshot) {
        if (catalog.version() != snapshot.definitionVersion()) {
            catalog = database.catalog(snapshot);
            routineContext.changed();
        }
        return catalog;
    }

    /// Looks at the catalog as it is now.
    Catalog refreshCatalog() {
        try (Snapshot snapshot = transaction.snapshot()) {
            return seeCatalog(snapshot);
        }
    }

    /// Returns the user that logged in.
    String loginUser() {
        return loginUser;
    }

    /// Returns the user of SET SESSION AUTHORIZATION, at first the one that logged in.
    String sessionUser() {
        return settings.find("session_authorization").orElse(loginUser);
    }

    String currentUser() {
        Optional<String> definer = routineContext.definer();
        if (definer.isPresent()) {
            return definer.get();
        }
        String role = settings.find("role").orElse("none");
        return role.equals("none") ? sessionUser() : role;
    }

    /// Returns the oid of the current user; that of the first role for a user whom only trust let
    /// in.
    long currentUserOid() {
        return catalog.role(currentUser()).map(Role::oid).orElse(Role.BOOTSTRAP_OID);
    }

    /// Returns whether the user may do everything: also one whom only trust let in.
    boolean isSuperuser() {
        return catalog.role(currentUser()).map(Role::superuser).orElse(true);
    }

    /// Returns the name of the schema of this session's temporary tables.
    String temporarySchema() {
        return Schema.TEMPORARY_PREFIX + processId;
    }

    SearchPath searchPath() {
        return planner.transitionTables().added(plainSearchPath());
    }

    private SearchPath plainSearchPath() {
        if (searchPath.isEmpty()) {
            searchPath =
                    Optional.of(
                            new SearchPath(
                                    SearchPaths.parse(settings.show("search_path"), currentUser()),
                                    temporarySchema()));
        }
        return SearchPaths.open(
                routineContext.searchPath(searchPath.get()), catalog, currentUser());
    }

    /// Changes who the user is, as SET ROLE and SET SESSION AUTHORIZATION do: the latter ends the
    /// former.
    void changeUser(String setting, String role, boolean local) {
        settings.set(setting, role, local, true);
        if (setting.equals("session_authorization")) {
            settings.set("role", "none", local, true);
        }
        settings.setInternal("is_superuser", isSuperuser() ? "on" : "off");
        settingsChanged();
    }

    /// Sets a setting, and forgets what depended on it.
    void changeSetting(String name, String value, boolean local) {
        settings.set(name, value, local, isSuperuser());
        settingsChanged();
    }

    /// Returns all settings to what they were when the session began, but for who the user is.
    void resetSettings() {
        String user = sessionUser();
        String role = settings.find("role").orElse("none");
        settings.resetAll();
        changeUser("session_authorization", user, false);
        changeUser("role", role, false);
    }

    void settingsChanged() {
        environment.settingsChanged();
        searchPath = Optional.empty();
        routineContext.changed();
        preparation.clear();
    }

    /// Splits a text into its statements; each is run by [#prepare] and [#execute] in turn.
    ///
    /// @throws DatabaseException 42601 with a position in the whole text, if any statement is
    ///   wrong: then none is run
    public List<String> split(String text) {
        request.beginWhole(text);
        if (Preparation.isSingle(text)) {
            return List.of(text);
        }
        List<ParsedStatement> parsed;
        try {
            parsed = Parser.parse(text);
        } catch (DatabaseException wrong) {
            fail();
            throw wrong;
        }
        if (parsed.size() == 1) {
            return List.of(text);
        }
        return parsed.stream().map(each -> text.substring(each.start(), each.end())).toList();
    }

    /// Parses, binds and plans one statement; the same text again comes from the plan cache.
    ///
    /// @param parameterTypes the types that the client gives for `$1`, …; `unknown` or a shorter
    ///   list leaves them to be inferred
    public Prepared prepare(String statement, List<DataType> parameterTypes) {
        request.begin(statement);
        environment.beginPreparing();
        try {
            return preparation.prepare(statement, parameterTypes);
        } catch (RuntimeException | Error e) {
            fail();
            throw e;
        }
    }

    /// In a failed transaction only its end is accepted.
    void requireUsable(Statement statement) {
        if (transaction.isFailed() && !TransactionCommands.ends(statement)) {
            throw failed();
        }
    }

    static DatabaseException failed() {
        return new DatabaseException(
                SqlState.IN_FAILED_SQL_TRANSACTION,
                "current transaction is aborted, commands ignored until end of transaction block");
    }

    private void beginStatement() {
        request.begin();
        transaction.startClock();
        environment.beginStatement();
        transaction.beginStatement();
    }

    /// Says that a result goes to its client again after a pause: `statement_timeout` counts anew.
    public void continueStatement() {
        request.begin();
        environment.beginRunning();
        transaction.beginStatement();
    }

    /// Keeps a statement under a name, as PREPARE does; DEALLOCATE and DISCARD forget it.
    ///
    /// @throws DatabaseException 42P05 when the name is taken
    public void define(String name, Prepared statement) {
        commands.prepared().define(name, statement);
    }

    /// Returns the statement that was kept under a name.
    public Optional<Prepared> defined(String name) {
        return commands.prepared().defined(name);
    }

    /// Forgets the statement of a name, if there is one.
    public void undefine(String name) {
        commands.prepared().undefine(name);
    }

    /// Returns whether the session may be sent notifications: it has listened to a channel.
    public boolean isListening() {
        return messages.isListening();
    }

    void listening(boolean listens) {
        messages.listening(listens);
    }

    /// Runs a prepared statement. An error aborts the transaction and is thrown here or by the
    /// result.
    public Result execute(Prepared statement, List<Value> parameters) {
        request.begin(statement.text());
        environment.beginRunning();
        return executeInside(statement, parameters);
    }

    /// Runs a prepared statement as a part of the one that the client sent.
    Result executeInside(Prepared statement, List<Value> parameters) {
        CachedStatement cached = statement.cached();
        try {
            if (cached.statement().isEmpty()) {
                return new Result.Empty();
            }
            requireUsable(cached.statement().get());
            beginStatement();
            if (cached.plan().isPresent()) {
                statement.countRun();
                return queries.run(
                        cached, statement.literals().isEmpty() ? parameters : statement.literals());
            }
            return commands.run(cached.statement().get(), cached, parameters);
        } catch (RuntimeException | Error e) {
            fail();
            throw e;
        }
    }

    /// Runs a text of one or more statements without parameters and returns the last one's result,
    /// for embedded use; errors roll an implicit transaction back.
    public Result execute(String text) {
        Result last = new Result.Empty();
        try {
            for (String statement : split(text)) {
                last.close();
                last = execute(prepare(statement, List.of()), List.of());
            }
        } catch (RuntimeException | Error e) {
            endImplicit();
            throw e;
        }
        return last instanceof Result.Command || last instanceof Result.Empty
                ? ended(last)
                : EndingResults.of(last, this);
    }

    private Result ended(Result result) {
        endImplicit();
        return result;
    }

    /// Runs a statement that is not planned inside the current one.
    Result runCommand(Statement statement) {
        return commands.run(
                statement,
                new CachedStatement(
                        "",
                        Optional.of(statement),
                        List.of(),
                        0,
                        Optional.empty(),
                        Optional.empty()),
                List.of());
    }

    /// Runs a statement inside the current one, over everything done so far, and returns how many
    /// rows it gave or changed.
    long runInternally(String sql, List<DataType> types, List<Value> parameters) {
        return transaction.inside(
                () -> queries.count(preparation.internal(sql, types), parameters));
    }

    /// Commits an implicit transaction, or rolls it back after an error; does nothing inside BEGIN.
    public void endImplicit() {
        try {
            endImplicitTransaction();
        } finally {
            request.end();
        }
    }

    private void endImplicitTransaction() {
        if (transaction.isExplicit()) {
            return;
        }
        if (transaction.isOpen() || transaction.isFailed()) {
            results.closeAll();
            boolean committed = false;
            try {
                committed = transaction.commit();
            } finally {
                commands.cursors().implicitTransactionEnded(committed);
            }
            settingsMayHaveChanged(committed);
        } else {
            transaction.endStatement();
        }
    }

    /// After a rollback settings may be as they were before.
    void settingsMayHaveChanged(boolean committed) {
        if (!committed) {
            settingsChanged();
        }
    }

    /// Tells the session that handling a statement failed outside it, so that its transaction is
    /// aborted.
    public void fail() {
        if (transaction.fail()) {
            settingsChanged();
        }
        request.end();
    }

    public TransactionStatus transactionStatus() {
        return transaction.status();
    }

    /// Makes what the client has asked for, up to its end, fail with 57014 soon; does nothing while
    /// there is nothing. Safe to call from any thread.
    public void cancel() {
        request.cancel();
    }

    /// Ends the session soon, with 57P01: what it does fails, and so does all that it is asked for
    /// later; who holds its client's connection ends that. Safe to call from any thread.
    public void terminate() {
        request.terminate();
    }

    /// Says who holds the client's connection.
    public void heldBy(ClientConnection holder) {
        request.heldBy(holder);
    }

    void notice(String severity, DatabaseException message) {
        messages.notice(severity, message);
        request.tell(messages);
    }

    void notice(SqlState state, String message) {
        notice("NOTICE", new DatabaseException(state, message));
    }

    void warn(SqlState state, String message) {
        notice("WARNING", new DatabaseException(state, message));
    }

    /// Returns and forgets the notices since the last call.
    public List<Notice> takeNotices() {
        return messages.takeNotices();
    }

    /// Takes a notification in. Safe to call from any thread.
    void receive(Notification notification) {
        messages.receive(notification);
    }

    /// Returns and forgets the notifications of NOTIFY since the last call.
    public List<Notification> takeNotifications() {
        return messages.takeNotifications();
    }

    /// Returns and forgets the settings that changed and that clients are told of by
    /// ParameterStatus; at the first call all of those.
    public Map<String, String> takeChangedParameters() {
        return settings.takeChanged();
    }

    /// Sets a setting at start, as a startup packet does.
    public void set(String setting, String value) {
        settings.set(setting, value, false, isSuperuser());
        settings.markStart();
        transaction.settle();
        settingsChanged();
    }

    /// Returns what value formats and type lookups need to know of the session; borrowed, for the
    /// session's thread.
    public Environment environment() {
        return environment;
    }

    /// Returns the settings that are for whoever holds the client's connection: the same object
    /// until a setting changes.
    public ConnectionSettings connectionSettings() {
        return environment.connectionSettings();
    }

    /// Says from where the client has come, for `pg_stat_activity`.
    public void cameFrom(InetAddress address, int port) {
        activity.cameFrom(address, port);
    }

    CurrentRequest request() {
        return request;
    }

    /// Notes that the calling thread goes on with a result of this session.
    void resume() {
        request.resume();
    }

    SessionEnvironment sessionEnvironment() {
        return environment;
    }

    /// Returns the number by which pg_stat_activity and cancel requests name the session.
    public int processId() {
        return processId;
    }

    /// Returns a table for use without SQL between: see [TableAccess].
    ///
    /// @param path the table's name, after its schema's when that is given
    /// @throws DatabaseException 42P01, 42809
    public TableAccess table(String... path) {
        return new TableAccess(this, List.of(path));
    }

    Commands commands() {
        return commands;
    }

    /// Begins a statement that is not SQL.
    ///
    /// @throws DatabaseException 25P02 in a transaction that has failed
    void beginTypedStatement() {
        if (transaction.isFailed()) {
            throw failed();
        }
        request.end();
        environment.beginRunning();
        beginStatement();
    }

    /// Copies the database to a new or empty directory of this machine, while others read and
    /// write.
    ///
    /// @param link whether the copy may share the bytes of files that never change, where both are
    ///   on one disk: quick and small, but no help when that disk breaks
    /// @return the number of the last commit in the copy
    /// @throws DatabaseException 42501 unless the user is a superuser, 58P02 when the directory is
    ///   not empty, 53100 or 58030 when a disk fails
    public long backUp(Path directory, boolean link) {
        refreshCatalog();
        transaction.settle();
        if (!isSuperuser()) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "must be superuser to back up the database");
        }
        return store().backUp(DatabaseFiles.created(directory), link);
    }

    /// Rolls back and releases everything, unless the database was closed before.
    @Override
    public void close() {
        if (database.isClosed()) {
            request.end();
            return;
        }
        results.closeAll();
        transaction.close();
        commands.close();
        database.notifications().unlistenAll(this);
        try {
            TemporarySchemas.dropOwn(this);
        } finally {
            request.end();
            database.ended(this);
        }
    }
}
