package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.first;
import static dev.reckon.tests.pgwire.WireClient.sqlState;
import static dev.reckon.tests.pgwire.WireClient.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.WireClient.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a cancel request counts for: all that the client has asked for up to Sync, and nothing
/// else.
final class CancelRequestTest {
    private static final int CANCEL_REQUEST = 80877102;

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    private int processId;
    private int secretKey;

    @Test
    void betweenParseAndExecuteIsNotLost() throws IOException {
        try (var client = connect()) {
            client.parse("", "SELECT pg_sleep(600)").bind("", "").message('H', new Body());
            assertThat(client.receive().type()).isEqualTo('1');
            assertThat(client.receive().type()).isEqualTo('2');
            cancel();
            client.execute("", 0).sync();
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("57014");
            assertThat(types(client.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
        }
    }

    @Test
    void beforeAWaitForALockIsNotLost() throws IOException {
        try (var holder = WireClient.open(SERVER.address());
                var client = connect()) {
            holder.query("CREATE TABLE held (id int)").receiveUntilReady();
            holder.query("BEGIN; LOCK TABLE held").receiveUntilReady();
            client.query("BEGIN").receiveUntilReady();
            client.parse("", "LOCK TABLE held").bind("", "").message('H', new Body());
            assertThat(client.receive().type()).isEqualTo('1');
            assertThat(client.receive().type()).isEqualTo('2');
            cancel();
            client.execute("", 0).sync();
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("57014");
        }
    }

    @Test
    void endsACopyThatWaitsForItsClient() throws IOException {
        try (var client = connect()) {
            client.query("CREATE TABLE copied (id int)").receiveUntilReady();
            client.query("COPY copied FROM STDIN");
            assertThat(client.receive().type()).isEqualTo('G');
            cancel();
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("57014");
            client.query("SET statement_timeout = 20").receiveUntilReady();
            client.query("COPY copied FROM STDIN");
            assertThat(client.receive().type()).isEqualTo('G');
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("57014");
            assertThat(types(client.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
        }
    }

    @Test
    void ofASessionEndsWhatItRunsOrWaitsFor() throws IOException {
        try (var observer = WireClient.open(SERVER.address())) {
            try (var idle = connect()) {
                terminate(observer);
                assertThat(sqlState(idle.receiveUntilEnd())).isEqualTo("57P01");
            }
            try (var busy = connect()) {
                busy.query("SELECT pg_sleep(600)");
                terminate(observer);
                assertThat(sqlState(busy.receiveUntilEnd())).isEqualTo("57P01");
            }
            observer.query("BEGIN; SELECT pg_advisory_lock(1)").receiveUntilReady();
            try (var waiting = connect()) {
                waiting.query("SELECT pg_advisory_lock(1)");
                terminate(observer);
                assertThat(sqlState(waiting.receiveUntilEnd())).isEqualTo("57P01");
            }
            try (var copying = connect()) {
                copying.query("CREATE TABLE given_up (id int)").receiveUntilReady();
                copying.query("COPY given_up FROM STDIN");
                assertThat(copying.receive().type()).isEqualTo('G');
                terminate(observer);
                assertThat(sqlState(copying.receiveUntilEnd())).isEqualTo("57P01");
            }
            observer.query("ROLLBACK; SELECT pg_terminate_backend(pg_backend_pid())");
            assertThat(sqlState(observer.receiveUntilEnd())).isEqualTo("57P01");
        }
    }

    /// Ends the session that [#connect] has opened, and waits until it has ended.
    private void terminate(WireClient observer) throws IOException {
        observer.query("SELECT 1 / pg_terminate_backend(" + processId + ", 10000)::int");
        assertThat(types(observer.receiveUntilReady())).isEqualTo("TDCZ");
    }

    @Test
    void whileTheClientHasAllItsAnswersChangesNothing() throws IOException {
        try (var client = connect()) {
            client.query("BEGIN").receiveUntilReady();
            client.query("CREATE TABLE made (id int)").receiveUntilReady();
            cancel();
            assertThat(types(client.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
            cancel();
            assertThat(types(client.query("LOCK TABLE made").receiveUntilReady())).isEqualTo("CZ");
        }
    }

    @Test
    void countsForAllStatementsOfASimpleQuery() throws IOException {
        try (var client = connect()) {
            client.query("SELECT repeat('x', 1000000); SELECT pg_sleep(600); SELECT 2");
            assertThat(client.receive().type()).isEqualTo('T');
            cancel();
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("57014");
        }
    }

    private WireClient connect() throws IOException {
        WireClient client = WireClient.connect(SERVER.address());
        client.startup("user", "reckon");
        ByteBuffer key = ByteBuffer.wrap(first(client.receiveUntilReady(), 'K').body());
        processId = key.getInt();
        secretKey = key.getInt();
        return client;
    }

    /// Returns when the server has dealt with the request.
    private void cancel() throws IOException {
        try (var canceller = WireClient.connect(SERVER.address())) {
            canceller.packet(new Body().int4(CANCEL_REQUEST).int4(processId).int4(secretKey));
            assertThat(canceller.receiveUntilEnd()).isEmpty();
        }
    }
}
