package dev.reckon.tests.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A client that says exactly what a test wants, byte by byte. What is sent gathers until something
/// is received.
public final class WireClient implements AutoCloseable {
    public static final int PROTOCOL_3_0 = 196608;

    /// A server that does not answer is a failed test, not a hanging one.
    private static final int TIMEOUT_MILLIS = 30_000;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final Socket rawSocket;
    private DataInputStream in;
    private OutputStream out;

    /// A message of the server.
    public record Message(char type, byte[] body) {
        /// Returns the fields of an ErrorResponse or NoticeResponse by their letters.
        public Map<Character, String> fields() {
            Map<Character, String> fields = new HashMap<>();
            int offset = 0;
            while (body[offset] != 0) {
                int end = offset + 1;
                while (body[end] != 0) {
                    end++;
                }
                fields.put(
                        (char) body[offset], new String(body, offset + 1, end - offset - 1, UTF_8));
                offset = end + 1;
            }
            return fields;
        }

        /// Returns the values of a DataRow as text; NULL is `null` in letters.
        public List<String> values() {
            ByteBuffer buffer = ByteBuffer.wrap(body);
            int count = buffer.getShort();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int length = buffer.getInt();
                if (length < 0) {
                    values.add("null");
                } else {
                    byte[] value = new byte[length];
                    buffer.get(value);
                    values.add(new String(value, UTF_8));
                }
            }
            return values;
        }

        /// Returns the body up to its first zero byte: a command tag, a setting's name.
        public String text() {
            int end = 0;
            while (end < body.length && body[end] != 0) {
                end++;
            }
            return new String(body, 0, end, UTF_8);
        }
    }

    private WireClient(Socket socket) throws IOException {
        this.rawSocket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// Connects without a word.
    public static WireClient connect(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.connect(address, TIMEOUT_MILLIS);
        return new WireClient(socket);
    }

    /// Connects as user `reckon` and reads until the server is ready.
    public static WireClient open(InetSocketAddress address) throws IOException {
        WireClient client = connect(address);
        client.startup("user", "reckon", "database", "reckon");
        client.receiveUntilReady();
        return client;
    }

    /// Goes on through other streams: those inside TLS.
    public void switchTo(InputStream newIn, OutputStream newOut) {
        in = new DataInputStream(newIn);
        out = newOut;
    }

    public Socket socket() {
        return rawSocket;
    }

    public WireClient startup(String... namesAndValues) {
        Body body = new Body().int4(PROTOCOL_3_0);
        for (String text : namesAndValues) {
            body.string(text);
        }
        return packet(body.int1(0));
    }

    /// Sends a packet without a type.
    public WireClient packet(Body body) {
        return raw(new Body().int4(body.bytes().length + 4).bytes(body.bytes()).bytes());
    }

    public WireClient message(char type, Body body) {
        return raw(new Body().int1(type).int4(body.bytes().length + 4).bytes(body.bytes()).bytes());
    }

    public WireClient raw(byte[] bytes) {
        pending.writeBytes(bytes);
        return this;
    }

    public WireClient query(String text) {
        return message('Q', new Body().string(text));
    }

    public WireClient parse(String name, String text, int... oids) {
        Body body = new Body().string(name).string(text).int2(oids.length);
        for (int oid : oids) {
            body.int4(oid);
        }
        return message('P', body);
    }

    /// Binds with all parameters and results in text.
    public WireClient bind(String portal, String statement, String... values) {
        Body body = new Body().string(portal).string(statement).int2(0).int2(values.length);
        for (String value : values) {
            body.int4(value.getBytes(UTF_8).length).bytes(value.getBytes(UTF_8));
        }
        return message('B', body.int2(0));
    }

    public WireClient describe(char target, String name) {
        return message('D', new Body().int1(target).string(name));
    }

    public WireClient execute(String portal, int rowCountMax) {
        return message('E', new Body().string(portal).int4(rowCountMax));
    }

    public WireClient closeTarget(char target, String name) {
        return message('C', new Body().int1(target).string(name));
    }

    public WireClient sync() {
        return message('S', new Body());
    }

    public WireClient copyData(String text) {
        return message('d', new Body().bytes(text.getBytes(UTF_8)));
    }

    /// Sends what is pending.
    public WireClient flush() throws IOException {
        out.write(pending.toByteArray());
        out.flush();
        pending.reset();
        return this;
    }

    public int receiveByte() throws IOException {
        flush();
        return in.read();
    }

    public Message receive() throws IOException {
        flush();
        char type = (char) in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return new Message(type, body);
    }

    /// Receives up to and including the next ReadyForQuery.
    public List<Message> receiveUntilReady() throws IOException {
        List<Message> messages = new ArrayList<>();
        do {
            messages.add(receive());
        } while (messages.getLast().type() != 'Z');
        return messages;
    }

    /// Receives everything until the server closes the connection.
    public List<Message> receiveUntilEnd() throws IOException {
        List<Message> messages = new ArrayList<>();
        try {
            while (true) {
                messages.add(receive());
            }
        } catch (EOFException | java.net.SocketException ended) {
            return messages;
        }
    }

    /// Returns the types of messages as one word: `12DCZ`.
    public static String types(List<Message> messages) {
        var types = new StringBuilder();
        messages.forEach(message -> types.append(message.type()));
        return types.toString();
    }

    /// Returns the first message of a type.
    public static Message first(List<Message> messages, char type) {
        return messages.stream()
                .filter(message -> message.type() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + types(messages)));
    }

    /// Returns the SQLSTATE of the first error.
    public static String sqlState(List<Message> messages) {
        return first(messages, 'E').fields().getOrDefault('C', "");
    }

    @Override
    public void close() throws IOException {
        rawSocket.close();
    }

    /// Bytes of a message that is being made.
    public static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        public Body int1(int value) {
            bytes.write(value);
            return this;
        }

        public Body int2(int value) {
            return int1(value >> 8).int1(value);
        }

        public Body int4(int value) {
            return int2(value >> 16).int2(value);
        }

        public Body string(String text) {
            return bytes(text.getBytes(UTF_8)).int1(0);
        }

        public Body bytes(byte[] more) {
            bytes.writeBytes(more);
            return this;
        }

        public byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
