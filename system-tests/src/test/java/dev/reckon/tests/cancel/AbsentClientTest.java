package dev.reckon.tests.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.ServerFixture;
import dev.reckon.tests.pgwire.WireClient;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a session whose client has gone away, or says nothing. After each test the
/// fixture waits until no connection is left.
final class AbsentClientTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_sleep(600)",
                "SELECT count(*) FROM generate_series(1, 100000000000)",
                "SELECT pg_sleep(600); SELECT pg_sleep(600)",
                "DO $$ BEGIN PERFORM pg_sleep(600); END $$",
                "CREATE TABLE made AS SELECT x FROM generate_series(1, 100000000000) x"
            })
    void aClientThatGoesAwayEndsItsStatement(String statement) throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("SET client_connection_check_interval = 20").receiveUntilReady();
            client.query(statement).flush();
        }
        SERVER.awaitNoConnection();
    }

    @Test
    void aClientThatGoesAwayWaitsForNoLock() throws IOException {
        try (var holder = WireClient.open(SERVER.address())) {
            holder.query("CREATE TABLE held (id int)").receiveUntilReady();
            holder.query("BEGIN; LOCK TABLE held").receiveUntilReady();
            try (var client = WireClient.open(SERVER.address())) {
                client.query("SET client_connection_check_interval = 20").receiveUntilReady();
                client.query("LOCK TABLE held").flush();
            }
            awaitConnections(1);
        }
    }

    @Test
    void whatAClientHasStillAskedForIsNotDone() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE asked (id int)").receiveUntilReady();
            client.query("SET client_connection_check_interval = 20").receiveUntilReady();
            client.query("SELECT pg_sleep(600)");
            for (int i = 0; i < 1000; i++) {
                client.query("INSERT INTO asked VALUES (1)");
            }
            client.flush();
        }
        SERVER.awaitNoConnection();
        assertThat(count("asked")).isZero();
    }

    @Test
    void aClientThatSendsMoreIsStillThere() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE sent (id int)").receiveUntilReady();
            client.query("SET client_connection_check_interval = 1").receiveUntilReady();
            client.query("SELECT pg_sleep(0.1)");
            int count = 3000;
            for (int i = 0; i < count; i++) {
                client.query("INSERT INTO sent VALUES (1)");
            }
            client.receiveUntilReady();
            for (int i = 0; i < count; i++) {
                client.receiveUntilReady();
            }
            assertThat(count("sent")).isEqualTo(count);
        }
    }

    /// PostgreSQL's default, too: what was asked for is done.
    @Test
    void withoutTheSettingAStatementGoesOn() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE gone (id int)").receiveUntilReady();
            client.query("INSERT INTO gone SELECT 1 FROM pg_sleep(0.2)").flush();
        }
        SERVER.awaitNoConnection();
        assertThat(count("gone")).isEqualTo(1);
    }

    @Test
    void aClientThatGoesAwayInsideACopyChangesNothing() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE copied (id int)").receiveUntilReady();
            client.query("COPY copied FROM STDIN");
            assertThat(client.receive().type()).isEqualTo('G');
            client.copyData("1\n2\n").flush();
        }
        SERVER.awaitNoConnection();
        assertThat(count("copied")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "idle_session_timeout, SELECT 1, 57P05, terminating connection due to idle-session timeout",
        "idle_in_transaction_session_timeout, BEGIN, 25P03,"
                + " terminating connection due to idle-in-transaction timeout",
        "idle_in_transaction_session_timeout, BEGIN; SELECT 1/0, 25P03,"
                + " terminating connection due to idle-in-transaction timeout"
    })
    void aClientThatSaysNothingIsThrownOut(
            String setting, String query, String state, String message) throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("SET " + setting + " = 50").receiveUntilReady();
            client.query(query).receiveUntilReady();
            List<Message> end = client.receiveUntilEnd();
            Map<Character, String> error = WireClient.first(end, 'E').fields();
            assertThat(error)
                    .containsEntry('S', "FATAL")
                    .containsEntry('C', state)
                    .containsEntry('M', message);
        }
    }

    @Test
    void aListenerThatSaysNothingIsThrownOut() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("SET idle_session_timeout = 120").receiveUntilReady();
            client.query("LISTEN news").receiveUntilReady();
            assertThat(WireClient.sqlState(client.receiveUntilEnd())).isEqualTo("57P05");
        }
    }

    @Test
    void whoThrownOutInsideATransactionHoldsNoLocks() throws IOException {
        try (var client = WireClient.open(SERVER.address());
                var other = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE waited (id int)").receiveUntilReady();
            client.query("SET idle_in_transaction_session_timeout = 50").receiveUntilReady();
            client.query("BEGIN; LOCK TABLE waited; INSERT INTO waited VALUES (1)")
                    .receiveUntilReady();
            assertThat(WireClient.types(other.query("LOCK TABLE waited").receiveUntilReady()))
                    .isEqualTo("EZ"); // Outside a transaction block that is an error.
            other.query("BEGIN; LOCK TABLE waited; COMMIT").receiveUntilReady();
            assertThat(WireClient.sqlState(client.receiveUntilEnd())).isEqualTo("25P03");
            assertThat(count("waited")).isZero();
        }
    }

    /// The time counts from the server's answer: not while a statement runs, and of the two limits
    /// only the one that is meant.
    @Test
    void aClientThatIsAnsweredLateIsNotIdle() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("SET idle_session_timeout = 1000").receiveUntilReady();
            assertThat(WireClient.types(client.query("SELECT pg_sleep(1.2)").receiveUntilReady()))
                    .isEqualTo("TDCZ");
            client.query("BEGIN").receiveUntilReady();
            client.query("SET LOCAL idle_session_timeout = 1").receiveUntilReady();
            assertThat(WireClient.types(client.query("SELECT pg_sleep(0.1)").receiveUntilReady()))
                    .isEqualTo("TDCZ");
            client.query("ROLLBACK").receiveUntilReady();
        }
    }

    @Test
    void keepaliveSettingsAreTaken() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query(
                            "SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 5;"
                                    + " SET tcp_keepalives_count = 3")
                    .receiveUntilReady();
            client.query("SET tcp_keepalives_idle = 0").receiveUntilReady();
            assertThat(WireClient.types(client.query("SELECT 1").receiveUntilReady()))
                    .isEqualTo("TDCZ");
            assertThat(
                            WireClient.sqlState(
                                    client.query("SET tcp_user_timeout = 5").receiveUntilReady()))
                    .isEqualTo("0A000");
        }
    }

    private static int count(String table) throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> answer =
                    client.query("SELECT count(*) FROM " + table).receiveUntilReady();
            return Integer.parseInt(WireClient.first(answer, 'D').values().getFirst());
        }
    }

    private static void awaitConnections(int count) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (SERVER.server().pgServer().connectionCount() > count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(SERVER.server().pgServer().connectionCount()).isEqualTo(count);
    }
}
