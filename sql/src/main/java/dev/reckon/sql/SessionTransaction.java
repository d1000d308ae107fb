package dev.reckon.sql;

import dev.reckon.sql.modify.DeferredChecks;
import dev.reckon.sql.settings.SessionSettings;
import dev.reckon.storage.AdvisoryLocks;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Store;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// The transaction of a session: none, an implicit one around single statements, or one between
/// BEGIN and COMMIT; perhaps failed. For the session's thread.
final class SessionTransaction {
    private final Store store;
    private final AdvisoryLocks advisoryLocks;
    private final SessionSettings settings;
    private final SessionEnvironment environment;

    /// Written by the session's thread, read by whoever cancels.
    private volatile Optional<Transaction> transaction = Optional.empty();

    private boolean isExplicit;
    private boolean isFailed;
    private boolean isReadOnly;
    private boolean isDeferrable;

    /// Whether the transaction has run a statement that takes a snapshot, after which its isolation
    /// level is fixed.
    private boolean hasRun;

    /// Whether the time at which it began is known.
    private boolean hasClock;

    private Optional<Isolation> chosenIsolation = Optional.empty();
    private SessionSettings.Saved savedSettings;
    private final List<NamedSavepoint> savepoints = new ArrayList<>();
    private final List<Runnable> atCommit = new ArrayList<>();
    private DeferredChecks deferred = new DeferredChecks();

    /// Ends what lasts until the end of the transaction.
    private final Runnable beforeCommit;

    /// What statements see inside a function that sees what its caller does.
    private final Supplier<Optional<Snapshot>> pinnedSnapshot;

    private record NamedSavepoint(
            String name,
            long mark,
            Transaction.Savepoint point,
            SessionSettings.Saved settings,
            boolean isReadOnly,
            DeferredChecks deferred,
            int actionCount) {}

    /// How a transaction runs.
    record Modes(Isolation isolation, boolean isReadOnly, boolean isDeferrable) {}

    SessionTransaction(
            Store store,
            SessionSettings settings,
            SessionEnvironment environment,
            Runnable beforeCommit,
            Supplier<Optional<Snapshot>> pinnedSnapshot) {
        this.pinnedSnapshot = pinnedSnapshot;
        this.store = store;
        this.advisoryLocks = new AdvisoryLocks(store, environment.backendProcessId());
        this.beforeCommit = beforeCommit;
        this.settings = settings;
        this.environment = environment;
        this.savedSettings = settings.save();
    }

    boolean isExplicit() {
        return isExplicit;
    }

    boolean isFailed() {
        return isFailed;
    }

    /// Returns whether the present statement may change nothing but temporary tables.
    boolean isReadOnly() {
        return (isOpen() || isExplicit)
                ? isReadOnly
                : settings.isOn("default_transaction_read_only");
    }

    /// Returns whether it was asked for DEFERRABLE, which changes nothing here: no transaction
    /// waits for a snapshot.
    boolean isDeferrable() {
        return (isOpen() || isExplicit)
                ? isDeferrable
                : settings.isOn("default_transaction_deferrable");
    }

    /// Returns the modes, for the next transaction of AND CHAIN.
    Modes modes() {
        return new Modes(isolation(), isReadOnly(), isDeferrable());
    }

    /// Returns whether any transaction is open.
    boolean isOpen() {
        return transaction.isPresent();
    }

    TransactionStatus status() {
        if (!isExplicit) {
            return TransactionStatus.IDLE;
        }
        return isFailed ? TransactionStatus.FAILED : TransactionStatus.IN_TRANSACTION;
    }

    /// Returns the session's advisory locks, which can outlive a transaction.
    AdvisoryLocks advisoryLocks() {
        return advisoryLocks;
    }

    /// Returns the number of the transaction that is open. Safe to call from any thread.
    OptionalLong id() {
        Optional<Transaction> open = transaction;
        return open.isPresent() ? OptionalLong.of(open.get().id()) : OptionalLong.empty();
    }

    Optional<Transaction> current() {
        return transaction;
    }

