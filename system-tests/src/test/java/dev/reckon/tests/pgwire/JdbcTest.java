package dev.reckon.tests.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// pgjdbc in each of its ways to send a query.
final class JdbcTest {
    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preferQueryMode=simple",
                "preferQueryMode=extended&prepareThreshold=0",
                "preferQueryMode=extendedForPrepared",
                "prepareThreshold=1",
                "prepareThreshold=-1&binaryTransfer=true",
                "binaryTransfer=false"
            })
    void valuesOfEveryTypeComeBack(String mode) throws SQLException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl() + "&" + mode);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS all_types");
            statement.execute(
                    """
                    CREATE TABLE all_types (id bigint PRIMARY KEY, b boolean, s smallint, i integer,
                      r real, d double precision, n numeric(12, 3), t text, v varchar(10), dt date,
                      ts timestamp, tz timestamptz, u uuid, bin bytea)
                    """);
            var uuid = new UUID(0x0123456789abcdefL, 0x8edcba9876543210L);
            OffsetDateTime zoned = OffsetDateTime.of(2024, 2, 29, 12, 30, 0, 0, ZoneOffset.UTC);
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO all_types VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
                for (long id = 1; id <= 7; id++) {
                    insert.setLong(1, id);
                    insert.setBoolean(2, true);
                    insert.setShort(3, (short) -7);
                    insert.setInt(4, Integer.MIN_VALUE);
                    insert.setFloat(5, 1.5f);
                    insert.setDouble(6, -0.1);
                    insert.setBigDecimal(7, new BigDecimal("123456.789"));
                    insert.setString(8, "naïve 😀");
                    insert.setString(9, "short");
                    insert.setObject(10, LocalDate.of(1999, 12, 31));
                    insert.setObject(11, LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000));
                    insert.setObject(12, zoned);
                    insert.setObject(13, uuid);
                    insert.setBytes(14, new byte[] {0, -1, 39, 92});
                    assertThat(insert.executeUpdate()).isEqualTo(1);
                }
            }
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT * FROM all_types WHERE id = ?")) {
                for (long id = 1; id <= 7; id++) {
                    select.setLong(1, id);
                    try (ResultSet rows = select.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getLong(1)).isEqualTo(id);
                        assertThat(rows.getBoolean(2)).isTrue();
                        assertThat(rows.getShort(3)).isEqualTo((short) -7);
                        assertThat(rows.getInt(4)).isEqualTo(Integer.MIN_VALUE);
                        assertThat(rows.getFloat(5)).isEqualTo(1.5f);
                        assertThat(rows.getDouble(6)).isEqualTo(-0.1);
                        assertThat(rows.getBigDecimal(7)).isEqualTo(new BigDecimal("123456.789"));
                        assertThat(rows.getString(8)).isEqualTo("naïve 😀");
                        assertThat(rows.getString(9)).isEqualTo("short");
                        assertThat(rows.getObject(10, LocalDate.class))
                                .isEqualTo(LocalDate.of(1999, 12, 31));
                        assertThat(rows.getObject(11, LocalDateTime.class))
                                .isEqualTo(LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000));
                        assertThat(rows.getObject(12, OffsetDateTime.class).toInstant())
                                .isEqualTo(zoned.toInstant());
                        assertThat(rows.getObject(13, UUID.class)).isEqualTo(uuid);
                        assertThat(rows.getBytes(14)).isEqualTo(new byte[] {0, -1, 39, 92});
                        assertThat(rows.next()).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void fetchSizeReadsInParts() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(7);
                long sum = 0;
                try (ResultSet rows =
                        statement.executeQuery("SELECT i FROM generate_series(1, 10000) AS i")) {
                    while (rows.next()) {
                        sum += rows.getInt(1);
                    }
                }
                assertThat(sum).isEqualTo(50_005_000);
            }
            connection.rollback();
        }
    }

    /// The driver knows by the error's routine that preparing again helps.
    @Test
    void aStatementWhoseColumnsChangedIsPreparedAgain() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                SERVER.jdbcUrl() + "&prepareThreshold=1&flushCacheOnDdl=false");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE growing (a int)");
            statement.execute("INSERT INTO growing VALUES (1)");
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM growing")) {
                select.executeQuery().close();
                try (Connection other = DriverManager.getConnection(SERVER.jdbcUrl());
                        Statement change = other.createStatement()) {
                    change.execute("ALTER TABLE growing ADD b int");
                }
                try (ResultSet rows = select.executeQuery()) {
                    assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void batchIsSentAtOnceAndCounted() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE batched (id int PRIMARY KEY, n int)");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO batched VALUES (?, ?)")) {
                for (int i = 0; i < 1_000; i++) {
                    insert.setInt(1, i);
                    insert.setInt(2, i * i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(1_000).containsOnly(1);
            }
            try (ResultSet rows = statement.executeQuery("SELECT count(*), sum(n) FROM batched")) {
                rows.next();
                assertThat(rows.getLong(1)).isEqualTo(1_000);
                assertThat(rows.getLong(2)).isEqualTo(332_833_500);
            }
        }
    }

    @Test
    void transactionIsCommittedOrRolledBack() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (id int PRIMARY KEY)");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO kept VALUES (1)");
            connection.commit();
            statement.execute("INSERT INTO kept VALUES (2)");
            connection.rollback();
            assertThatThrownBy(() -> statement.execute("INSERT INTO kept VALUES (1)"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            error -> {
                                assertThat(error.getSQLState()).isEqualTo("23505");
                                assertThat(error.getServerErrorMessage())
                                        .isNotNull()
                                        .extracting(ServerErrorMessage::getConstraint)
                                        .isEqualTo("kept_pkey");
                            });
            connection.rollback();
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM kept")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void copyGoesBothWays() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE copied (id int PRIMARY KEY, t text)");
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            var lines = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                lines.append(i).append(",\"line ").append(i).append("\"\n");
            }
            assertThat(
                            copy.copyIn(
                                    "COPY copied FROM STDIN (FORMAT csv)",
                                    new StringReader(lines.toString())))
                    .isEqualTo(10_000);
            var out = new ByteArrayOutputStream();
            assertThat(copy.copyOut("COPY copied TO STDOUT", out)).isEqualTo(10_000);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("0\tline 0\n1\tline 1\n")
                    .hasLineCount(10_000);
        }
    }

    @Test
    void statementIsCancelled() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            // The driver sends the cancel request when the time is over.
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(600)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("57014"));
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void metadataNamesTheColumns() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE described (id int PRIMARY KEY, name varchar(20))");
            try (ResultSet rows = statement.executeQuery("SELECT id, name FROM described")) {
                assertThat(rows.getMetaData().getColumnName(2)).isEqualTo("name");
                assertThat(rows.getMetaData().getColumnTypeName(2)).isEqualTo("varchar");
                assertThat(rows.getMetaData().getPrecision(2)).isEqualTo(20);
            }
        }
    }
}
