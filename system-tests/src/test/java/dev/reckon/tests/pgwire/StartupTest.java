package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.first;
import static dev.reckon.tests.pgwire.WireClient.sqlState;
import static dev.reckon.tests.pgwire.WireClient.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.tests.pgwire.WireClient.Body;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class StartupTest {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSSENC_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void clientIsToldWhatItNeeds() throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            client.startup("user", "reckon", "application_name", "test");
            List<Message> messages = client.receiveUntilReady();
            assertThat(messages.getFirst().type()).isEqualTo('R');
            assertThat(messages.getFirst().body()).isEqualTo(new byte[4]);
            assertThat(messages.getLast().body()).isEqualTo(new byte[] {'I'});
            assertThat(first(messages, 'K').body()).hasSize(8);
            assertThat(
                            messages.stream()
                                    .filter(message -> message.type() == 'S')
                                    .map(Message::text))
                    .contains(
                            "server_version",
                            "server_encoding",
                            "client_encoding",
                            "DateStyle",
                            "TimeZone",
                            "integer_datetimes",
                            "standard_conforming_strings",
                            "application_name");
        }
    }

    @Test
    void encryptionIsDeclinedAndTheClientMayGoOn() throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            assertThat(client.packet(new Body().int4(GSSENC_REQUEST)).receiveByte()).isEqualTo('N');
            assertThat(client.packet(new Body().int4(SSL_REQUEST)).receiveByte()).isEqualTo('N');
            client.startup("user", "reckon");
            assertThat(types(client.receiveUntilReady())).startsWith("R").endsWith("Z");
        }
    }

    @Test
    void anyNameIsTrustedOnThisMachine() throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            client.startup("user", "somebody", "database", "something");
            assertThat(types(client.receiveUntilReady())).startsWith("R").endsWith("Z");
        }
    }

    @Test
    void rolesThatMayNotLogInOrAreHereAlreadyAreRefused() throws SQLException {
        try (Connection owner = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = owner.createStatement()) {
            statement.execute("create role group_only nologin");
            statement.execute("create role alone login connection limit 1");
            assertThatThrownBy(() -> connect("group_only").close())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("28000"));
            try (Connection first = connect("alone")) {
                assertThat(first.isValid(0)).isTrue();
                assertThatThrownBy(() -> connect("alone").close())
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("53300"));
            }
            statement.execute("alter role group_only login");
            connect("group_only").close();
        }
    }

    private static Connection connect(String user) throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl().replace("user=reckon", "user=" + user));
    }

    @Test
    void newerProtocolIsAnsweredWithThisOne() throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            Body body = new Body().int4(WireClient.PROTOCOL_3_0 + 2);
            body.string("user").string("reckon").string("_pq_.new").string("1").int1(0);
            List<Message> messages = client.packet(body).receiveUntilReady();
            ByteBuffer answer = ByteBuffer.wrap(first(messages, 'v').body());
            assertThat(answer.getInt()).isEqualTo(WireClient.PROTOCOL_3_0);
            assertThat(answer.getInt()).isEqualTo(1);
        }
    }

    @Test
    void wrongOpeningsEndTheConnectionWithAnError() throws IOException {
        assertRefused("0A000", new Body().int4(2 << 16));
        assertRefused("28000", new Body().int4(WireClient.PROTOCOL_3_0).int1(0));
        assertRefused("08P01", new Body().int4(WireClient.PROTOCOL_3_0).string("user").string("a"));
        assertRefused(
                "08P01",
                new Body()
                        .int4(WireClient.PROTOCOL_3_0)
                        .string("user")
                        .string("a")
                        .int1(0)
                        .int4(7));
        assertRefused("08P01", new Body().int4(WireClient.PROTOCOL_3_0).bytes(new byte[] {'u'}));
        assertRefused(
                "0A000",
                new Body()
                        .int4(WireClient.PROTOCOL_3_0)
                        .string("user")
                        .string("a")
                        .string("replication")
                        .string("database")
                        .int1(0));
        assertRefused(
                "42704",
                new Body()
                        .int4(WireClient.PROTOCOL_3_0)
                        .string("user")
                        .string("a")
                        .string("no_such_setting")
                        .string("1")
                        .int1(0));
        assertRefused("08P01", new Body().int4(CANCEL_REQUEST).int4(1));
    }

    @Test
    void impossiblePacketLengthEndsTheConnection() throws IOException {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 4, 7, 10_001, Integer.MAX_VALUE}) {
            try (var client = WireClient.connect(SERVER.address())) {
                client.raw(new Body().int4(length).int4(WireClient.PROTOCOL_3_0).bytes());
                assertThat(sqlState(client.receiveUntilEnd())).isEqualTo("08P01");
            }
        }
    }

    @Test
    void optionsSetSettings() throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            client.startup("user", "reckon", "options", "-c TimeZone=Asia/Tokyo");
            client.receiveUntilReady();
            List<Message> messages = client.query("SHOW timezone").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("Asia/Tokyo");
        }
    }

    @Test
    void keyCancelsTheStatementAndAnotherDoesNot() throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            client.startup("user", "reckon");
            ByteBuffer key = ByteBuffer.wrap(first(client.receiveUntilReady(), 'K').body());
            int processId = key.getInt();
            int secretKey = key.getInt();
            client.query("SELECT pg_sleep(600)").flush();
            cancel(processId, secretKey + 1);
            cancel(processId + 1, secretKey);
            // The statement may not have begun when the first request comes.
            var messages = new java.util.concurrent.FutureTask<>(client::receiveUntilReady);
            Thread.ofVirtual().start(messages);
            while (!messages.isDone()) {
                cancel(processId, secretKey);
            }
            assertThat(sqlState(messages.resultNow())).isEqualTo("57014");
            assertThat(types(client.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
        }
    }

    private static void cancel(int processId, int secretKey) throws IOException {
        try (var canceller = WireClient.connect(SERVER.address())) {
            canceller.packet(new Body().int4(CANCEL_REQUEST).int4(processId).int4(secretKey));
            assertThat(canceller.receiveUntilEnd()).isEmpty();
        }
    }

    private static void assertRefused(String sqlState, Body packet) throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            List<Message> messages = client.packet(packet).receiveUntilEnd();
            Message error = first(messages, 'E');
            assertThat(error.fields())
                    .containsEntry('C', sqlState)
                    .containsEntry('S', "FATAL")
                    .containsEntry('V', "FATAL");
        }
    }
}
