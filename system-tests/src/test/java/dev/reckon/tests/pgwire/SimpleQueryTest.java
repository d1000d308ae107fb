package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.first;
import static dev.reckon.tests.pgwire.WireClient.sqlState;
import static dev.reckon.tests.pgwire.WireClient.types;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.WireClient.Body;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SimpleQueryTest {
    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void rowsComeWithTheirDescription() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> messages =
                    client.query("SELECT 7 AS n, 'é' AS t, NULL::int8 AS x").receiveUntilReady();
            assertThat(types(messages)).isEqualTo("TDCZ");
            Body description = new Body().int2(3);
            column(description, "n", 23, 4);
            column(description, "t", 25, -1);
            column(description, "x", 20, 8);
            assertThat(messages.get(0).body()).isEqualTo(description.bytes());
            assertThat(messages.get(1).values()).containsExactly("7", "é", "null");
            assertThat(messages.get(2).text()).isEqualTo("SELECT 1");
        }
    }

    @Test
    void severalStatementsAreOneTransaction() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE several (id int PRIMARY KEY)").receiveUntilReady();
            List<Message> messages =
                    client.query(
                                    "INSERT INTO several VALUES (1); SELECT id FROM several; SELECT 1/0")
                            .receiveUntilReady();
            assertThat(types(messages)).startsWith("CTDC").endsWith("EZ");
            assertThat(sqlState(messages)).isEqualTo("22012");
            assertThat(messages.getLast().text()).isEqualTo("I");
            messages = client.query("SELECT count(*) FROM several").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("0");

            messages =
                    client.query("INSERT INTO several VALUES (1);; INSERT INTO several VALUES (2);")
                            .receiveUntilReady();
            assertThat(types(messages)).isEqualTo("CCZ");
            messages = client.query("SELECT count(*) FROM several").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("2");
        }
    }

    @Test
    void nothingIsAnsweredToo() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            assertThat(types(client.query("").receiveUntilReady())).isEqualTo("IZ");
            assertThat(types(client.query(" ; -- nothing\n").receiveUntilReady())).isEqualTo("IZ");
        }
    }

    @Test
    void errorIsPlacedInTheWholeText() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> messages =
                    client.query("SELECT '😀'; SELECT 'é' || nope").receiveUntilReady();
            assertThat(types(messages)).isEqualTo("TDCEZ");
            assertThat(first(messages, 'E').fields())
                    .containsEntry('S', "ERROR")
                    .containsEntry('V', "ERROR")
                    .containsEntry('C', "42703")
                    .containsEntry('M', "column \"nope\" does not exist")
                    .containsEntry('P', "27");
        }
    }

    @Test
    void textWithAnySyntaxErrorRunsNothing() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> messages = client.query("SELECT 1; SELEC 2").receiveUntilReady();
            assertThat(types(messages)).isEqualTo("EZ");
            assertThat(first(messages, 'E').fields())
                    .containsEntry('C', "42601")
                    .containsEntry('P', "11");
        }
    }

    @Test
    void stateOfTheTransactionIsTold() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            assertThat(client.query("BEGIN").receiveUntilReady().getLast().text()).isEqualTo("T");
            assertThat(client.query("SELECT 1/0").receiveUntilReady().getLast().text())
                    .isEqualTo("E");
            List<Message> messages = client.query("SELECT 1").receiveUntilReady();
            assertThat(sqlState(messages)).isEqualTo("25P02");
            assertThat(messages.getLast().text()).isEqualTo("E");
            messages = client.query("COMMIT").receiveUntilReady();
            assertThat(first(messages, 'C').text()).isEqualTo("ROLLBACK");
            assertThat(messages.getLast().text()).isEqualTo("I");
        }
    }

    @Test
    void changedSettingIsReported() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> messages =
                    client.query("SET TimeZone = 'Asia/Tokyo'").receiveUntilReady();
            Message status = first(messages, 'S');
            assertThat(new String(status.body(), UTF_8)).isEqualTo("TimeZone\0Asia/Tokyo\0");
        }
    }

    @Test
    void settingOutlivesAnErrorOfAnotherTransaction() throws IOException {
        try (var client = WireClient.connect(SERVER.address())) {
            client.startup("user", "reckon", "application_name", "kept");
            client.receiveUntilReady();
            client.query("SET TimeZone = 'Asia/Tokyo'").receiveUntilReady();
            assertThat(types(client.query("SELECT 1/0").receiveUntilReady())).endsWith("EZ");
            List<Message> messages =
                    client.query(
                                    "SELECT current_setting('TimeZone'), current_setting('application_name')")
                            .receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("Asia/Tokyo", "kept");
            client.query("SET TimeZone = 'UTC'; SELECT 1/0").receiveUntilReady();
            messages = client.query("SHOW TimeZone").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("Asia/Tokyo");
        }
    }

    @Test
    void noticeComesBeforeItsStatementIsComplete() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> messages =
                    client.query("DROP TABLE IF EXISTS no_such_table").receiveUntilReady();
            assertThat(types(messages)).isEqualTo("NCZ");
            assertThat(messages.getFirst().fields())
                    .containsEntry('S', "NOTICE")
                    .containsEntry('C', "00000");
        }
    }

    @Test
    void noticeComesWhileItsStatementRuns() throws IOException {
        try (var holder = WireClient.open(SERVER.address());
                var client = WireClient.open(SERVER.address())) {
            holder.query("SELECT pg_advisory_lock(7)").receiveUntilReady();
            client.query("DO $$BEGIN RAISE NOTICE 'begun'; PERFORM pg_advisory_lock(7); END$$");
            assertThat(client.receive().fields()).containsEntry('M', "begun");
            holder.query("SELECT pg_advisory_unlock(7)").receiveUntilReady();
            assertThat(types(client.receiveUntilReady())).isEqualTo("CZ");
        }
    }

    /// What SET did is gone with the error, not only with the ROLLBACK after it.
    @Test
    void settingEndsWithTheTransactionThatFails() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("BEGIN; SET application_name = 'first'").receiveUntilReady();
            client.query("SAVEPOINT a; SET application_name = 'second'").receiveUntilReady();
            List<Message> messages = client.query("SELECT 1/0").receiveUntilReady();
            assertThat(types(messages)).isEqualTo("ESZ");
            assertThat(first(messages, 'S').text()).startsWith("application_name");
            assertThat(new String(first(messages, 'S').body(), UTF_8)).contains("first");
            client.query("ROLLBACK TO a; RELEASE a").receiveUntilReady();
            messages = client.query("SELECT 1/0").receiveUntilReady();
            assertThat(types(messages)).isEqualTo("ESZ");
            assertThat(new String(first(messages, 'S').body(), UTF_8)).doesNotContain("first");
            assertThat(types(client.query("ROLLBACK").receiveUntilReady())).isEqualTo("CZ");
        }
    }

    @Test
    void manyRowsArrive() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> messages =
                    client.query("SELECT i, repeat('x', 100) FROM generate_series(1, 20000) AS i")
                            .receiveUntilReady();
            assertThat(messages.stream().filter(message -> message.type() == 'D')).hasSize(20_000);
            assertThat(messages.get(12_345).values().getFirst()).isEqualTo("12345");
        }
    }

    @Test
    void pipelinedQueriesAreAnsweredInOrder() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            for (int i = 0; i < 100; i++) {
                client.query("SELECT " + i);
            }
            for (int i = 0; i < 100; i++) {
                List<Message> messages = client.receiveUntilReady();
                assertThat(first(messages, 'D').values()).containsExactly(Integer.toString(i));
            }
        }
    }

    private static void column(Body description, String name, int oid, int byteLength) {
        description.string(name).int4(0).int2(0).int4(oid).int2(byteLength).int4(-1).int2(0);
    }
}
