package dev.reckon.tests.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.ServerFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/// A cancel ends work on one huge value, whatever function does it: nothing goes on to its end
/// because it never looks.
///
/// What ends by itself before the cancel is right, too; what goes on for seconds after it is not.
final class HugeValuesTest {
    /// Long enough that a quick call is over.
    private static final long CANCEL_AFTER_MILLIS = 120;

    /// The promise is 100 ms on an idle machine. What does not look runs for minutes; between lies
    /// what other tests, and the collector with values of this size, may cost.
    private static final long PATIENCE_MILLIS = 10_000;

    /// From here on the connection is given up.
    private static final long GIVE_UP_MILLIS = 30_000;

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    private final List<String> failures = new ArrayList<>();

    @BeforeAll
    static void makeValues() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : HugeValues.SETUP) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void callsOfAllFunctionsEnd() throws SQLException {
        List<String> calls;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            calls = HugeValues.calls(statement);
        }
        assertThat(calls).hasSizeGreaterThan(2000);
        assertAllEnd(calls);
    }

    @Test
    void statementsOfOtherKindsEnd() throws SQLException {
        assertAllEnd(HugeValues.STATEMENTS);
    }

    private void assertAllEnd(List<String> statements) throws SQLException {
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(1)) {
            int next = 0;
            while (next < statements.size()) {
                try (Connection connection = connect()) {
                    connection.setAutoCommit(false);
                    while (next < statements.size() && !connection.isClosed()) {
                        run(connection, statements.get(next++), clock);
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    private void run(Connection connection, String sql, ScheduledExecutorService clock)
            throws SQLException {
        long start = System.nanoTime();
        String where = "";
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(50);
            Future<?> cancel =
                    clock.schedule(
                            () -> cancel(connection), CANCEL_AFTER_MILLIS, TimeUnit.MILLISECONDS);
            Future<String> look =
                    clock.schedule(
                            HugeValuesTest::whereSessionsAre,
                            CANCEL_AFTER_MILLIS + PATIENCE_MILLIS,
                            TimeUnit.MILLISECONDS);
            Future<?> end =
                    clock.schedule(() -> abort(connection), GIVE_UP_MILLIS, TimeUnit.MILLISECONDS);
            try {
                runToItsEnd(connection, statement, sql);
            } catch (SQLException e) {
                if ("XX000".equals(e.getSQLState()) || connection.isClosed()) {
                    failures.add(sql + ": " + e.getMessage());
                }
            }
            cancel.cancel(false);
            end.cancel(false);
            awaitIdle(clock); // A cancel on its way would hit the next statement.
            if (!look.cancel(false)) {
                where = look.resultNow();
            }
        }
        if (!connection.isClosed()) {
            connection.rollback();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (millis > CANCEL_AFTER_MILLIS + PATIENCE_MILLIS) {
            failures.add(sql + " went on for " + millis + " ms, in " + where);
        }
    }

    private static void runToItsEnd(Connection connection, Statement statement, String sql)
            throws SQLException {
        if (sql.startsWith("copy")) {
            try {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(sql, OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new SQLException(e);
            }
            return;
        }
        statement.execute(sql);
        try (var rows = statement.getResultSet()) {
            while (rows != null && rows.next()) {
                // Each row is made when it is asked for.
            }
        }
    }

    /// Unlike that of a statement, this cancel also counts for COPY and for rows that are fetched.
    private static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitIdle(ScheduledExecutorService clock) {
        try {
            clock.submit(() -> {}).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The server runs in this process.
    private static String whereSessionsAre() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("pg-session"))
                .flatMap(thread -> Arrays.stream(thread.getValue()).limit(12))
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl());
    }
}
