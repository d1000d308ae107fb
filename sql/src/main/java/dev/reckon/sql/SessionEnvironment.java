package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.function.AdvisoryLocking;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.LargeObjects;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.OpenCursor;
import dev.reckon.sql.function.PreparedStatement;
import dev.reckon.sql.function.RoutineCalls;
import dev.reckon.sql.function.SessionActivity;
import dev.reckon.sql.function.SessionControl;
import dev.reckon.sql.largeobject.SessionLargeObjects;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.settings.SessionSettings;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What functions know of a session. For the session's thread and the workers of its query.
final class SessionEnvironment implements Environment {
    private static final long EPOCH_SECONDS = 946_684_800L;
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private final Session session;
    private final SessionSettings settings;
    private SplittableRandom random = new SplittableRandom();

    private long transactionTimestamp;
    private long statementTimestamp;

    /// The time, as `System.nanoTime` tells it, when the statement must have ended; 0 for never.
    private volatile long deadlineNanos;

    /// Whether the statement whose time is counted is being run, or has been: the next thing that
    /// the client asks for has its own time.
    private boolean isTimeOfRun;

    /// The setting `statement_timeout`, as it was when all settings were [#timeoutState].
    private long timeoutMillis;

    private Object timeoutState = "";

    private ConnectionSettings connectionSettings = ConnectionSettings.NONE;

    /// The state of all settings from which [#connectionSettings] was read.
    private Object connectionState = "";

    /// Whether what the session does now is to fail; written by [CurrentRequest] alone.
    private volatile boolean isCancelled;

    /// Whether nothing is to be done for the client any more; written likewise.
    private volatile boolean isTerminated;

    /// The name that the client gave itself; for any thread.
    private volatile String applicationName = "";

    private volatile boolean isTimeZoneKnown;
    private volatile Zone timeZone = Zone.UTC;

    /// The last values of sequences in this session, by oid.
    private final Map<Long, Long> currentValues = new HashMap<>();

    private OptionalLong lastSequence = OptionalLong.empty();

    private final LargeObjects largeObjects;
    private final AdvisoryLocking advisoryLocks;
    private final SessionControl control;

    /// How many functions of triggers are being called, one inside the other.
    private int triggerDepth;

    SessionEnvironment(Session session, SessionSettings settings) {
        this.session = session;
        this.settings = settings;
        this.advisoryLocks = new SessionAdvisoryLocks(session);
        this.control = new SessionSignals(session);
        this.largeObjects =
                new SessionLargeObjects(
                        () -> session.transaction().use(),
                        () -> session.store().allocateId(),
                        () ->
                                session.catalog()
                                        .role(session.currentUser())
                                        .map(Role::oid)
                                        .orElse(Role.BOOTSTRAP_OID),
                        this::hasRole);
    }

    /// Returns whether the current user may do what a role may.
    private boolean hasRole(long roleOid) {
        Rights rights = Rights.of(session.catalog(), session.currentUser());
        return rights.isSuperuser() || rights.has(roleOid);
    }

    /// Notes that a transaction begins.
    void beginTransaction() {
        transactionTimestamp = clockTimestamp();
    }

    /// Notes that a statement begins, perhaps one inside another.
    void beginStatement() {
        statementTimestamp = clockTimestamp();
    }

    /// Notes that the client wants a statement parsed or planned: its time begins, unless it has
    /// begun already.
    void beginPreparing() {
        if (isTimeOfRun || deadlineNanos == 0) {
            beginTime();
        }
        isTimeOfRun = false;
    }

    /// Notes that the client wants a statement run, or that one goes on which has waited for its
    /// client: its time begins, unless it has begun when the statement was prepared just now.
    void beginRunning() {
        if (isTimeOfRun || deadlineNanos == 0) {
            beginTime();
        }
        isTimeOfRun = true;
    }

    private void beginTime() {
        if (isOutdated(timeoutState)) {
            timeoutState = settings.state();
            timeoutMillis = settings.millis("statement_timeout");
        }
        deadlineNanos = timeoutMillis == 0 ? 0 : System.nanoTime() + timeoutMillis * 1_000_000L;
    }

    /// Notes that a trigger's function is called.
    void enterTrigger() {
        triggerDepth++;
    }

    void leaveTrigger() {
        triggerDepth--;
    }

    @Override
    public int triggerDepth() {
        return triggerDepth;
    }

    /// Returns the settings that are for whoever holds the client's connection: the same object
    /// until one of them changes.
    ConnectionSettings connectionSettings() {
        if (isOutdated(connectionState)) {
            connectionState = settings.state();
            ConnectionSettings now = ConnectionSettings.of(settings);
            if (!now.equals(connectionSettings)) {
                connectionSettings = now;
            }
        }
        return connectionSettings;
    }

