package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.first;
import static dev.reckon.tests.pgwire.WireClient.sqlState;
import static dev.reckon.tests.pgwire.WireClient.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.WireClient.Body;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a broken or hostile client sends costs that client its statement or connection, and nobody
/// else anything.
final class MalformedMessageTest {
    private static final int FUZZED_CONNECTION_COUNT = Integer.getInteger("fuzz", 400);

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void bodyThatIsWrongCostsTheStatement() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.message('Q', new Body().bytes(new byte[] {'S', 'E'}));
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("08P01");
            client.message('Q', new Body().string("SELECT 1").int1('x'));
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("08P01");
            client.message('Q', new Body().bytes(new byte[] {(byte) 0xc3, 0x28, 0}));
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("22021");
            client.message('P', new Body().string("").string("SELECT 1").int2(3).int4(23)).sync();
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("08P01");
            client.message('E', new Body().string("")).sync();
            assertThat(sqlState(client.receiveUntilReady())).isEqualTo("08P01");
            assertThat(types(client.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
        }
    }

    @Test
    void unknownTypeOrImpossibleLengthCostsTheConnection() throws IOException {
        assertCutOff(new Body().int1('?').int4(4));
        assertCutOff(new Body().int1(0).int4(4));
        assertCutOff(new Body().int1('Q').int4(3));
        assertCutOff(new Body().int1('Q').int4(-1));
        assertCutOff(new Body().int1('Q').int4(Integer.MAX_VALUE));
        assertCutOff(new Body().int1('S').int4(20_000));
    }

    @Test
    void strayMessagesOfACopyAreIgnored() throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            client.copyData("1\n").message('c', new Body()).message('f', new Body().string("x"));
            assertThat(types(client.query("SELECT 1").receiveUntilReady())).isEqualTo("TDCZ");
        }
    }

    @Test
    void fuzzedConversationsHurtNobody() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        try (var bystander = WireClient.open(SERVER.address())) {
            for (int i = 0; i < FUZZED_CONNECTION_COUNT; i++) {
                try (var client = WireClient.connect(SERVER.address())) {
                    if (random.nextInt(10) > 0) {
                        client.startup("user", "reckon");
                    }
                    client.raw(fuzz(conversation(random), random));
                    client.raw(new Body().int1('X').int4(4).bytes());
                    try {
                        client.flush();
                        client.socket().shutdownOutput();
                        client.receiveUntilEnd();
                    } catch (java.net.SocketException cutOff) {
                        // The server had enough of it.
                    }
                }
                if (i % 20 == 0) {
                    List<Message> messages = bystander.query("SELECT 1").receiveUntilReady();
                    assertThat(types(messages)).as("seed %d", seed).isEqualTo("TDCZ");
                }
            }
            List<Message> messages = bystander.query("SELECT 1").receiveUntilReady();
            assertThat(types(messages)).as("seed %d", seed).isEqualTo("TDCZ");
        }
        SERVER.awaitNoConnection();
    }

    private static byte[] conversation(Random random) {
        var all = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            all.writeBytes(message(random));
        }
        return all.toByteArray();
    }

    private static byte[] message(Random random) {
        String sql =
                List.of(
                                "SELECT 1",
                                "SELECT $1::int4",
                                "SELECT i FROM generate_series(1, 100) i",
                                "BEGIN",
                                "COMMIT",
                                "SELECT 1/0",
                                "COPY (SELECT 1) TO STDOUT",
                                "")
                        .get(random.nextInt(8));
        Body body = new Body();
        char type = "QPBDECHSdcfXFp".charAt(random.nextInt(14));
        switch (type) {
            case 'Q' -> body.string(sql);
            case 'P' -> body.string(name(random)).string(sql).int2(0);
            case 'B' ->
                    body.string(name(random))
                            .string(name(random))
                            .int2(1)
                            .int2(random.nextInt(3))
                            .int2(1)
                            .int4(4)
                            .int4(random.nextInt())
                            .int2(0);
            case 'D', 'C' -> body.int1(random.nextBoolean() ? 'S' : 'P').string(name(random));
            case 'E' -> body.string(name(random)).int4(random.nextInt(50));
            case 'd', 'p', 'F' -> {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                body.bytes(bytes);
            }
            default -> {}
        }
        return new Body().int1(type).int4(body.bytes().length + 4).bytes(body.bytes()).bytes();
    }

    private static String name(Random random) {
        return random.nextBoolean() ? "" : "n" + random.nextInt(3);
    }

    /// Changes, drops and inserts a few bytes.
    private static byte[] fuzz(byte[] bytes, Random random) {
        var fuzzed = new ByteArrayOutputStream();
        int rarity = 5 + random.nextInt(200);
        for (byte value : bytes) {
            switch (random.nextInt(rarity)) {
                case 0 -> fuzzed.write(random.nextInt(256));
                case 1 -> {}
                case 2 -> {
                    fuzzed.write(value);
                    fuzzed.write(random.nextInt(256));
                }
                default -> fuzzed.write(value);
            }
        }
        return fuzzed.toByteArray();
    }

    private static void assertCutOff(Body bytes) throws IOException {
        try (var client = WireClient.open(SERVER.address())) {
            List<Message> messages = client.raw(bytes.bytes()).receiveUntilEnd();
            assertThat(first(messages, 'E').fields())
                    .containsEntry('C', "08P01")
                    .containsEntry('S', "FATAL");
        }
    }
}
