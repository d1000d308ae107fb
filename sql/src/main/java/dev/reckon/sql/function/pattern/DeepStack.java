package dev.reckon.sql.function.pattern;

import dev.reckon.storage.error.Cancellation;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.function.Supplier;

/// Does work that a thread's own stack has been too small for: a pattern can be nested as deep as
/// it is long.
final class DeepStack {
    /// As much as PostgreSQL's patterns need before it calls them too complex; what is not touched
    /// takes no memory.
    private static final long STACK_BYTES = 128L << 20;

    private DeepStack() {}

    /// Does work, and when the stack overflows does it again, with a larger one.
    ///
    /// @param work leaves nothing half done that it would find again
    /// @throws StackOverflowError when that is not enough either
    static <T> T call(Supplier<T> work) {
        try {
            return work.get();
        } catch (StackOverflowError _) {
            return callDeep(work);
        }
    }

    /// Does work on a larger stack.
    ///
    /// @throws StackOverflowError when that is not enough either
    static <T> T callDeep(Supplier<T> work) {
        RunnableFuture<T> result = new FutureTask<>(work::get);
        var thread =
                new Thread(null, Cancellation.sharing(result), "deep pattern", STACK_BYTES, false);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException _) {
                    interrupted = true; // The work ends by itself when it is cancelled.
                } catch (ExecutionException e) {
                    throw rethrown(Objects.requireNonNull(e.getCause()));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        switch (cause) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(cause);
        }
    }
}