    /// Returns whether a setting may have changed since all were in a state: asked for each
    /// statement, so identity must do.
    @SuppressWarnings("ReferenceEquality")
    private boolean isOutdated(Object state) {
        return state != settings.state();
    }

    /// Notes that the client has got what it wanted: no time is counted until it wants more.
    void endTime() {
        deadlineNanos = 0;
        isTimeOfRun = false;
    }

    /// Says whether [#checkCancelled] is to fail from now on. For any thread.
    void setCancelled(boolean cancelled) {
        isCancelled = cancelled;
    }

    /// Says that [#checkCancelled] is to fail from now on, whatever the client asks for. For any
    /// thread.
    void terminate() {
        isTerminated = true;
        isCancelled = true;
    }

    boolean isTerminated() {
        return isTerminated;
    }

    boolean isCancelled() {
        return isCancelled;
    }

    /// Returns when the statement must have ended, as `System.nanoTime` tells it; 0 for never.
    long deadlineNanos() {
        return deadlineNanos;
    }

    /// Forgets what was read of settings that may have changed.
    void settingsChanged() {
        isTimeZoneKnown = false;
        applicationName = settings.find("application_name").orElse("");
    }

    /// Returns the client's name for itself. For any thread.
    String applicationName() {
        return applicationName;
    }

    @Override
    public Value cursorKey(String cursor, long tableOid, String tableName, int index) {
        return session.commands().cursors().key(cursor, tableOid, tableName, index);
    }

    @Override
    public List<OpenCursor> openCursors() {
        return Stream.concat(
                        session.commands().cursors().all().stream()
                                .map(Cursor::declaration)
                                .map(each ->
                                        new OpenCursor(
                                                each.name(),
                                                each.text(),
                                                each.hold(),
                                                each.binary(),
                                                each.scroll(),
                                                each.created())),
                        session.request().portals().stream())
                .toList();
    }

    @Override
    public List<PreparedStatement> preparedStatements() {
        return session.commands().prepared().all();
    }

    @Override
    public List<SessionActivity> sessions() {
        return session.database().sessions().stream().map(each -> each.request().seen()).toList();
    }

    @Override
    public String query() {
        return session.request().query();
    }

    @Override
    public void notify(String channel, String payload) {
        var notification = new Notification(session.processId(), channel, payload);
        NotificationHub hub = session.database().notifications();
        session.transaction().use();
        session.transaction().atCommit(new NotificationHub.Sending(hub, notification));
    }

    @Override
    public List<String> channels() {
        return session.database().notifications().channels(session);
    }

    @Override
    public long startTimestamp() {
        return session.database().openedMicros();
    }

    @Override
    public long transactionTimestamp() {
        return transactionTimestamp;
    }

    @Override
    public long statementTimestamp() {
        return statementTimestamp;
    }

    @Override
    public long clockTimestamp() {
        Instant now = Instant.now();
        return (now.getEpochSecond() - EPOCH_SECONDS) * MICROS_PER_SECOND + now.getNano() / 1000;
    }

    @Override
    public Zone timeZone() {
        if (!isTimeZoneKnown) {
            timeZone = settings.timeZone();
            isTimeZoneKnown = true;
        }
        return timeZone;
    }

    @Override
    public String setting(String name) {
        return settings.show(name);
    }

    @Override
    public void set(String name, String value, boolean local) {
        session.changeSetting(name, value, local);
    }

    @Override
    public String currentUser() {
        return session.currentUser();
    }

    @Override
    public String currentDatabase() {
        return Database.NAME;
    }

    @Override
    public int backendProcessId() {
        return session.processId();
    }

    @Override
    public OptionalLong byteCount(long relationOid) {
        Optional<Relation> relation = session.catalog().relation(relationOid);
        if (relation.isEmpty()) {
            boolean isSystem =
                    session.catalog().systemTables().all().stream()
                            .anyMatch(table -> table.oid() == relationOid);
            return isSystem ? OptionalLong.of(0) : OptionalLong.empty();
        }
        long storageId =
                switch (relation.get()) {
                    case Table table -> table.storageId();
                    case Index index -> index.storageId();
                    default -> 0;
                };
        try (Snapshot snapshot = session.store().snapshot()) {
            return OptionalLong.of(
                    snapshot
                            .table(storageId)
                            .map(TableSnapshot::segments)
                            .orElse(List.of())
                            .stream()
                            .mapToLong(segment -> segment.byteCount())
                            .sum());
        }
    }

