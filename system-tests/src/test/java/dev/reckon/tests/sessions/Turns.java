package dev.reckon.tests.sessions;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sessions of one server that take turns.
final class Turns implements AutoCloseable {
    /// What happened when a step was sent.
    ///
    /// @param answers of this step, and of earlier ones that waited until now, by session
    /// @param waiting the sessions that have no answer yet
    record Outcome(Map<Integer, String> answers, List<Integer> waiting) {
        Outcome {
            answers = new TreeMap<>(answers);
            waiting = List.copyOf(waiting);
        }
    }

    private final String url;
    private final Map<Integer, Connection> connections = new TreeMap<>();
    private final Map<Integer, FutureTask<String>> open = new TreeMap<>();

    Turns(String url, List<String> setup) throws SQLException {
        this.url = url;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : setup) {
                statement.execute(sql);
            }
        }
    }

    /// Returns a session's connection, which is opened when it is wanted first.
    Connection connection(int session) throws SQLException {
        Connection connection = connections.get(session);
        if (connection == null) {
            connection = DriverManager.getConnection(url);
            connections.put(session, connection);
        }
        return connection;
    }

    /// Returns whether a session has not been answered.
    boolean isOpen(int session) {
        return open.containsKey(session);
    }

    List<Integer> openSessions() {
        return List.copyOf(open.keySet());
    }

    /// Sends a statement and does not wait for the answer.
    void send(Scenario.Step step) throws SQLException {
        Connection connection = connection(step.session());
        var task = new FutureTask<>(() -> answer(connection, step.sql()));
        open.put(step.session(), task);
        Thread.ofPlatform().daemon().start(task);
    }

    boolean isAnswered(int session) {
        FutureTask<String> task = open.get(session);
        return task != null && task.isDone();
    }

    /// Returns the answer, or "waits" when there is none after some time.
    String await(int session, long millis) {
        try {
            FutureTask<String> task = Objects.requireNonNull(open.get(session));
            String answer = task.get(millis, TimeUnit.MILLISECONDS);
            open.remove(session);
            return answer;
        } catch (TimeoutException e) {
            return "waits";
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String answer(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "changed " + statement.getUpdateCount();
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.getResultSet()) {
                int columnCount = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columnCount; column++) {
                        row.add(String.valueOf(result.getString(column)));
                    }
                    rows.add(String.join(" ", row));
                }
            }
            return "rows " + rows;
        } catch (SQLException e) {
            return "error " + e.getSQLState();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections.values()) {
            connection.abort(Runnable::run);
        }
    }
}
