package dev.reckon.tests.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.fastpath.FastpathArg;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.util.PSQLException;

/// Large objects as drivers use them: by the function call protocol.
final class LargeObjectTest {
    private static final int FUNCTION_INT4PL = 177;

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    private static Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        connection.setAutoCommit(false);
        return connection;
    }

    private static LargeObjectManager manager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getLargeObjectAPI();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatIsWrittenInPartsIsReadInOtherParts() throws SQLException {
        byte[] bytes = noise(100_003);
        try (Connection connection = connect()) {
            LargeObjectManager manager = manager(connection);
            long oid = manager.createLO();
            LargeObject writer = manager.open(oid, LargeObjectManager.READWRITE);
            for (int start = 0; start < bytes.length; start += 7_001) {
                writer.write(
                        Arrays.copyOfRange(bytes, start, Math.min(start + 7_001, bytes.length)));
            }
            writer.close();
            connection.commit();

            LargeObject reader = manager.open(oid, LargeObjectManager.READ);
            assertThat(reader.size()).isEqualTo(bytes.length);
            reader.seek(50_000, LargeObject.SEEK_SET);
            assertThat(reader.read(3_000)).isEqualTo(Arrays.copyOfRange(bytes, 50_000, 53_000));
            assertThat(reader.tell()).isEqualTo(53_000);
            reader.seek(0, LargeObject.SEEK_SET);
            assertThat(reader.read(bytes.length + 10)).isEqualTo(bytes);
            reader.close();
            manager.unlink(oid);
            connection.commit();
        }
    }

    @Test
    void othersSeeALargeObjectOnceItIsCommitted() throws SQLException {
        try (Connection writer = connect();
                Connection other = connect()) {
            long oid = manager(writer).createLO();
            LargeObject object = manager(writer).open(oid);
            object.write("text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThatThrownBy(() -> manager(other).open(oid, LargeObjectManager.READ))
                    .isInstanceOf(PSQLException.class)
                    .hasMessageContaining("large object " + oid + " does not exist");
            other.rollback();
            writer.commit();
            assertThat(manager(other).open(oid, LargeObjectManager.READ).read(10)).hasSize(4);
        }
    }

    @Test
    void aRollbackUndoesWritesAndEndsDescriptors() throws SQLException {
        try (Connection connection = connect()) {
            LargeObjectManager manager = manager(connection);
            long oid = manager.createLO();
            connection.commit();
            LargeObject object = manager.open(oid);
            object.write(noise(10));
            connection.rollback();
            assertThatThrownBy(() -> object.read(1))
                    .hasMessageContaining("invalid large-object descriptor: 0");
            connection.rollback();
            assertThat(manager.open(oid, LargeObjectManager.READ).size()).isZero();
        }
    }

    @Test
    void anyFunctionCanBeCalledByItsOid() throws SQLException {
        try (Connection connection = connect()) {
            @SuppressWarnings("deprecation")
            Fastpath calls = connection.unwrap(PGConnection.class).getFastpathAPI();
            FastpathArg[] arguments = {new FastpathArg(40), new FastpathArg(2)};
            calls.addFunction("int4pl", FUNCTION_INT4PL);
            assertThat(calls.getInteger("int4pl", arguments)).isEqualTo(42);
            calls.addFunction("nothing", 999_999);
            assertThatThrownBy(() -> calls.getInteger("nothing", arguments))
                    .hasMessageContaining("function with OID 999999 does not exist");
            connection.rollback();
            assertThatThrownBy(() ->
                            calls.getInteger("int4pl", new FastpathArg[] {new FastpathArg(40)}))
                    .hasMessageContaining(
                            "function call message contains 1 arguments but function requires 2");
            connection.rollback();
            assertThat(calls.getInteger("int4pl", arguments)).isEqualTo(42);
        }
    }
}
