package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.first;
import static dev.reckon.tests.pgwire.WireClient.sqlState;
import static dev.reckon.tests.pgwire.WireClient.types;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.server.run.Server;
import dev.reckon.server.run.ServerOptions;
import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.tests.pgwire.WireClient.Body;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Once a password is set: SCRAM, with and without TLS and channel binding.
final class LoginTest {
    private static final String PASSWORD = "pâss'word";
    private static final int SSL_REQUEST = 80877103;

    @TempDir private Path directory;

    private Optional<Server> server = Optional.empty();

    @BeforeEach
    void start() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            session.execute("ALTER ROLE reckon PASSWORD '" + PASSWORD.replace("'", "''") + "'")
                    .close();
            session.execute("CREATE ROLE no_password LOGIN").close();
        }
        server =
                Optional.of(
                        Server.start(
                                new ServerOptions(
                                        directory,
                                        "127.0.0.1",
                                        0,
                                        0,
                                        List.of(),
                                        Optional.of(new ServerOptions.Encryption.SelfSigned()))));
    }

    @AfterEach
    void stop() {
        server.ifPresent(Server::close);
    }

    @Test
    void rightPasswordLetsIn() throws SQLException {
        try (Connection connection = connect("reckon", PASSWORD, "sslmode=disable")) {
            assertThat(user(connection)).isEqualTo("reckon");
        }
    }

    @Test
    void rightPasswordLetsInThroughTlsBoundToIt() throws SQLException {
        try (Connection connection =
                connect("reckon", PASSWORD, "sslmode=require&channelBinding=require")) {
            assertThat(user(connection)).isEqualTo("reckon");
        }
    }

    @Test
    void wrongPasswordUnknownUserAndUserWithoutOneLookTheSame() {
        for (String user : List.of("reckon", "nobody", "no_password")) {
            assertThatThrownBy(() -> connect(user, "wrong", "sslmode=disable").close())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> {
                                assertThat(error.getSQLState()).isEqualTo("28P01");
                                assertThat(error.getMessage())
                                        .contains(
                                                "password authentication failed for user \""
                                                        + user
                                                        + "\"");
                            });
        }
    }

    @Test
    void unknownUserHasAlwaysTheSameSalt() throws IOException {
        assertThat(salt("nobody")).isEqualTo(salt("nobody")).isNotEqualTo(salt("nobody2"));
    }

    @Test
    void otherDatabaseDoesNotExist() {
        assertThatThrownBy(() ->
                        DriverManager.getConnection(
                                url("other", "sslmode=disable"), properties("reckon", PASSWORD)))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getSQLState()).isEqualTo("3D000"));
    }

    @Test
    void guessingIsSlowedDown() throws SQLException {
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> connect("reckon", "wrong", "sslmode=disable").close())
                    .isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> connect("reckon", PASSWORD, "sslmode=disable").close())
                .hasMessageContaining("too many failed logins");
    }

    @Test
    void malformedAuthenticationEndsTheConnection() throws IOException {
        assertEnds("08P01", new Body().string("SCRAM-SHA-256").int4(1).int1('x'));
        assertEnds("08P01", new Body().string("SCRAM-SHA-256-PLUS").int4(1).int1('x'));
        assertEnds("08P01", new Body().string("PLAIN").int4(-1));
        assertEnds("08P01", new Body().string("SCRAM-SHA-256").int4(-1));
        assertEnds("08P01", new Body().string("SCRAM-SHA-256").int4(99).int1('x'));
        assertEnds("08P01", new Body().bytes(new byte[9_000]));
        try (var client = WireClient.connect(server.orElseThrow().pgAddress())) {
            client.startup("user", "reckon");
            assertThat(client.receive().type()).isEqualTo('R');
            assertThat(sqlState(client.query("SELECT 1").receiveUntilEnd())).isEqualTo("08P01");
        }
        try (var client = WireClient.connect(server.orElseThrow().pgAddress())) {
            client.startup("user", "reckon");
            assertThat(client.receive().type()).isEqualTo('R');
            client.message('p', new Body().bytes(new byte[20_000]));
            assertThat(sqlState(client.receiveUntilEnd())).isEqualTo("08P01");
        }
    }

    @Test
    void wordsSmuggledInBeforeTlsAreRefused() throws IOException {
        try (var client = WireClient.connect(server.orElseThrow().pgAddress())) {
            client.packet(new Body().int4(SSL_REQUEST)).startup("user", "reckon");
            assertThat(client.receiveByte()).isEqualTo('S');
            assertThat(sqlState(client.receiveUntilEnd())).isEqualTo("08P01");
        }
    }

    @Test
    void otherHostNeedsAPassword(@TempDir Path empty) {
        assertThatThrownBy(() ->
                        Server.start(
                                        new ServerOptions(
                                                empty,
                                                "0.0.0.0",
                                                0,
                                                0,
                                                List.of(),
                                                Optional.empty()))
                                .close())
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("without a password");
    }

    private void assertEnds(String sqlState, Body response) throws IOException {
        try (var client = WireClient.connect(server.orElseThrow().pgAddress())) {
            client.startup("user", "reckon");
            assertThat(client.receive().type()).isEqualTo('R');
            List<Message> messages = client.message('p', response).receiveUntilEnd();
            assertThat(types(messages)).isEqualTo("E");
            assertThat(sqlState(messages)).isEqualTo(sqlState);
        }
    }

    /// Returns what the server's first message says beside the nonce.
    private String salt(String user) throws IOException {
        try (var client = WireClient.connect(server.orElseThrow().pgAddress())) {
            client.startup("user", user);
            client.receive();
            byte[] clientFirst = "n,,n=,r=abc".getBytes(UTF_8);
            client.message(
                    'p',
                    new Body().string("SCRAM-SHA-256").int4(clientFirst.length).bytes(clientFirst));
            byte[] body = first(List.of(client.receive()), 'R').body();
            String serverFirst = new String(body, 4, body.length - 4, UTF_8);
            return serverFirst.substring(serverFirst.indexOf(",s="));
        }
    }

    private Connection connect(String user, String password, String options) throws SQLException {
        return DriverManager.getConnection(url("reckon", options), properties(user, password));
    }

    private String url(String database, String options) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?%s"
                .formatted(server.orElseThrow().pgAddress().getPort(), database, options);
    }

    private static Properties properties(String user, String password) {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    private static String user(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_user")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