    DeferredChecks deferred() {
        return deferred;
    }

    /// Returns whether one statement may read committed rows without a transaction.
    boolean canReadWithout() {
        return transaction.isEmpty() && !isExplicit && isolation() == Isolation.READ_COMMITTED;
    }

    /// Takes a snapshot for one statement; the caller closes it.
    Snapshot snapshot() {
        hasRun = true;
        Optional<Snapshot> pinned = pinnedSnapshot.get();
        if (pinned.isPresent()) {
            return pinned.get().share();
        }
        return transaction.isPresent() ? transaction.get().statementSnapshot() : store.snapshot();
    }

    /// Returns the transaction, which begins if there is none.
    Transaction use() {
        if (transaction.isEmpty()) {
            open();
        }
        return transaction.get();
    }

    private void open() {
        Transaction opened = advisoryLocks.begin(isolation());
        limitWaits(opened);
        transaction = Optional.of(opened);
        if (environment.isCancelled()) {
            opened.cancel(); // Who cancelled may have found no transaction yet.
        }
        if (!isExplicit) {
            savedSettings = settings.save();
            takeDefaults();
        }
    }

    private void limitWaits(Transaction open) {
        open.limitLockWaits(settings.millis("lock_timeout"));
        open.limitStatement(environment.deadlineNanos());
    }

    /// Notes that a statement begins or goes on, whose limits may be others than the last one's.
    void beginStatement() {
        transaction.ifPresent(this::limitWaits);
    }

    /// Does something inside the current statement, by statements that see what it has done so far;
    /// afterwards it goes on, and sees what it saw.
    <T> T inside(Supplier<T> action) {
        if (transaction.isEmpty()) {
            return action.get();
        }
        Transaction current = transaction.get();
        Transaction.OuterStatement outer = current.beginInner();
        try {
            return action.get();
        } finally {
            current.resume(outer);
        }
    }

    Isolation isolation() {
        return chosenIsolation.orElseGet(
                () -> isolation(settings.show("default_transaction_isolation")));
    }

