package dev.reckon.sql.parse;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// PostgreSQL's own parser, asked over the wire.
///
/// PostgreSQL parses the body of an SQL function with a polymorphic parameter when the function is
/// made, and analyses it only when it is called: so the definition fails for errors of syntax
/// alone, with their position.
final class PostgresParser implements AutoCloseable {
    private static final String HEAD =
            "CREATE OR REPLACE FUNCTION pg_temp.f(anyelement) RETURNS void LANGUAGE sql AS $reckon$";
    private static final int PROTOCOL = 3 << 16;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    PostgresParser(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(socket.getOutputStream());
        byte[] settings =
                "user\0postgres\0database\0postgres\0client_encoding\0UTF8\0\0"
                        .getBytes(StandardCharsets.UTF_8);
        out.writeInt(2 * Integer.BYTES + settings.length);
        out.writeInt(PROTOCOL);
        out.write(settings);
        untilReady();
    }

    /// Returns the error for a text, or nothing when PostgreSQL can parse it.
    Optional<Statements.Rejected> reject(String sql) throws IOException {
        byte[] query = (HEAD + sql + "$reckon$").getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[1 + Integer.BYTES + query.length + 1];
        message[0] = 'Q';
        int length = message.length - 1;
        for (int i = 0; i < Integer.BYTES; i++) {
            message[1 + i] = (byte) (length >>> (24 - 8 * i));
        }
        System.arraycopy(query, 0, message, 1 + Integer.BYTES, query.length);
        out.write(message);
        return untilReady().map(error -> rejected(sql, error));
    }

    private Optional<String> untilReady() throws IOException {
        Optional<String> error = Optional.empty();
        while (true) {
            int type = in.readUnsignedByte();
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            if (type == 'E') {
                error = Optional.of(new String(body, StandardCharsets.UTF_8));
            } else if (type == 'Z') {
                return error;
            }
        }
    }

    private static Statements.Rejected rejected(String sql, String error) {
        String state = "";
        String message = "";
        int position = -1;
        for (String field : error.split("\0", -1)) {
            if (field.startsWith("C")) {
                state = field.substring(1);
            } else if (field.startsWith("M")) {
                message = field.substring(1);
            } else if (field.startsWith("P")) {
                position = Integer.parseInt(field.substring(1)) - 1 - HEAD.length();
            }
        }
        return new Statements.Rejected(sql, state, position, message);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
