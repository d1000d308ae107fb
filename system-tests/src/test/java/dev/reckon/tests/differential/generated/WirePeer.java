package dev.reckon.tests.differential.generated;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/// One side of the comparison: a client that runs one statement and keeps all that matters of the
/// answer. For one thread.
final class WirePeer implements AutoCloseable {
    private static final int PROTOCOL = 3 << 16;
    private static final int TIMEOUT_MILLIS = 30_000;

    /// A longer row is compared by its checksum.
    private static final int HUGE = 1 << 20;

    private static final int FIRST_USER_OID = 16384;

    /// How a column of type record is described, and the types' oids in its values.
    private static final String RECORD = " 2249 ";

    private static final String UNKNOWN_TYPE = "000002c1";
    private static final String TEXT_TYPE = "00000019";

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /// How a statement is sent.
    enum Form {
        /// By the simple protocol.
        SIMPLE,
        /// By Parse, Bind and Execute, with results as text.
        EXTENDED,
        /// By Parse, Bind and Execute, with results in the types' binary formats.
        BINARY
    }

    WirePeer(int port, String user, String database) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        byte[] settings =
                "user\0%s\0database\0%s\0client_encoding\0UTF8\0TimeZone\0UTC\0\0"
                        .formatted(user, database)
                        .getBytes(StandardCharsets.UTF_8);
        out.writeInt(2 * Integer.BYTES + settings.length);
        out.writeInt(PROTOCOL);
        out.write(settings);
        out.flush();
        answer(false);
    }

    /// Runs a statement.
    Answer run(String sql) throws IOException {
        return run(sql, Form.SIMPLE);
    }

    Answer run(String sql, Form form) throws IOException {
        byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
        if (form == Form.SIMPLE) {
            message('Q', text);
        } else {
            message('P', ByteBuffer.allocate(text.length + 3).put((byte) 0).put(text).array());
            byte[] formats = form == Form.BINARY ? new byte[] {0, 1, 0, 1} : new byte[] {0, 0};
            message(
                    'B',
                    ByteBuffer.allocate(6 + formats.length)
                            .putInt(0)
                            .putShort((short) 0)
                            .put(formats)
                            .array());
            message('D', new byte[] {'P', 0});
            message('E', new byte[] {0, 0, 0, 0, 0});
            message('S', new byte[0]);
        }
        out.flush();
        return answer(form == Form.BINARY);
    }

    private void message(char type, byte[] body) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
    }

    private Answer answer(boolean isBinary) throws IOException {
        List<String> columns = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        String tag = "";
        String state = "";
        String error = "";
        while (true) {
            int type = in.readUnsignedByte();
            int length = in.readInt() - Integer.BYTES;
            if (type == 'D' && length > HUGE) {
                rows.add(digest(length));
                continue;
            }
            byte[] body = new byte[length];
            in.readFully(body);
            switch (type) {
                case 'T' -> columns.addAll(columns(body));
                case 'D' -> rows.add(row(body, isBinary, columns));
                case 'C' -> tag = new String(body, 0, body.length - 1, StandardCharsets.UTF_8);
                case 'E' -> {
                    for (String field : new String(body, StandardCharsets.UTF_8).split("\0", -1)) {
                        if (field.startsWith("C")) {
                            state = field.substring(1);
                        } else if (field.startsWith("M")) {
                            error = field.substring(1);
                        }
                    }
                }
                case 'Z' -> {
                    return new Answer(
                            state.isEmpty() ? columns : List.of(),
                            state.isEmpty() ? rows : List.of(),
                            tag,
                            state,
                            error);
                }
                default -> {}
            }
        }
    }

    /// Reads a row of hundreds of megabytes without keeping it.
    private String digest(int length) throws IOException {
        var checksum = new CRC32();
        byte[] part = new byte[HUGE];
        for (int left = length; left > 0; ) {
            int count = in.read(part, 0, Math.min(left, part.length));
            if (count < 0) {
                throw new EOFException("in a row of " + length + " bytes");
            }
            checksum.update(part, 0, count);
            left -= count;
        }
        return length + " bytes " + Long.toHexString(checksum.getValue());
    }

    private static List<String> columns(byte[] body) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        int count = buffer.getShort();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int start = buffer.position();
            int end = start;
            while (body[end] != 0) {
                end++;
            }
            buffer.position(end + 1);
            String name =
                    new String(body, start, buffer.position() - 1 - start, StandardCharsets.UTF_8);
            buffer.position(buffer.position() + Integer.BYTES + Short.BYTES);
            int type = buffer.getInt();
            buffer.getShort();
            int modifier = buffer.getInt();
            buffer.getShort();
            columns.add(name + " " + (type < FIRST_USER_OID ? "" + type : "user") + " " + modifier);
        }
        return columns;
    }

    private static String row(byte[] body, boolean isBinary, List<String> columns) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        int count = buffer.getShort();
        var row = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int length = buffer.getInt();
            row.append(i == 0 ? "" : " | ");
            if (length < 0) {
                row.append("NULL");
                continue;
            }
            byte[] value = new byte[length];
            buffer.get(value);
            row.append(
                    isBinary
                            ? comparable(HexFormat.of().formatHex(value), columns.get(i))
                            : new String(value, StandardCharsets.UTF_8));
        }
        return row.toString();
    }

    /// The sign of NaN is the processor's business, and an untyped constant in a row is a text
    /// here, of unknown type there.
    private static String comparable(String hex, String column) {
        if (column.contains(RECORD)) {
            return hex.replace(UNKNOWN_TYPE, TEXT_TYPE);
        }
        return hex.equals("ffc00000") || hex.equals("fff8000000000000")
                ? hex.replaceFirst("ff", "7f")
                : hex;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
