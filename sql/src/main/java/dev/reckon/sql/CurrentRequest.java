package dev.reckon.sql;

import dev.reckon.sql.function.OpenCursor;
import dev.reckon.sql.function.SessionActivity;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.error.Cancellation;
import java.util.List;
import java.util.Optional;

/// What a client has asked for and has not got yet: a simple query, or the messages up to Sync. A
/// cancel counts for the whole of it, so that one between two of its messages is not lost, and for
/// nothing after it. Safe for use by many threads.
final class CurrentRequest {
    private final SessionEnvironment environment;
    private final SessionTransaction transaction;
    private final Activity activity;
    private final Cancellation.Check check;

    /// Guarded by this object, as is all change of what is cancelled.
    private boolean isOpen;

    /// The thread that works for it; guarded likewise.
    private Thread worker = Thread.currentThread();

    /// Guarded likewise.
    private Optional<ClientConnection> connection = Optional.empty();

    CurrentRequest(
            SessionEnvironment environment, SessionTransaction transaction, Activity activity) {
        this.environment = environment;
        this.transaction = transaction;
        this.activity = activity;
        this.check = environment::checkCancelled;
    }

    /// Notes that the client wants something, or something more, and that the calling thread is the
    /// one that works for it.
    synchronized void begin() {
        isOpen = true;
        worker = Thread.currentThread();
        resume();
    }

    /// Notes that the calling thread works for this request from now on: it may have worked for
    /// another session's since.
    void resume() {
        Cancellation.workFor(check);
    }

    /// Notes that the client wants a whole simple query, of one or more statements.
    void beginWhole(String text) {
        begin();
        transaction.startClock();
        environment.beginPreparing();
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
        notifyAll();
        environment.endTime();
        Cancellation.workForNone();
        activity.rest(
                transaction.status(),
                transaction.isExplicit() ? environment.transactionTimestamp() : 0);
        if (environment.isCancelled() && !environment.isTerminated()) {
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

    /// Makes it fail soon, and all that the client asks for later.
    synchronized void terminate() {
        environment.terminate();
        transaction.current().ifPresent(Transaction::cancel);
        connection.ifPresent(ClientConnection::end);
    }

    /// Says who holds the connection of the client.
    synchronized void heldBy(ClientConnection holder) {
        connection = Optional.of(holder);
        if (environment.isTerminated()) {
            holder.end();
        }
    }

    /// Sends the session's notices to the client while its statement still runs, if the calling
    /// thread is the one that may: others leave them to it.
    void tell(SessionMessages messages) {
        Optional<ClientConnection> holder = holder();
        if (holder.isPresent()) {
            messages.takeNotices().forEach(holder.get()::tell);
        }
    }

    /// Returns who holds the client's connection, for the thread that works for it.
    private synchronized Optional<ClientConnection> holder() {
        return isOpen && worker == Thread.currentThread() ? connection : Optional.empty();
    }

    /// Returns the cursors of the client's protocol.
    List<OpenCursor> portals() {
        return holder().map(ClientConnection::portals).orElse(List.of());
    }

    /// Returns what the session does now.
    SessionActivity seen() {
        return activity.seen(transaction.id());
    }

    /// Returns the text of the query that runs, as the client sent it.
    String query() {
        return activity.query();
    }

    /// Cancels what another thread does, and waits for its end.
    void stop(long timeoutMillis) throws InterruptedException {
        cancel();
        awaitEnd(timeoutMillis);
    }

    /// Waits until another thread has done with it, if one is at it.
    ///
    /// @throws InterruptedException when the calling thread is interrupted first
    private synchronized void awaitEnd(long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        long restMillis = timeoutMillis;
        while (isOpen && worker != Thread.currentThread() && restMillis > 0) {
            wait(restMillis);
            restMillis = (end - System.nanoTime()) / 1_000_000;
        }
    }
}
