package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.first;
import static dev.reckon.tests.pgwire.WireClient.sqlState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.access.AccessPolicy;
import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.server.pgwire.PgOptions;
import dev.reckon.server.pgwire.PgServer;
import dev.reckon.sql.Database;
import dev.reckon.tests.pgwire.WireClient.Body;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimitsTest {
    @TempDir private Path directory;

    @Test
    void oneConnectionTooManyIsRefusedAndAFreedOneIsNot() throws IOException {
        try (Database database = Database.open(directory);
                PgServer server = start(database, new PgOptions(anyPort(), 2, 1 << 20, 60_000))) {
            try (var one = WireClient.open(server.address())) {
                try (var two = WireClient.open(server.address());
                        var three = WireClient.connect(server.address())) {
                    three.startup("user", "reckon");
                    assertThat(first(three.receiveUntilEnd(), 'E').fields())
                            .containsEntry('C', "53300")
                            .containsEntry('S', "FATAL");
                    two.query("SELECT 1").receiveUntilReady();
                }
                while (server.connectionCount() > 1) {
                    Thread.onSpinWait();
                }
                WireClient.open(server.address()).close();
                one.query("SELECT 1").receiveUntilReady();
            }
        }
    }

    @Test
    void messageAboveTheMaximumCostsTheConnection() throws IOException {
        try (Database database = Database.open(directory);
                PgServer server = start(database, new PgOptions(anyPort(), 10, 100_000, 60_000))) {
            try (var client = WireClient.open(server.address())) {
                client.query("SELECT '" + "x".repeat(99_000) + "'").receiveUntilReady();
                client.message('Q', new Body().bytes(new byte[100_001]));
                assertThat(sqlState(client.receiveUntilEnd())).isEqualTo("08P01");
            }
        }
    }

    @Test
    void clientThatSaysNothingIsCutOff() throws IOException {
        try (Database database = Database.open(directory);
                PgServer server = start(database, new PgOptions(anyPort(), 10, 1 << 20, 50))) {
            try (var client = WireClient.connect(server.address())) {
                assertThat(client.receiveUntilEnd()).isEmpty();
            }
            try (var client = WireClient.open(server.address())) {
                // Once it is in, it may take its time.
                try (var silent = WireClient.connect(server.address())) {
                    assertThat(silent.receiveUntilEnd()).isEmpty();
                }
                client.query("SELECT 1").receiveUntilReady();
            }
        }
    }

    @Test
    void stoppingTellsTheClients() throws Exception {
        try (Database database = Database.open(directory)) {
            PgServer server = start(database, new PgOptions(anyPort()));
            try (var idle = WireClient.open(server.address());
                    var busy = WireClient.open(server.address())) {
                busy.query("SELECT pg_sleep(600)").flush();
                var answers = new FutureTask<>(busy::receiveUntilEnd);
                Thread.ofVirtual().start(answers);
                server.close();
                assertThat(sqlState(idle.receiveUntilEnd())).isEqualTo("57P01");
                List<Message> messages = answers.get();
                assertThat(messages.getLast().fields())
                        .containsEntry('C', "57P01")
                        .containsEntry('S', "FATAL");
                assertThat(server.connectionCount()).isZero();
            }
        }
    }

    @Test
    void manyClientsAreServedAtOnce() throws Exception {
        int clientCount = 200;
        try (Database database = Database.open(directory);
                PgServer server = start(database, new PgOptions(anyPort()))) {
            WireClient[] clients = new WireClient[clientCount];
            for (int i = 0; i < clientCount; i++) {
                clients[i] = WireClient.open(server.address());
            }
            for (int i = 0; i < clientCount; i++) {
                clients[i].query("SELECT " + i).flush();
            }
            for (int i = clientCount - 1; i >= 0; i--) {
                List<Message> messages = clients[i].receiveUntilReady();
                assertThat(first(messages, 'D').values()).containsExactly(Integer.toString(i));
                clients[i].close();
            }
        }
    }

    private static PgServer start(Database database, PgOptions options) throws IOException {
        return PgServer.start(
                database,
                new AccessPolicy(database),
                options,
                Optional.empty(),
                new ServerMetrics());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
