package dev.reckon.tests.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many clients change rows at once, each statement a transaction of its own, so that the threads
/// of some tell others that they are committed: what each client is told is what has happened.
final class ConcurrentCommitsTest {
    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    private static final int CLIENT_COUNT = 8;
    private static final int CALL_COUNT = 150;

    /// What a client does once; returns whether it was told of success.
    @FunctionalInterface
    private interface Call {
        boolean run(Statement statement, int client, int number) throws SQLException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void whatIsAcknowledgedIsThere(String mode) throws Exception {
        execute("CREATE TABLE rows_" + mode + " (id integer PRIMARY KEY)");
        Set<Integer> told = new ConcurrentSkipListSet<>();
        race(
                mode,
                "",
                (statement, client, number) -> {
                    int id = number * CLIENT_COUNT + client;
                    // Every fifth is there already, so that some clients are told of an error in
                    // between.
                    boolean doubled = number % 5 == 4;
                    try {
                        statement.execute(
                                "INSERT INTO rows_"
                                        + mode
                                        + " VALUES ("
                                        + (doubled ? client : id)
                                        + ")");
                        told.add(id);
                        assertThat(doubled).isFalse();
                        return true;
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).isEqualTo("23505");
                        assertThat(doubled).isTrue();
                        return false;
                    }
                });
        assertThat(Set.copyOf(integers("SELECT id FROM rows_" + mode))).isEqualTo(told);
    }

    @Test
    void whoIsRefusedAtCommitIsToldAndGoesOn() throws Exception {
        execute("CREATE TABLE counted (id serial PRIMARY KEY, place integer NOT NULL)");
        int successCount =
                race(
                        "extended",
                        "SET default_transaction_isolation = serializable",
                        (statement, _, _) -> {
                            try {
                                statement.execute(
                                        "INSERT INTO counted (place) SELECT count(*) FROM counted");
                                return true;
                            } catch (SQLException e) {
                                assertThat(e.getSQLState()).isEqualTo("40001");
                                return false;
                            }
                        });
        assertThat(successCount).isPositive();
        // One after the other, each has seen all before it.
        List<Integer> places = integers("SELECT place FROM counted ORDER BY place");
        assertThat(places).hasSize(successCount);
        for (int i = 0; i < places.size(); i++) {
            assertThat(places.get(i)).isEqualTo(i);
        }
    }

    /// Lets all clients call at once; returns how many calls were told of success.
    private static int race(String mode, String first, Call call) throws Exception {
        List<FutureTask<Integer>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENT_COUNT; client++) {
            int number = client;
            var task = new FutureTask<>(() -> calls(mode, first, call, number));
            clients.add(task);
            Thread.ofPlatform().start(task);
        }
        int count = 0;
        for (FutureTask<Integer> client : clients) {
            count += client.get();
        }
        return count;
    }

    private static int calls(String mode, String first, Call call, int client) throws SQLException {
        int count = 0;
        try (Connection connection =
                        DriverManager.getConnection(SERVER.jdbcUrl() + "&preferQueryMode=" + mode);
                Statement statement = connection.createStatement()) {
            if (!first.isEmpty()) {
                statement.execute(first);
            }
            for (int number = 0; number < CALL_COUNT; number++) {
                count += call.run(statement, client, number) ? 1 : 0;
            }
        }
        return count;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Integer> integers(String sql) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                numbers.add(result.getInt(1));
            }
        }
        return numbers;
    }
}
