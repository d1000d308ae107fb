package dev.reckon.server.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MessageReaderTest {
    private static final MessageLimits LIMITS = new MessageLimits(1 << 20);

    @Test
    void messagesAreTheSameHoweverTheNetworkCutsThem() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        List<byte[]> bodies = new ArrayList<>();
        var sent = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) {
            byte[] body = new byte[random.nextInt(10) == 0 ? random.nextInt(60_000) : i % 40];
            random.nextBytes(body);
            bodies.add(body);
            sent.writeBytes(message('d', body));
        }
        var reader = new MessageReader(new ChoppyStream(sent.toByteArray(), random));
        for (byte[] body : bodies) {
            assertThat(reader.start(LIMITS)).as("seed %d", seed).isEqualTo('d');
            switch (random.nextInt(3)) {
                case 0 -> {
                    reader.load();
                    assertThat(reader.readBytes(reader.remaining())).isEqualTo(body);
                }
                case 1 -> assertThat(pieces(reader, Integer.MAX_VALUE)).isEqualTo(body);
                default -> {
                    // Left alone, or half-way: the next message starts where it should.
                    pieces(reader, random.nextInt(3));
                }
            }
        }
        assertThat(reader.start(LIMITS)).isEqualTo(MessageReader.END_OF_STREAM);
    }

    @Test
    void impossibleLengthEndsTheConnection() {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 3, (1 << 20) + 5, 0x7fffffff}) {
            byte[] header = {'Q', 0, 0, 0, 0};
            java.nio.ByteBuffer.wrap(header).putInt(1, length);
            assertThatThrownBy(() -> reader(header).start(LIMITS))
                    .isInstanceOfSatisfying(
                            FatalException.class,
                            fatal ->
                                    assertThat(fatal.error().sqlState())
                                            .isEqualTo(SqlState.PROTOCOL_VIOLATION));
        }
    }

    @Test
    void messagesWithoutTextMustBeShort() {
        byte[] sync = message('S', new byte[10_001]);
        assertThatThrownBy(() -> reader(sync).start(LIMITS)).isInstanceOf(FatalException.class);
    }

    @Test
    void streamThatEndsInsideAMessageIsAnEnd() throws IOException {
        byte[] whole = message('Q', "select 1\0".getBytes(UTF_8));
        for (int length = 5; length < whole.length; length++) {
            var reader = reader(java.util.Arrays.copyOf(whole, length));
            assertThat(reader.start(LIMITS)).isEqualTo('Q');
            assertThatThrownBy(reader::load).isInstanceOf(EOFException.class);
        }
        assertThat(reader(new byte[] {'Q', 0}).start(LIMITS))
                .isEqualTo(MessageReader.END_OF_STREAM);
    }

    @Test
    void fieldsBeyondTheMessageAreRefused() throws IOException {
        var reader = reader(message('B', new byte[] {0, 0, 0}));
        reader.start(LIMITS);
        reader.load();
        assertViolation(reader::readInt);
        assertViolation(() -> reader.readBytes(4));
        assertViolation(() -> reader.readBytes(-2));
        assertThat(reader.readShort()).isZero();
        assertViolation(reader::finish);
        assertThat(reader.readString()).isEmpty();
        reader.finish();
        assertViolation(reader::readString);
    }

    @Test
    void textMustBeUtf8() throws IOException {
        byte[][] malformed = {
            {(byte) 0xff},
            {'a', (byte) 0xc3},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
        };
        for (byte[] text : malformed) {
            var reader = reader(message('Q', java.util.Arrays.copyOf(text, text.length + 1)));
            reader.start(LIMITS);
            reader.load();
            assertThatThrownBy(reader::readString)
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            error ->
                                    assertThat(error.sqlState())
                                            .isEqualTo(SqlState.CHARACTER_NOT_IN_REPERTOIRE));
        }
        // The character that stands for malformed ones may itself be sent.
        var reader = reader(message('Q', "\uFFFD 😀\0".getBytes(UTF_8)));
        reader.start(LIMITS);
        reader.load();
        assertThat(reader.readString()).isEqualTo("\uFFFD 😀");
    }

    private static void assertViolation(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        error ->
                                assertThat(error.sqlState())
                                        .isEqualTo(SqlState.PROTOCOL_VIOLATION));
    }

    private static byte[] pieces(MessageReader reader, int countMax) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int i = 0; i < countMax && reader.nextPiece(); i++) {
            body.write(reader.bytes(), reader.pieceOffset(), reader.pieceLength());
        }
        return body.toByteArray();
    }

    private static MessageReader reader(byte[] bytes) {
        return new MessageReader(new ByteArrayInputStream(bytes));
    }

    private static byte[] message(char type, byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(type);
            out.writeInt(body.length + 4);
            out.write(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /// Gives a few bytes at a time.
    private static final class ChoppyStream extends InputStream {
        private final ByteArrayInputStream in;
        private final Random random;

        ChoppyStream(byte[] bytes, Random random) {
            this.in = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int most = random.nextInt(20) == 0 ? 20_000 : 7;
            return in.read(bytes, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }
}
