package dev.reckon.tests.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.isolation.Anomalies.Kind;
import dev.reckon.tests.isolation.History.End;
import dev.reckon.tests.isolation.History.Step;
import dev.reckon.tests.pgwire.ServerFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Clients append to lists and read them, and what they saw is searched for what their level of
/// isolation forbids.
///
/// `-Dtransactions=N` sets how many each client tries, `-Dseed=N` what they try.
final class ListAppendTest {
    private static final int CLIENT_COUNT = 6;
    private static final int KEY_COUNT = 5;
    private static final int STEP_COUNT_MAX = 5;
    private static final Set<String> REFUSALS = Set.of("40001", "40P01");

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    private final AtomicInteger lastElement = new AtomicInteger();
    private final History history = new History();

    @Test
    void readCommittedHasNoG0AndNoG1() throws Exception {
        assertThat(run(Connection.TRANSACTION_READ_COMMITTED))
                .doesNotContainKeys(Kind.INCONSISTENT, Kind.G0, Kind.G1A, Kind.G1B, Kind.G1C);
    }

    @Test
    void repeatableReadHasNoGSingle() throws Exception {
        assertThat(run(Connection.TRANSACTION_REPEATABLE_READ))
                .doesNotContainKeys(
                        Kind.INCONSISTENT, Kind.G0, Kind.G1A, Kind.G1B, Kind.G1C, Kind.G_SINGLE);
    }

    @Test
    void serializableHasNoCycle() throws Exception {
        assertThat(run(Connection.TRANSACTION_SERIALIZABLE)).isEmpty();
    }

    private Map<Kind, String> run(int isolation) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists lists");
            statement.execute("create table lists (key int primary key, elements text not null)");
        }
        long seed = Long.getLong("seed", 1);
        int count = Integer.getInteger("transactions", 120);
        List<FutureTask<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENT_COUNT; i++) {
            var random = new Random(seed * CLIENT_COUNT + i);
            clients.add(new FutureTask<>(() -> runClient(isolation, random, count), true));
            Thread.ofPlatform().start(clients.getLast());
        }
        for (FutureTask<Boolean> client : clients) {
            client.get();
        }
        runClient(isolation, new Random(seed), 0);
        assertThat(history.transactions().stream().filter(History.Transaction::isCommitted).count())
                .as("transactions that were not refused")
                .isGreaterThan(count / 2);
        return Anomalies.find(history);
    }

    /// Runs transactions; with a count of 0, the one that reads all.
    private void runClient(int isolation, Random random, int count) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(isolation);
            for (int i = 0; i < count; i++) {
                transaction(connection, random);
            }
            if (count == 0) {
                List<Step> steps = new ArrayList<>();
                for (int key = 0; key < KEY_COUNT; key++) {
                    steps.add(read(connection, key));
                }
                connection.commit();
                history.add(new History.Transaction(End.COMMITTED, steps));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void transaction(Connection connection, Random random) throws SQLException {
        List<Step> steps = new ArrayList<>();
        try {
            int count = 1 + random.nextInt(STEP_COUNT_MAX);
            for (int i = 0; i < count; i++) {
                int key = random.nextInt(KEY_COUNT);
                steps.add(
                        random.nextBoolean()
                                ? read(connection, key)
                                : append(connection, key, steps));
            }
            if (random.nextInt(10) == 0) {
                connection.rollback();
                history.add(new History.Transaction(End.ABORTED, steps));
                return;
            }
            connection.commit();
            history.add(new History.Transaction(End.COMMITTED, steps));
        } catch (SQLException e) {
            if (!REFUSALS.contains(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            history.add(new History.Transaction(End.ABORTED, steps));
        }
    }

    private static Step read(Connection connection, int key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select elements from lists where key = ?")) {
            select.setInt(1, key);
            List<Integer> elements = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    for (String element : rows.getString(1).split(" ", -1)) {
                        elements.add(Integer.parseInt(element));
                    }
                }
            }
            return new Step.Read(key, elements);
        }
    }

    private Step append(Connection connection, int key, List<Step> before) throws SQLException {
        int element = lastElement.incrementAndGet();
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "insert into lists values (?, ?) on conflict (key)"
                                + " do update set elements = lists.elements || ' ' || ?")) {
            upsert.setInt(1, key);
            upsert.setString(2, Integer.toString(element));
            upsert.setString(3, Integer.toString(element));
            upsert.executeUpdate();
        } catch (SQLException refused) {
            before.add(new Step.Append(key, element)); // Nobody may ever see it.
            throw refused;
        }
        return new Step.Append(key, element);
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl());
    }
}
