package dev.reckon.server.rehearsal;

import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import dev.reckon.storage.error.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Has the JVM compile what queries over whole tables run on before such a query comes. A JVM
/// compiles what has run for a while: the first ten runs of a query over a million rows take two to
/// three times as long as those after them.
///
/// Once a table is large enough for that to be felt, a thread of its own runs [AnalyticWork] for
/// some seconds, in a temporary database, whenever no statement runs, and ends. A server whose
/// tables are small never does. Safe for use by many threads.
public final class WarmUp implements AutoCloseable {
    /// From here on scans are divided among threads.
    private static final long ROW_COUNT_MIN = 1 << 17;

    /// A method with loops is compiled fully after some 600 calls, and again when another use of it
    /// shows that too much was assumed: a round has some seventy batches of its largest table. With
    /// a third of it the compiler took twice the time of the queries that come afterwards.
    private static final int ROUND_COUNT = 24;

    private static final long WATCH_MILLIS = 1000;
    private static final long PAUSE_MILLIS = 20;

    private final Database database;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<Session> working = Optional.empty();
    private volatile boolean isDone;

    private WarmUp(Database database) {
        this.database = database;
        this.thread = Thread.ofPlatform().name("warm-up").daemon().unstarted(this::run);
    }

    /// Begins to watch a database, which stays the caller's; close this before it.
    public static WarmUp start(Database database) {
        var warmUp = new WarmUp(database);
        warmUp.thread.start();
        return warmUp;
    }

    private void run() {
        while (database.largestTableRowCount() < ROW_COUNT_MIN) {
            if (isClosedWithin(WATCH_MILLIS)) {
                return;
            }
        }
        try {
            Path directory = Files.createTempDirectory("reckon-warm-up");
            try (Database own = Database.open(directory);
                    Session session = own.openSession(Database.OWNER)) {
                working = Optional.of(session);
                isDone = runAll(AnalyticWork.TABLES, session) && runRounds(session);
            } finally {
                TemporaryDirectory.delete(directory);
            }
        } catch (IOException | DatabaseException e) {
            // Closed, or no room for a temporary database: then queries warm up as they come.
        }
    }

    private boolean runRounds(Session session) {
        for (int round = 0; round < ROUND_COUNT; round++) {
            if (!runAll(AnalyticWork.QUERIES, session)) {
                return false;
            }
        }
        return true;
    }

    /// Returns false when it was closed before the end.
    private boolean runAll(List<String> statements, Session session) {
        for (String sql : statements) {
            while (database.isBusy()) {
                if (isClosedWithin(PAUSE_MILLIS)) {
                    return false;
                }
            }
            if (isClosedWithin(0)) {
                return false;
            }
            AnalyticWork.run(session, sql);
        }
        return true;
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true; // Nobody but a debugger interrupts this thread.
        }
    }

    /// Waits for the end of the work.
    ///
    /// @return whether all was done
    boolean await() throws InterruptedException {
        thread.join();
        return isDone;
    }

    /// Ends the work, in the middle or before it has begun, and returns when nothing is left of it.
    @Override
    public void close() {
        closing.countDown();
        working.ifPresent(Session::cancel);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
