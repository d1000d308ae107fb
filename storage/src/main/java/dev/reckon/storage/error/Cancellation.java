package dev.reckon.storage.error;

import java.util.Collection;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where long work looks whether it is still wanted, whatever calls it: what PostgreSQL's code does
/// with CHECK_FOR_INTERRUPTS. A statement's thread, and each that helps it, is told once what to
/// look at; every loop that can run long inside one value, one batch or one definition then asks
/// here, without being handed anything. All methods are about the calling thread.
public final class Cancellation {
    /// Steps between two looks in [#check(int)]: a power of two. With steps of a microsecond a
    /// cancel takes effect within some milliseconds; with steps of a nanosecond a look costs no
    /// part of them that could be measured.
    private static final int STEPS_BETWEEN_LOOKS = 1024;

    private static final ThreadLocal<@Nullable Check> CURRENT = new ThreadLocal<>();

    private Cancellation() {}

    /// Knows whether a statement is still wanted. Safe for use by many threads.
    @FunctionalInterface
    public interface Check {
        /// Does nothing while it is.
        ///
        /// @throws DatabaseException 57014 when it was cancelled or its time is over
        void requireWanted();
    }

    /// Makes the thread work for a statement until the next call.
    public static void workFor(Check statement) {
        CURRENT.set(statement);
    }

    /// Makes the thread work for no statement.
    public static void workForNone() {
        CURRENT.remove();
    }

    /// Makes work for another thread: there it is done for the statement for which this thread
    /// works now.
    public static Runnable sharing(Runnable work) {
        Check statement = CURRENT.get();
        if (statement == null) {
            return work;
        }
        return () -> {
            workFor(statement);
            try {
                work.run();
            } finally {
                workForNone();
            }
        };
    }

    /// Fails when the thread's statement is not wanted any more.
    ///
    /// @throws DatabaseException 57014
    public static void check() {
        Check statement = CURRENT.get();
        if (statement != null) {
            statement.requireWanted();
        }
    }

    /// Does what [#check()] does at every so many steps of a loop, and nothing in a short one:
    /// cheap enough for any loop.
    ///
    /// @param step the loop's counter from 0, which goes up by one
    /// @throws DatabaseException 57014
    public static void check(int step) {
        if ((step & STEPS_BETWEEN_LOOKS - 1) == STEPS_BETWEEN_LOOKS - 1) {
            check();
        }
    }

    /// Returns elements to walk over, which does what [#check()] does at every so many of them.
    public static <T> Iterable<T> each(Iterable<T> elements) {
        return () ->
                new Iterator<>() {
                    private final Iterator<T> rest = elements.iterator();
                    private int step;

                    @Override
                    public boolean hasNext() {
                        return rest.hasNext();
                    }

                    @Override
                    public T next() {
                        check(step++);
                        return rest.next();
                    }
                };
    }

    /// Returns what [#each] does as a stream.
    public static <T> Stream<T> stream(Collection<T> elements) {
        var step = new int[1];
        return elements.stream().peek(_ -> check(step[0]++));
    }
}