    private Sequence sequence(long oid) {
        return session.catalog().relation(oid).orElse(null) instanceof Sequence sequence
                ? sequence
                : failNoSequence(oid);
    }

    private Sequence failNoSequence(long oid) {
        String name = names().relationName(oid).orElse("");
        throw name.isEmpty()
                ? new DatabaseException(
                        SqlState.UNDEFINED_TABLE, "could not open relation with OID " + oid)
                : new DatabaseException(
                        SqlState.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a sequence");
    }

    @Override
    public long nextValue(long sequenceOid) {
        Sequence sequence = sequence(sequenceOid);
        require(sequence, "wU");
        return next(sequence);
    }

    @Override
    public long nextIdentity(long sequenceOid) {
        return next(sequence(sequenceOid));
    }

    private long next(Sequence sequence) {
        long value =
                session.store()
                        .updateCounter(
                                sequence.counterId(),
                                sequence.initialState(),
                                state -> Sequences.next(sequence, state));
        currentValues.put(sequence.oid(), value);
        lastSequence = OptionalLong.of(sequence.oid());
        return value;
    }

    /// @param letters of which one privilege is needed
    private void require(Sequence sequence, String letters) {
        Rights rights = Rights.of(session.catalog(), session.currentUser());
        if (!rights.isSuperuser()
                && letters.chars().noneMatch(letter -> rights.may(sequence, (char) letter))) {
            throw PrivilegeChecks.denied(sequence);
        }
    }

    @Override
    public long currentValue(long sequenceOid) {
        require(sequence(sequenceOid), "rU");
        Long value = currentValues.get(sequenceOid);
        if (value == null) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "currval of sequence \""
                            + sequence(sequenceOid).name()
                            + "\" is not yet defined in this session");
        }
        return value;
    }

    @Override
    public long lastValue() {
        if (lastSequence.isEmpty()) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "lastval is not yet defined in this session");
        }
        return currentValue(lastSequence.getAsLong());
    }

    @Override
    public long sequenceState(long sequenceOid) {
        Sequence sequence = sequence(sequenceOid);
        return session.store()
                .updateCounter(sequence.counterId(), sequence.initialState(), state -> state);
    }

    @Override
    public OptionalLong lastGiven(long sequenceOid) {
        Sequence sequence = sequence(sequenceOid);
        require(sequence, "rwU");
        long state = sequenceState(sequenceOid);
        return state >= sequence.minimum() && state <= sequence.maximum()
                ? OptionalLong.of(state)
                : OptionalLong.empty();
    }

    @Override
    public void setValue(long sequenceOid, long value, boolean called) {
        Sequence sequence = sequence(sequenceOid);
        require(sequence, "w");
        if (value < sequence.minimum() || value > sequence.maximum()) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "setval: value "
                            + value
                            + " is out of bounds for sequence \""
                            + sequence.name()
                            + "\" ("
                            + sequence.minimum()
                            + ".."
                            + sequence.maximum()
                            + ")");
        }
        long state = called ? value : value - sequence.increment();
        session.store().updateCounter(sequence.counterId(), sequence.initialState(), _ -> state);
        if (called) {
            currentValues.put(sequenceOid, value);
        }
    }

    /// Forgets the values of all sequences: DISCARD SEQUENCES.
    void discardSequences() {
        currentValues.clear();
        lastSequence = OptionalLong.empty();
    }

    @Override
    public Names names() {
        Catalog catalog = session.catalog();
        SearchPath path = session.searchPath();
        return new CatalogNames(catalog, path);
    }

    @Override
    public Value checked(Value value, DataType domain) {
        Scalar check = session.planner().binder(session.catalog()).bindDomain(value, domain);
        return session.queries().value(check);
    }

    @Override
    public RoutineCalls routines() {
        return session.routines();
    }

    @Override
    public LargeObjects largeObjects() {
        return largeObjects;
    }

    @Override
    public SessionControl control() {
        return control;
    }

    @Override
    public AdvisoryLocking advisoryLocks() {
        return advisoryLocks;
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public void seed(double seed) {
        random = new SplittableRandom(Double.doubleToLongBits(seed));
    }

    @Override
    public void checkCancelled() {
        if (isTerminated) {
            throw new DatabaseException(
                    SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
        }
        if (isCancelled) {
            throw new DatabaseException(
                    SqlState.QUERY_CANCELED, "canceling statement due to user request");
        }
        long deadline = deadlineNanos;
        if (deadline != 0 && System.nanoTime() - deadline > 0) {
            throw new DatabaseException(
                    SqlState.QUERY_CANCELED, "canceling statement due to statement timeout");
        }
    }
}
