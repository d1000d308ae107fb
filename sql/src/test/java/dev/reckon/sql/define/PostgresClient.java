package dev.reckon.sql.define;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Runs statements on a PostgreSQL server over the simple query protocol, and says all that came
/// back as an [Outcome].
final class PostgresClient implements AutoCloseable {
    private static final int PROTOCOL = 3 << 16;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    PostgresClient(int port, String database) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(socket.getOutputStream());
        byte[] settings =
                ("user\0postgres\0database\0" + database + "\0client_encoding\0UTF8\0\0")
                        .getBytes(StandardCharsets.UTF_8);
        out.writeInt(2 * Integer.BYTES + settings.length);
        out.writeInt(PROTOCOL);
        out.write(settings);
        untilReady();
    }

    Outcome run(String sql) throws IOException {
        byte[] query = (sql + "\0").getBytes(StandardCharsets.UTF_8);
        out.writeByte('Q');
        out.writeInt(Integer.BYTES + query.length);
        out.write(query);
        return untilReady();
    }

    private Outcome untilReady() throws IOException {
        String tag = "";
        Outcome.Failure failure = Outcome.Failure.NONE;
        List<String> rows = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        while (true) {
            int type = in.readUnsignedByte();
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            switch (type) {
                case 'C' -> tag = new String(body, 0, body.length - 1, StandardCharsets.UTF_8);
                case 'D' -> rows.add(row(body));
                case 'E' -> failure = failure(body);
                case 'N' -> {
                    Outcome.Failure notice = failure(body);
                    notices.add(notice.message() + detail(notice.detail()));
                }
                case 'Z' -> {
                    return new Outcome(tag, rows, notices, failure);
                }
                default -> {}
            }
        }
    }

    static String detail(String detail) {
        return detail.isEmpty() ? "" : " / " + detail;
    }

    private static String row(byte[] body) throws IOException {
        var fields = new DataInputStream(new ByteArrayInputStream(body));
        int count = fields.readUnsignedShort();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = fields.readInt();
            values.add(
                    length < 0
                            ? "NULL"
                            : new String(fields.readNBytes(length), StandardCharsets.UTF_8));
        }
        return String.join("|", values);
    }

    private static Outcome.Failure failure(byte[] body) {
        String state = "";
        String message = "";
        String detail = "";
        String hint = "";
        String position = "";
        for (String field : new String(body, StandardCharsets.UTF_8).split("\0", -1)) {
            String text = field.isEmpty() ? "" : field.substring(1);
            switch (field.isEmpty() ? ' ' : field.charAt(0)) {
                case 'C' -> state = text;
                case 'M' -> message = text;
                case 'D' -> detail = text;
                case 'H' -> hint = text;
                case 'P' -> position = text;
                default -> {}
            }
        }
        return new Outcome.Failure(state, message, detail, hint, position);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
