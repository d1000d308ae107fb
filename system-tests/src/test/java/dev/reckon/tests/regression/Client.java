package dev.reckon.tests.regression;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reckon.tests.pgwire.WireClient;
import dev.reckon.tests.pgwire.WireClient.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A connection as PostgreSQL's regression tests have it: their user, time zone and date style,
/// statements sent as text. One that is not answered in time is cancelled, and the connection made
/// anew.
final class Client implements AutoCloseable {
    private static final int CANCEL = 80877102;
    private static final int FIRST_USER_OID = 16384;
    private static final int ROWS_MAX = 300_000;

    private final InetSocketAddress address;
    private final String database;
    private final Duration patience;
    private WireClient wire;
    private byte[] cancelKey = {};
    private char transaction = 'I';

    Client(int port, String database, Duration patience) throws IOException {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.database = database;
        this.patience = patience;
        this.wire = login();
    }

    /// Returns `I` outside a transaction, `T` within one, `E` within one that has failed.
    char transaction() {
        return transaction;
    }

    void reconnect() throws IOException {
        wire.close();
        wire = login();
    }

    private WireClient login() throws IOException {
        WireClient client = WireClient.connect(address);
        client.socket().setSoTimeout((int) patience.toMillis());
        client.startup(
                "user", "postgres",
                "database", database,
                "client_encoding", "UTF8",
                "DateStyle", "Postgres, MDY",
                "TimeZone", "PST8PDT",
                "intervalstyle", "postgres_verbose");
        Message message = client.receive();
        while (message.type() != 'Z') {
            if (message.type() == 'E') {
                throw new IOException("login refused: " + message.fields());
            }
            if (message.type() == 'K') {
                cancelKey = message.body();
            }
            message = client.receive();
        }
        transaction = 'I';
        return client;
    }

    /// Runs a statement.
    ///
    /// @param copyData what is sent if it asks for data
    Answer run(String sql, String copyData) throws IOException {
        List<Answer.Result> results = new ArrayList<>();
        List<String> columns = List.of();
        List<String> rows = new ArrayList<>();
        wire.query(sql);
        try {
            for (Message message = wire.receive(); ; message = wire.receive()) {
                switch (message.type()) {
                    case 'T' -> columns = columns(message.body());
                    case 'D' -> rows.add(row(message.body()));
                    case 'd' -> rows.add(new String(message.body(), UTF_8));
                    case 'G' -> wire.copyData(copyData).message('c', new WireClient.Body());
                    case 'C', 'I' -> {
                        String tag = message.type() == 'C' ? message.text() : "";
                        results.add(new Answer.Result(tag, "", columns, Answer.sorted(rows)));
                        columns = List.of();
                        rows.clear();
                    }
                    case 'E' -> {
                        Map<Character, String> fields = message.fields();
                        results.add(
                                Answer.Result.error(
                                        fields.getOrDefault('C', ""),
                                        fields.getOrDefault('M', "")));
                        rows.clear();
                    }
                    case 'Z' -> {
                        transaction = (char) message.body()[0];
                        return new Answer(results);
                    }
                    default -> {
                        // Notices, settings, notifications: not compared.
                    }
                }
                if (rows.size() > ROWS_MAX) {
                    throw new IOException("more than " + ROWS_MAX + " rows");
                }
            }
        } catch (IOException e) {
            return giveUp(e);
        }
    }

    private Answer giveUp(IOException reason) throws IOException {
        try (WireClient canceller = WireClient.connect(address)) {
            ByteBuffer key = ByteBuffer.wrap(cancelKey);
            canceller
                    .packet(
                            new WireClient.Body()
                                    .int4(CANCEL)
                                    .int4(key.getInt())
                                    .int4(key.getInt()))
                    .flush();
        }
        reconnect();
        return new Answer(List.of(Answer.Result.error(Answer.NO_ANSWER, reason.toString())));
    }

    private static List<String> columns(byte[] body) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        List<String> columns = new ArrayList<>();
        int count = buffer.getShort();
        for (int i = 0; i < count; i++) {
            int start = buffer.position();
            int end = start;
            while (body[end] != 0) {
                end++;
            }
            buffer.position(end + 1 + Integer.BYTES + Short.BYTES);
            int oid = buffer.getInt();
            buffer.position(buffer.position() + 2 * Short.BYTES + Integer.BYTES);
            columns.add(
                    new String(Arrays.copyOfRange(body, start, end), UTF_8)
                            + " "
                            + (oid < FIRST_USER_OID ? String.valueOf(oid) : "user"));
        }
        return columns;
    }

    /// Returns a row as one text that two rows share only if they are the same.
    private static String row(byte[] body) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        var row = new StringBuilder();
        int count = buffer.getShort();
        for (int i = 0; i < count; i++) {
            int length = buffer.getInt();
            if (i > 0) {
                row.append(" | ");
            }
            if (length < 0) {
                row.append("NULL");
            } else {
                row.append('[').append(new String(body, buffer.position(), length, UTF_8));
                row.append(']');
                buffer.position(buffer.position() + length);
            }
        }
        return row.toString();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
