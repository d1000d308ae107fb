package dev.reckon.server.pgwire;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The end of a request that another thread may bring: it commits together with its own
/// transaction, and tells the client. Meanwhile the connection's thread waits for the client's next
/// message, and so need not be woken in between: one switch of threads for each commit is saved.
/// Safe for use by two threads.
final class LateReply {
    /// How long a client may not take its reply, which keeps the thread of another from its work.
    private static final long SENDING_NANOS_MAX = 2_000_000_000L;

    /// Nothing is being sent.
    private static final long NONE = 0;

    private final LongSupplier clock;

    /// Guarded by this object, as is the next.
    private boolean isOpen;

    private @Nullable Throwable failure;

    /// Since when the reply is being sent, as the clock tells it.
    private volatile long sendingSince = NONE;

    /// @param clock nanoseconds, as `System.nanoTime` tells them
    LateReply(LongSupplier clock) {
        this.clock = clock;
    }

    /// What ends a request.
    @FunctionalInterface
    interface End {
        void run() throws IOException;
    }

    /// Says that another thread may run the end from now on.
    synchronized void open() {
        isOpen = true;
    }

    /// Says that it has not come to that.
    synchronized void withdraw() {
        isOpen = false;
    }

    /// Runs the end, on whichever thread: what it throws is for the connection's own.
    void run(End end) {
        Throwable thrown = null;
        sendingSince = clock.getAsLong() | 1; // Never NONE.
        try {
            end.run();
        } catch (IOException | RuntimeException | Error e) {
            thrown = e;
        }
        sendingSince = NONE;
        synchronized (this) {
            failure = thrown;
            isOpen = false;
            notifyAll();
        }
    }

    /// Returns whether the end may still have to be run.
    synchronized boolean isOpen() {
        return isOpen;
    }

    /// Returns once the end was run, if it had to be, and throws what that has thrown.
    void await() throws IOException {
        Throwable thrown = awaitQuietly();
        switch (thrown) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /// Returns once the end was run, and what that has thrown.
    private synchronized @Nullable Throwable awaitQuietly() {
        boolean interrupted = false;
        while (isOpen) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // A commit on its way cannot be called back.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable thrown = failure;
        failure = null;
        return thrown;
    }

    /// Waits for the end, whatever it throws.
    void settle() {
        var _ = awaitQuietly();
    }

    /// Returns whether the client has not taken its reply for too long. Safe to call from any
    /// thread.
    boolean isStuck() {
        long since = sendingSince;
        return since != NONE && clock.getAsLong() - since > SENDING_NANOS_MAX;
    }
}
