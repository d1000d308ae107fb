package dev.reckon.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/// The least client of the PostgreSQL protocol that can drive a server: it sends, and waits for the
/// server to be ready again. Without a password. For one thread.
final class WireClient implements AutoCloseable {
    private static final int PROTOCOL_VERSION = 3 << 16;
    private static final int INT8_OID = 20;
    private static final int VARCHAR_OID = 1043;

    private final Socket socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final DataOutputStream fields = new DataOutputStream(body);

    private WireClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static WireClient connect(InetSocketAddress address) throws IOException {
        var socket = new Socket(address.getAddress(), address.getPort());
        try {
            socket.setTcpNoDelay(true);
            var client = new WireClient(socket);
            client.fields.writeInt(PROTOCOL_VERSION);
            client.text("user");
            client.text("reckon");
            client.fields.write(0);
            client.endPacket();
            client.await();
            return client;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// Runs statements as text.
    void query(String sql) throws IOException {
        text(sql);
        endMessage('Q');
        await();
    }

    /// Runs a statement with parameters, as drivers do: integers in binary, strings as text.
    ///
    /// @param parameters each a `Long` or a `String`
    void execute(String sql, List<Object> parameters) throws IOException {
        text("");
        text(sql);
        fields.writeShort(parameters.size());
        for (Object parameter : parameters) {
            fields.writeInt(parameter instanceof Long ? INT8_OID : VARCHAR_OID);
        }
        endMessage('P');
        text("");
        text("");
        fields.writeShort(parameters.size());
        for (Object parameter : parameters) {
            fields.writeShort(parameter instanceof Long ? 1 : 0);
        }
        fields.writeShort(parameters.size());
        for (Object parameter : parameters) {
            if (parameter instanceof Long number) {
                fields.writeInt(Long.BYTES);
                fields.writeLong(number);
            } else {
                byte[] string = parameter.toString().getBytes(UTF_8);
                fields.writeInt(string.length);
                fields.write(string);
            }
        }
        fields.writeShort(0);
        endMessage('B');
        fields.write('P');
        text("");
        endMessage('D');
        text("");
        fields.writeInt(0);
        endMessage('E');
        endMessage('S');
        await();
    }

    /// Runs a `COPY … FROM STDIN`.
    void copyIn(String sql, String rows) throws IOException {
        text(sql);
        endMessage('Q');
        fields.write(rows.getBytes(UTF_8));
        endMessage('d');
        endMessage('c');
        await();
    }

    private void text(String text) throws IOException {
        fields.write(text.getBytes(UTF_8));
        fields.write(0);
    }

    private void endMessage(char type) throws IOException {
        unsent.write(type);
        endPacket();
    }

    private void endPacket() throws IOException {
        var header = new DataOutputStream(unsent);
        header.writeInt(Integer.BYTES + body.size());
        body.writeTo(unsent);
        body.reset();
    }

    /// Sends everything and reads until the server is ready for more.
    private void await() throws IOException {
        unsent.writeTo(socket.getOutputStream());
        unsent.reset();
        String error = "";
        while (true) {
            int type = in.readUnsignedByte();
            byte[] message = in.readNBytes(in.readInt() - Integer.BYTES);
            if (type == 'E') {
                error = new String(message, UTF_8).replace('\0', ' ');
            } else if (type == 'Z') {
                if (!error.isEmpty()) {
                    throw new IOException(error);
                }
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
