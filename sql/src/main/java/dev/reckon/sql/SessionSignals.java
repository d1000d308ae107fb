package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.PredefinedRoles;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.function.SessionControl;
import dev.reckon.storage.LockView;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Optional;

/// What one session does to others. For the session's thread and the workers of its query.
final class SessionSignals implements SessionControl {
    /// How long to sleep between two looks whether a session has ended.
    private static final long NAP_MILLIS = 5;

    private final Session session;

    SessionSignals(Session session) {
        this.session = session;
    }

    @Override
    public boolean cancel(int processId) {
        Optional<Session> target = find(processId);
        target.ifPresent(each -> {
            requireRight(each, "cancel", "query", "canceled");
            each.cancel();
            failIfSelf(each);
        });
        return target.isPresent();
    }

    @Override
    public boolean terminate(int processId, long timeoutMillis) {
        if (timeoutMillis < 0) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"timeout\" must not be negative");
        }
        Optional<Session> target = find(processId);
        if (target.isEmpty()) {
            return false;
        }
        requireRight(target.get(), "terminate", "process", "terminated");
        target.get().terminate();
        failIfSelf(target.get());
        return timeoutMillis == 0 || awaitEnd(target.get(), timeoutMillis);
    }

    /// Ends the statement here when it is its own session's that ends.
    @SuppressWarnings("ReferenceEquality") // A session is equal to itself only.
    private void failIfSelf(Session target) {
        if (target == session) {
            session.environment().checkCancelled();
        }
    }

    private boolean awaitEnd(Session target, long timeoutMillis) {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        try {
            while (session.database().sessions().contains(target)) {
                if (System.nanoTime() - end > 0) {
                    session.warn(
                            SqlState.WARNING,
                            "backend with PID %d did not terminate within %d milliseconds"
                                    .formatted(target.processId(), timeoutMillis));
                    return false;
                }
                session.environment().checkCancelled();
                Thread.sleep(NAP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(SqlState.QUERY_CANCELED, "interrupted", e);
        }
        return true;
    }

    private Optional<Session> find(int processId) {
        Optional<Session> target = session.database().session(processId);
        if (target.isEmpty()) {
            session.warn(
                    SqlState.WARNING, "PID " + processId + " is not a PostgreSQL backend process");
        }
        return target;
    }

    /// @param verb what is to be done
    /// @param noun to what
    /// @param participle of the verb
    private void requireRight(Session target, String verb, String noun, String participle) {
        Catalog catalog = session.catalog();
        Rights rights = Rights.of(catalog, session.currentUser());
        if (rights.isSuperuser()) {
            return;
        }
        Optional<Role> role = catalog.role(target.loginUser());
        if (role.map(Role::superuser).orElse(true)) {
            throw denied("must be a superuser to " + verb + " superuser " + noun);
        }
        if (!rights.has(role.get().oid()) && !rights.has(PredefinedRoles.SIGNAL_BACKEND)) {
            throw denied(
                    "must be a member of the role whose "
                            + noun
                            + " is being "
                            + participle
                            + " or member of pg_signal_backend");
        }
    }

    private static DatabaseException denied(String message) {
        return new DatabaseException(SqlState.INSUFFICIENT_PRIVILEGE, message);
    }

    @Override
    public List<Integer> blockers(int processId) {
        return session.database()
                .session(processId)
                .map(each -> each.transaction().advisoryLocks().blockers())
                .orElse(List.of());
    }

    @Override
    public List<LockView> locks() {
        return session.store().lockViews();
    }
}
