package dev.reckon.sql;

import dev.reckon.storage.Transaction;

/// What a client has asked for and has not got yet: a simple query, or the messages up to Sync. A
/// cancel counts for the whole of it, so that one between two of its messages is not lost, and for
/// nothing after it. Safe for use by many threads.
final class CurrentRequest {
    private final SessionEnvironment environment;
    private final SessionTransaction transaction;
    private final Activity activity;

    /// Guarded by this object, as is all change of what is cancelled.
    private boolean isOpen;

    CurrentRequest(
            SessionEnvironment environment, SessionTransaction transaction, Activity activity) {
        this.environment = environment;
        this.transaction = transaction;
        this.activity = activity;
    }

    /// Notes that the client wants something, or something more.
    synchronized void begin() {
        isOpen = true;
    }

    /// Notes that the client wants a whole simple query, of one or more statements.
    void beginWhole(String text) {
        begin();
        transaction.startClock();
        activity.runWhole(text, environment.transactionTimestamp());
    }

    /// Notes that the client wants a statement.
    void begin(String text) {
        begin();
        transaction.startClock();
        activity.run(text, environment.transactionTimestamp());
    }

    /// Notes that the client has got what it wanted, or an error: a cancel comes too late from now
    /// on.
    synchronized void end() {
        isOpen = false;
        activity.rest(
                transaction.status(),
                transaction.isExplicit() ? environment.transactionTimestamp() : 0);
        if (environment.isCancelled()) {
            environment.setCancelled(false);
            transaction.current().ifPresent(Transaction::clearCancel);
        }
    }

    /// Makes it fail soon, if there is anything.
    synchronized void cancel() {
        if (isOpen) {
            environment.setCancelled(true);
            transaction.current().ifPresent(Transaction::cancel);
        }
    }
}
