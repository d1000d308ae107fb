package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.first;
import static dev.reckon.tests.pgwire.WireClient.types;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.WireClient.Body;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CopyTest {
    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void dataMayBeCutAnywhere() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var data = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            data.append(i).append('\t').append("é".repeat(i % 7)).append("\\n\n");
        }
        byte[] bytes = data.toString().getBytes(UTF_8);
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE cut (id int PRIMARY KEY, t text)").receiveUntilReady();
            assertThat(client.query("COPY cut FROM STDIN").receive().type())
                    .as("seed %d", seed)
                    .isEqualTo('G');
            int offset = 0;
            while (offset < bytes.length) {
                int count = Math.min(bytes.length - offset, random.nextInt(3_000));
                client.message(
                        'd',
                        new Body()
                                .bytes(
                                        java.util.Arrays.copyOfRange(
                                                bytes, offset, offset + count)));
                offset += count;
            }
            List<Message> messages = client.message('c', new Body()).receiveUntilReady();
            assertThat(types(messages)).isEqualTo("CZ");
            assertThat(messages.getFirst().text()).isEqualTo("COPY 5000");
            messages = client.query("SELECT sum(id), sum(length(t)) FROM cut").receiveUntilReady();
            assertThat(first(messages, 'D').values()).containsExactly("12497500", "19995");
        }
    }

    @Test
    void dataComesOutAsItWentIn() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE out_again (id int PRIMARY KEY, t text)");
            client.receiveUntilReady();
            client.query("COPY out_again FROM STDIN (FORMAT csv)").receive();
            client.copyData("1,a\n2,\"x,\"\"y\"\n3,\n").message('c', new Body());
            client.receiveUntilReady();
            List<Message> messages = client.query("COPY out_again TO STDOUT").receiveUntilReady();
            assertThat(types(messages)).matches("Hd+cCZ");
            assertThat(messages.getFirst().body())
                    .isEqualTo(new Body().int1(0).int2(2).int2(0).int2(0).bytes());
            var data = new StringBuilder();
            for (Message message : messages) {
                if (message.type() == 'd') {
                    data.append(new String(message.body(), UTF_8));
                }
            }
            assertThat(data.toString()).isEqualTo("1\ta\n2\tx,\"y\n3\t\\N\n");
            assertThat(first(messages, 'C').text()).isEqualTo("COPY 3");
        }
    }

    @Test
    void clientMayGiveUp() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE given_up (id int)").receiveUntilReady();
            client.query("COPY given_up FROM STDIN").receive();
            client.copyData("1\n").message('f', new Body().string("changed my mind"));
            List<Message> messages = client.receiveUntilReady();
            assertThat(types(messages)).isEqualTo("EZ");
            assertThat(first(messages, 'E').fields())
                    .containsEntry('C', "57014")
                    .containsEntry('M', "COPY from stdin failed: changed my mind");
            assertEmpty(client, "given_up");
        }
    }

    @Test
    void wrongLineEndsItAndTheRestIsIgnored() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE wrong_line (id int)").receiveUntilReady();
            client.query("COPY wrong_line FROM STDIN").receive();
            client.copyData("1\n2\nx\n");
            for (int i = 0; i < 1_000; i++) {
                client.copyData("4\n");
            }
            List<Message> messages = client.message('c', new Body()).receiveUntilReady();
            assertThat(types(messages)).isEqualTo("EZ");
            assertThat(first(messages, 'E').fields())
                    .containsEntry('C', "22P02")
                    .containsEntry('W', "COPY wrong_line, line 3, column id: \"x\"");
            assertEmpty(client, "wrong_line");
        }
    }

    @Test
    void itWorksInTheExtendedProtocol() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE extended_copy (id int)").receiveUntilReady();
            client.parse("", "COPY extended_copy FROM STDIN").bind("", "").describe('P', "");
            client.execute("", 0).sync();
            client.copyData("1\n2\n").message('c', new Body()).sync();
            List<Message> messages = client.receiveUntilReady();
            assertThat(types(messages)).isEqualTo("12nGCZ");

            client.parse("", "COPY extended_copy FROM STDIN").bind("", "").execute("", 0);
            client.copyData("x\n").message('c', new Body()).sync();
            assertThat(types(client.receiveUntilReady())).isEqualTo("12GEZ");

            client.parse("", "COPY extended_copy TO STDOUT").bind("", "").execute("", 0).sync();
            assertThat(types(client.receiveUntilReady())).matches("12Hd+cCZ");
        }
    }

    @Test
    void otherMessageInsideEndsTheConnection() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE other_message (id int)").receiveUntilReady();
            client.query("COPY other_message FROM STDIN").receive();
            List<Message> messages = client.copyData("1\n").query("SELECT 1").receiveUntilEnd();
            assertThat(first(messages, 'E').fields())
                    .containsEntry('C', "08P01")
                    .containsEntry('S', "FATAL");
        }
        try (var client = WireClient.open(SERVER.address())) {
            assertEmpty(client, "other_message");
        }
    }

    @Test
    void vanishedClientLeavesNothing() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.query("CREATE TABLE vanished (id int)").receiveUntilReady();
            client.query("COPY vanished FROM STDIN").receive();
            client.copyData("1\n2\n").flush();
        }
        SERVER.awaitNoConnection();
        try (var client = WireClient.open(SERVER.address())) {
            assertEmpty(client, "vanished");
        }
    }

    private static void assertEmpty(WireClient client, String table) throws IOException {
        List<Message> messages = client.query("SELECT count(*) FROM " + table).receiveUntilReady();
        assertThat(first(messages, 'D').values()).containsExactly("0");
    }
}
