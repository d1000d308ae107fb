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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/// `statement_timeout` and cancel requests end a statement soon, whatever it does, and the session
/// goes on.
///
/// `-Dreport` prints how long each took to end.
final class StatementTimeoutTest {
    private static final int TIMEOUT_MILLIS = 30;

    /// On an idle machine 100 ms are enough; tests run beside others.
    private static final long PATIENCE_MILLIS = 1500;

    private static final long GIVE_UP_MILLIS = 15_000;

    private static final String CANCELED = "57014";
    private static final String NOT_SUPPORTED = "0A000";

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @BeforeAll
    static void makeTables() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : LongStatements.SETUP) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void selectsEndInTime() throws Exception {
        assertEndInTime(LongStatements.SELECTS);
    }

    @Test
    void writesEndInTimeAndChangeNothing() throws Exception {
        assertEndInTime(LongStatements.WRITES);
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select (select count(*) from target), (select count(*) from small),"
                                        + " (select count(*) from big where t like 'text %'"
                                        + " and n < 1000)")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
            assertThat(rows.getInt(2)).isEqualTo(100);
            assertThat(rows.getInt(3)).isEqualTo(60_000);
        }
    }

    @Test
    void lockWaitsEndInTime() throws Exception {
        try (Connection locker = connect();
                Statement statement = locker.createStatement()) {
            locker.setAutoCommit(false);
            for (String sql : LongStatements.LOCKERS) {
                statement.execute(sql);
            }
            assertEndInTime(LongStatements.LOCK_WAITS);
            locker.rollback();
        }
    }

    @Test
    void timeoutsOfLocksAreOfTheStatementThatWaits() throws Exception {
        try (Connection locker = connect();
                Statement locking = locker.createStatement();
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            locker.setAutoCommit(false);
            locking.execute("select * from small where id = 1 for update");
            connection.setAutoCommit(false);
            statement.execute("select * from small where id = 2 for update");
            statement.execute("set local lock_timeout = '20ms'");
            assertThat(stateOf(statement, "update small set n = 0 where id = 1"))
                    .isEqualTo("55P03");
            connection.rollback();
            locker.rollback();
        }
    }

    private static String stateOf(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    private static void assertEndInTime(List<String> statements) throws Exception {
        Map<String, Long> late = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (boolean byCancel : List.of(false, true)) {
            for (String sql : statements) {
                try (Connection connection = connect()) {
                    long millis = run(connection, sql, byCancel, wrong);
                    if (Boolean.getBoolean("report")) {
                        System.out.printf("%s %5d ms  %s%n", byCancel, millis, sql);
                    }
                    if (millis > PATIENCE_MILLIS) {
                        late.put(sql, millis);
                    }
                }
            }
        }
        assertThat(wrong).as("ended otherwise").isEmpty();
        assertThat(late).as("milliseconds after the time was over").isEmpty();
    }

    /// Returns how long a statement went on when its time was over, in milliseconds.
    private static long run(Connection connection, String sql, boolean byCancel, List<String> wrong)
            throws Exception {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            var ended = new CountDownLatch(1);
            var canceller = Thread.ofVirtual().unstarted(() -> cancelLater(connection, ended));
            if (byCancel) {
                canceller.start();
            } else {
                statement.execute("set statement_timeout = " + TIMEOUT_MILLIS);
            }
            long start = System.nanoTime();
            var watchdog = Thread.ofVirtual().start(() -> giveUp(connection, ended));
            String state = endOf(connection, statement, sql);
            long nanos = System.nanoTime() - start;
            ended.countDown();
            watchdog.join();
            canceller.join(); // A cancel on its way would hit the next statement.
            if (!state.equals(CANCELED) && !state.equals(NOT_SUPPORTED)) {
                wrong.add((byCancel ? "cancel: " : "timeout: ") + state + " of " + sql);
            }
            if (!connection.isClosed()) {
                connection.rollback();
                statement.execute("set statement_timeout = 0");
                statement.execute("select 1");
            }
            return TimeUnit.NANOSECONDS.toMillis(nanos) - TIMEOUT_MILLIS;
        }
    }

    private static String endOf(Connection connection, Statement statement, String sql)
            throws IOException {
        try {
            if (sql.startsWith("copy")) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(sql, OutputStream.nullOutputStream());
            } else {
                statement.execute(sql);
                try (var rows = statement.getResultSet()) {
                    while (rows != null && rows.next()) {
                        // A statement may begin to answer before it has all.
                    }
                }
            }
            return "success";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState())
                    + (CANCELED.equals(e.getSQLState()) || NOT_SUPPORTED.equals(e.getSQLState())
                            ? ""
                            : " " + e.getMessage());
        }
    }

    /// Cuts the connection of a statement that does not end, and shows what the server does.
    private static void giveUp(Connection connection, CountDownLatch ended) {
        try {
            if (ended.await(GIVE_UP_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            return;
        }
        Thread.getAllStackTraces()
                .forEach((thread, frames) -> {
                    if (thread.getState() == Thread.State.RUNNABLE
                            && List.of(frames).toString().contains("dev.reckon.sql")) {
                        System.out.println(thread.getName());
                        for (StackTraceElement frame : frames) {
                            System.out.println("    " + frame);
                        }
                    }
                });
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void cancelLater(Connection connection, CountDownLatch ended) {
        try {
            while (!ended.await(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                connection.unwrap(PGConnection.class).cancelQuery();
            }
        } catch (InterruptedException | SQLException e) {
            // It has ended.
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl());
    }
}
