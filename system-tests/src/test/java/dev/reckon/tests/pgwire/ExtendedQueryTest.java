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

final class ExtendedQueryTest {
    private static final int INT4 = 23;

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void everyStepIsAnswered() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("s", "SELECT $1 + 1 AS n", INT4)
                    .describe('S', "s")
                    .bind("p", "s", "41")
                    .describe('P', "p")
                    .execute("p", 0)
                    .closeTarget('P', "p")
                    .closeTarget('S', "s")
                    .sync();
            List<Message> messages = client.receiveUntilReady();
            assertThat(types(messages)).isEqualTo("1tT2TDC33Z");
            assertThat(first(messages, 't').body())
                    .isEqualTo(new Body().int2(1).int4(INT4).bytes());
            assertThat(first(messages, 'D').values()).containsExactly("42");
        }
    }

    @Test
    void statementWithoutRowsHasNoData() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "BEGIN").describe('S', "").bind("", "").describe('P', "");
            client.execute("", 0).sync();
            List<Message> messages = client.receiveUntilReady();
            assertThat(types(messages)).isEqualTo("1tn2nCZ");
            assertThat(messages.getLast().text()).isEqualTo("T");
        }
    }

    @Test
    void emptyStatementIsAnswered() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "").bind("", "").describe('P', "").execute("", 0).sync();
            assertThat(types(client.receiveUntilReady())).isEqualTo("12nIZ");
        }
    }

    @Test
    void formatsAreByColumn() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "SELECT $1::int4 AS a, $2::int8 AS b, $1::int4 AS c");
            Body bind = new Body().string("").string("").int2(2).int2(1).int2(0);
            bind.int2(2).int4(4).int4(258).int4(1).bytes(new byte[] {'9'});
            client.message('B', bind.int2(3).int2(1).int2(1).int2(0)).describe('P', "");
            List<Message> messages = client.execute("", 0).sync().receiveUntilReady();
            assertThat(types(messages)).isEqualTo("12TDCZ");
            assertThat(first(messages, 'D').body())
                    .isEqualTo(
                            new Body()
                                    .int2(3)
                                    .int4(4)
                                    .int4(258)
                                    .int4(8)
                                    .int4(0)
                                    .int4(9)
                                    .int4(3)
                                    .bytes(new byte[] {'2', '5', '8'})
                                    .bytes());
        }
    }

    @Test
    void nullParameterIsNull() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "SELECT $1 IS NULL, $1", INT4);
            client.message('B', new Body().string("").string("").int2(0).int2(1).int4(-1).int2(0));
            List<Message> messages = client.execute("", 0).sync().receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("t", "null");
        }
    }

    @Test
    void portalIsSuspendedAndGoesOn() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("BEGIN").receiveUntilReady();
            client.parse("", "SELECT i FROM generate_series(1, 5) AS i").bind("p", "");
            client.execute("p", 2).execute("p", 2).execute("p", 2).execute("p", 2).sync();
            List<Message> messages = client.receiveUntilReady();
            assertThat(types(messages)).isEqualTo("12DDsDDsDCCZ");
            assertThat(messages.get(8).values()).containsExactly("5");
            assertThat(messages.get(9).text()).isEqualTo("SELECT 1");
            assertThat(messages.get(10).text()).isEqualTo("SELECT 0");
            // It outlives Sync inside a transaction, and ends with it.
            client.execute("p", 0).sync();
            assertThat(types(client.receiveUntilReady())).isEqualTo("CZ");
            client.query("COMMIT").receiveUntilReady();
            client.execute("p", 0).sync();
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("34000");
        }
    }

    @Test
    void portalsAreCursors() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("BEGIN").receiveUntilReady();
            client.parse("", "SELECT i FROM generate_series(1, 5) AS i").bind("p", "");
            client.execute("p", 2).sync();
            assertThat(types(client.receiveUntilReady())).isEqualTo("12DDsZ");
            String portals =
                    "SELECT name, statement, is_holdable, creation_time <= clock_timestamp()"
                            + " FROM pg_cursors WHERE name = 'p'";
            List<Message> messages = client.query(portals).receiveUntilReady();
            assertThat(first(messages, 'D').values())
                    .containsExactly("p", "SELECT i FROM generate_series(1, 5) AS i", "f", "t");
            client.query("COMMIT").receiveUntilReady();
            assertThat(types(client.query(portals).receiveUntilReady())).isEqualTo("TCZ");
            // The statement that asks has a portal without a name.
            client.parse("", "SELECT name || '.' FROM pg_cursors").bind("", "");
            client.execute("", 0).sync();
            assertThat(first(client.receiveUntilReady(), 'D').values()).containsExactly(".");
        }
    }

    @Test
    void suspendedPortalGivesTheRestWhenAllIsAskedFor() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "SELECT i FROM generate_series(1, 5000) AS i").bind("", "");
            client.execute("", 2).execute("", 0).sync();
            List<Message> messages = client.receiveUntilReady();
            assertThat(messages.stream().filter(message -> message.type() == 'D')).hasSize(5_000);
            assertThat(first(messages, 'C').text()).isEqualTo("SELECT 4998");
        }
    }

    @Test
    void doneStatementCannotBeRunAgain() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "CREATE TABLE done_once (id int)").bind("", "");
            List<Message> messages =
                    client.execute("", 0).execute("", 0).sync().receiveUntilReady();
            assertThat(types(messages)).isEqualTo("12CEZ");
            assertThat(sqlState(messages)).isEqualTo("55000");
        }
    }

    @Test
    void afterAnErrorEverythingIsSkippedUntilSync() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "SELECT nope").bind("", "").execute("", 0).query("SELECT 1").sync();
            client.parse("", "SELECT 2").bind("", "").execute("", 0).sync();
            assertThat(types(client.receiveUntilReady())).isEqualTo("EZ");
            assertThat(types(client.receiveUntilReady())).isEqualTo("12DCZ");
        }
    }

    @Test
    void pipelineUpToSyncIsOneTransaction() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE pipeline (id int PRIMARY KEY)").receiveUntilReady();
            client.parse("i", "INSERT INTO pipeline VALUES ($1)", INT4);
            client.bind("", "i", "1").execute("", 0).bind("", "i", "1").execute("", 0).sync();
            List<Message> messages = client.receiveUntilReady();
            assertThat(types(messages)).isEqualTo("12C2EZ");
            assertThat(first(messages, 'E').fields())
                    .containsEntry('C', "23505")
                    .containsEntry('t', "pipeline")
                    .containsEntry('n', "pipeline_pkey");
            messages = client.query("SELECT count(*) FROM pipeline").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("0");

            client.bind("", "i", "1").execute("", 0).bind("", "i", "2").execute("", 0).sync();
            assertThat(types(client.receiveUntilReady())).isEqualTo("2C2CZ");
            messages = client.query("SELECT count(*) FROM pipeline").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("2");
        }
    }

    @Test
    void flushBringsWhatIsDoneSoFar() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "SELECT 1").message('H', new Body());
            assertThat(client.receive().type()).isEqualTo('1');
            assertThat(types(client.sync().receiveUntilReady())).isEqualTo("Z");
        }
    }

    @Test
    void wrongNamesAndCountsAreErrors() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            assertError(client.bind("", "missing"), "26000");
            assertError(client.describe('S', "missing"), "26000");
            assertError(client.describe('P', "missing"), "34000");
            assertError(client.execute("missing", 0), "34000");
            assertThat(types(client.closeTarget('S', "missing").sync().receiveUntilReady()))
                    .isEqualTo("3Z");
            assertError(client.describe('X', "a"), "08P01");
            assertError(client.closeTarget('X', "a"), "08P01");
            assertError(client.parse("", "SELECT 1; SELECT 2"), "42601");
            assertError(client.parse("", "SELECT $1", 999_999_999), "42704");

            client.parse("one", "SELECT $1", INT4).sync().receiveUntilReady();
            assertError(client.parse("one", "SELECT 1"), "42P05");
            assertError(client.bind("", "one"), "08P01");
            assertError(client.bind("", "one", "1", "2"), "08P01");
            assertError(client.bind("", "one", "x"), "22P02");
            assertError(client.bind("", "one", "1\0"), "22021");
            client.query("BEGIN").receiveUntilReady();
            assertError(client.bind("p", "one", "1").bind("p", "one", "1"), "42P03");
            client.query("ROLLBACK").receiveUntilReady();
            // Two codes for one parameter, a code that is none, codes for columns that are not
            // there.
            Body bind = new Body().string("").string("one").int2(2).int2(0).int2(0);
            assertError(client.message('B', bind.int2(1).int4(1).int1('1').int2(0)), "08P01");
            bind = new Body().string("").string("one").int2(1).int2(7);
            assertError(client.message('B', bind.int2(1).int4(1).int1('1').int2(0)), "22023");
            bind = new Body().string("").string("one").int2(0).int2(1).int4(1).int1('1');
            assertError(client.message('B', bind.int2(2).int2(0).int2(0)), "08P01");
            // Too short, too long, a length below -1, an int4 of three bytes and one of five.
            bind = new Body().string("").string("one").int2(0).int2(1).int4(9).int1('1');
            assertError(client.message('B', bind), "08P01");
            bind = new Body().string("").string("one").int2(0).int2(1).int4(1).int1('1');
            assertError(client.message('B', bind.int2(0).int1(0)), "08P01");
            bind = new Body().string("").string("one").int2(0).int2(1).int4(-2).int2(0);
            assertError(client.message('B', bind), "08P01");
            bind = new Body().string("").string("one").int2(1).int2(1).int2(1).int4(3);
            assertError(client.message('B', bind.int2(0).int1(0).int2(0)), "08P01");
            bind = new Body().string("").string("one").int2(1).int2(1).int2(1).int4(5);
            assertError(client.message('B', bind.int4(0).int1(0).int2(0)), "22P03");
        }
    }

    @Test
    void functionCallAnswersWithTheResult() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            Body call = new Body().int4(177).int2(1).int2(1).int2(2).int4(4).int4(40);
            client.message('F', call.int4(4).int4(2).int2(1));
            List<Message> messages = client.receiveUntilReady();
            assertThat(types(messages)).isEqualTo("VZ");
            assertThat(messages.getFirst().body()).containsExactly(0, 0, 0, 4, 0, 0, 0, 42);
            client.message('F', new Body().int4(177).int2(0).int2(1).int4(-1).int2(0));
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("08P01");
            client.message('F', new Body().int4(99_999_999).int2(0).int2(0).int2(0));
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("42883");
            client.message('F', new Body().int4(177).int2(0).int2(2).int4(-1).int4(-1).int2(0));
            messages = client.receiveUntilReady();
            assertThat(messages.getFirst().body()).containsExactly(-1, -1, -1, -1);
        }
    }

    @Test
    void unnamedStatementIsReplacedAndForgotten() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("", "SELECT 1").parse("", "SELECT 2").bind("", "").execute("", 0).sync();
            List<Message> messages = client.receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("2");
            client.query("SELECT 3").receiveUntilReady();
            assertError(client.bind("", ""), "26000");
        }
    }

    @Test
    void namedStatementsAreThoseOfSql() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.parse("p", "SELECT $1 + 1", INT4).sync().receiveUntilReady();
            List<Message> messages = client.query("EXECUTE p(41)").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("42");
            assertThat(sqlState(client.query("PREPARE p AS SELECT 1").receiveUntilReady()))
                    .isEqualTo("42P05");
            client.query("DEALLOCATE p").receiveUntilReady();
            assertError(client.bind("", "p", "1"), "26000");

            client.query("PREPARE q(int) AS SELECT $1 * 2").receiveUntilReady();
            client.bind("", "q", "21").execute("", 0).sync();
            messages = client.receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("42");
            client.closeTarget('S', "q").sync().receiveUntilReady();
            assertThat(sqlState(client.query("EXECUTE q(1)").receiveUntilReady()))
                    .isEqualTo("26000");

            client.parse("r", "SELECT 1").sync().receiveUntilReady();
            client.query("DISCARD ALL").receiveUntilReady();
            client.parse("r", "SELECT 2").bind("", "r").execute("", 0).sync();
            assertThat(first(client.receiveUntilReady(), 'D').values()).containsExactly("2");
        }
    }

    @Test
    void notificationArrivesUnasked() throws IOException {
        try (var listener = WireClient.open(SERVER.address());
                var speaker = WireClient.open(SERVER.address())) {
            listener.query("LISTEN news").receiveUntilReady();
            speaker.query("NOTIFY news, 'fresh'").receiveUntilReady();
            Message notification = listener.receive();
            assertThat(notification.type()).isEqualTo('A');
            assertThat(new String(notification.body(), 4, notification.body().length - 4, UTF_8))
                    .isEqualTo("news\0fresh\0");
            listener.query("BEGIN").receiveUntilReady();
            speaker.query("NOTIFY news, 'later'").receiveUntilReady();
            assertThat(types(listener.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
            assertThat(types(listener.query("COMMIT").receiveUntilReady())).isEqualTo("CAZ");
            listener.query("UNLISTEN *").receiveUntilReady();
            speaker.query("NOTIFY news").receiveUntilReady();
            assertThat(types(listener.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
        }
    }

    @Test
    void preparedStatementSeesAChangedTable() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE changing (a int); INSERT INTO changing VALUES (1)");
            client.receiveUntilReady();
            client.parse("s", "SELECT a FROM changing").sync().receiveUntilReady();
            client.query("DROP TABLE changing; CREATE TABLE changing (b text, a int)");
            client.receiveUntilReady();
            client.query("INSERT INTO changing VALUES ('x', 2)").receiveUntilReady();
            List<Message> messages = client.bind("", "s").execute("", 0).sync().receiveUntilReady();
            assertThat(types(messages)).isEqualTo("2DCZ");
            assertThat(first(messages, 'D').values()).containsExactly("2");
        }
    }

    private static void assertError(WireClient client, String sqlState) throws IOException {
        List<Message> messages = client.sync().receiveUntilReady();
        assertThat(sqlState(messages)).isEqualTo(sqlState);
    }
}