    static Isolation isolation(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "repeatable read" -> Isolation.REPEATABLE_READ;
            case "serializable" -> Isolation.SERIALIZABLE;
            default -> Isolation.READ_COMMITTED;
        };
    }

    /// Begins an explicit transaction; an implicit one that is open becomes it.
    void begin() {
        isExplicit = true;
        isFailed = false;
        hasRun = false;
        savedSettings = settings.save();
        takeDefaults();
    }

    private void takeDefaults() {
        isReadOnly = settings.isOn("default_transaction_read_only");
        isDeferrable = settings.isOn("default_transaction_deferrable");
    }

    /// Begins an explicit transaction with modes.
    void begin(Modes modes) {
        begin();
        choose(modes.isolation);
        isReadOnly = modes.isReadOnly;
        isDeferrable = modes.isDeferrable;
    }

    /// Chooses the isolation level.
    void choose(Isolation isolation) {
        if (hasRun && isolation != isolation()) {
            throw new DatabaseException(
                    SqlState.ACTIVE_SQL_TRANSACTION,
                    "SET TRANSACTION ISOLATION LEVEL must be called before any query");
        }
        if (transaction.isPresent() && isolation != isolation()) {
            transaction.get().rollback();
            transaction = Optional.empty();
        }
        chosenIsolation = Optional.of(isolation);
    }

    void setReadOnly(boolean readOnly) {
        if (!readOnly && isReadOnly && hasRun) {
            throw new DatabaseException(
                    SqlState.ACTIVE_SQL_TRANSACTION,
                    "transaction read-write mode must be set before any query");
        }
        isReadOnly = readOnly;
    }

    void setDeferrable(boolean deferrable) {
        isDeferrable = deferrable;
    }

    /// Does something once the transaction has committed: of equal actions, one.
    void atCommit(Runnable action) {
        if (!atCommit.contains(action)) {
            atCommit.add(action);
        }
    }

    /// Marks the transaction failed. What it has done since the last savepoint is undone at once,
    /// and its locks are released, so that others need not wait until the client says ROLLBACK.
    ///
    /// @return whether settings may have changed back
    boolean fail() {
        isFailed = true;
        if (!isExplicit) {
            return false;
        }
        if (savepoints.isEmpty()) {
            transaction.ifPresent(Transaction::rollback);
            transaction = Optional.empty();
            return settings.restore(savedSettings);
        }
        transaction.ifPresent(open -> open.rollbackTo(savepoints.getLast().point));
        return settings.restore(savepoints.getLast().settings);
    }

    /// Ends the transaction.
    ///
    /// @return false when it had failed and was rolled back
    boolean commit() {
        if (isFailed) {
            rollback();
            return false;
        }
        try {
            if (transaction.isPresent()) {
                deferred.runAll();
                beforeCommit.run();
                transaction.get().commit();
            }
        } catch (RuntimeException | Error e) {
            rollback();
            throw e;
        }
        settings.endTransaction();
        environment.settingsChanged();
        List<Runnable> actions = List.copyOf(atCommit);
        clear();
        actions.forEach(Runnable::run);
        return true;
    }

    /// Notes when the transaction began, if this is its first statement: also where a statement
    /// reads without a transaction.
    void startClock() {
        if (!hasClock) {
            environment.beginTransaction();
            hasClock = true;
        }
    }

    /// Ends a statement that needed no transaction.
    void endStatement() {
        if (settings.endTransaction()) {
            environment.settingsChanged();
        }
        settle();
    }

    /// Takes the settings as they are for those that a rollback returns to: between transactions.
    void settle() {
        hasClock = false;
        savedSettings = settings.save();
    }

    void rollback() {
        transaction.ifPresent(Transaction::rollback);
        settings.restore(savedSettings);
        environment.settingsChanged();
        clear();
    }

    private void clear() {
        transaction = Optional.empty();
        isExplicit = false;
        isFailed = false;
        isReadOnly = false;
        isDeferrable = false;
        hasRun = false;
        chosenIsolation = Optional.empty();
        savepoints.clear();
        atCommit.clear();
        deferred = new DeferredChecks();
        settle();
    }

    /// Makes a savepoint.
    ///
    /// @param mark from where on results and cursors end with a return to it
    void savepoint(String name, long mark) {
        savepoints.add(
                new NamedSavepoint(
                        name,
                        mark,
                        use().savepoint(),
                        settings.save(),
                        isReadOnly,
                        deferred.copy(),
                        atCommit.size()));
    }

    boolean hasSavepoints() {
        return !savepoints.isEmpty();
    }

    /// Gives the transaction that begins next the modes of the last one.
    void chain(Modes modes) {
        chosenIsolation = Optional.of(modes.isolation);
        isReadOnly = modes.isReadOnly;
        isDeferrable = modes.isDeferrable;
    }

    void release(String name) {
        int index = index(name);
        // What was said since of the transaction's mode ends, as it does with a rollback.
        isReadOnly = savepoints.get(index).isReadOnly;
        while (savepoints.size() > index) {
            savepoints.removeLast();
        }
    }

    /// Returns to a savepoint, and its mark.
    long rollbackTo(String name) {
        int index = index(name);
        while (savepoints.size() > index + 1) {
            savepoints.removeLast();
        }
        NamedSavepoint savepoint = savepoints.get(index);
        use().rollbackTo(savepoint.point);
        settings.restore(savepoint.settings);
        environment.settingsChanged();
        isReadOnly = savepoint.isReadOnly;
        deferred = savepoint.deferred.copy();
        while (atCommit.size() > savepoint.actionCount) {
            atCommit.removeLast();
        }
        isFailed = false;
        return savepoint.mark;
    }

    private int index(String name) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).name.equals(name)) {
                return i;
            }
        }
        throw new DatabaseException(
                SqlState.INVALID_SAVEPOINT_SPECIFICATION,
                "savepoint \"" + name + "\" does not exist");
    }

    /// Rolls back, and gives back what outlives transactions.
    void close() {
        rollback();
        advisoryLocks.close();
    }
}
