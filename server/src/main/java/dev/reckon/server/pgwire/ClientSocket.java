package dev.reckon.server.pgwire;

import dev.reckon.server.tls.ServerTls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/// A client's socket with its two directions of messages, in TLS or not. Owns the socket. For the
/// connection's thread, [#endInput] and [#close] excepted.
///
/// The streams of a blocking socket were measured against a channel with direct buffers: both give
/// about 84,000 exchanges of 60 bytes a second here, and TLS exists for sockets only.
final class ClientSocket implements AutoCloseable {
    /// How much a client may still send, and how long, while it is told why it is thrown out.
    private static final int LINGER_BYTE_COUNT_MAX = 1 << 20;

    private static final int LINGER_TIMEOUT_MILLIS = 500;

    private final Socket rawSocket;
    private final MessageReader in;
    private final BackendMessages out;
    private volatile Socket socket;
    private volatile ClientInput input;

    /// The options that were set, with what the system had.
    private final Map<SocketOption<Integer>, Integer> defaults = new HashMap<>();

    private volatile boolean isInputEnded;

    ClientSocket(Socket socket) throws IOException {
        this.rawSocket = socket;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        input = new ClientInput(socket);
        in = new MessageReader(input);
        out = new BackendMessages(socket.getOutputStream());
    }

    MessageReader in() {
        return in;
    }

    BackendMessages out() {
        return out;
    }

    InetAddress peer() {
        return rawSocket.getInetAddress();
    }

    int peerPort() {
        return rawSocket.getPort();
    }

    boolean isEncrypted() {
        return socket instanceof SSLSocket;
    }

    /// Waits for the client's next message, and returns whether it begins to arrive, or the client
    /// is gone, in time.
    boolean awaitMessage(int timeoutMillis) throws IOException {
        if (in.hasUnreadBytes()) {
            return true;
        }
        input.limitWait(timeoutMillis);
        try {
            in.await();
            return true;
        } catch (SocketTimeoutException nothingYet) {
            return false;
        } finally {
            input.limitWait(0);
        }
    }

    /// Looks whether the client is gone, while the connection's thread is busy with other things.
    /// Safe to call from any thread.
    boolean look() {
        return input.look();
    }

    /// Returns whether [#look] has found that the client is gone.
    boolean isGone() {
        return input.isGone();
    }

    /// Says how the system finds out that the client's machine is gone: 0 for as it does by itself.
    void keepAlive(int idleSeconds, int intervalSeconds, int count) throws IOException {
        set(ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds);
        set(ExtendedSocketOptions.TCP_KEEPINTERVAL, intervalSeconds);
        set(ExtendedSocketOptions.TCP_KEEPCOUNT, count);
    }

    private void set(SocketOption<Integer> option, int value) throws IOException {
        boolean isDefault = value == 0;
        if ((isDefault && !defaults.containsKey(option))
                || !rawSocket.supportedOptions().contains(option)) {
            return;
        }
        Integer before = rawSocket.getOption(option);
        defaults.putIfAbsent(option, before);
        rawSocket.setOption(option, isDefault ? defaults.get(option) : Integer.valueOf(value));
    }

    /// Goes on inside TLS.
    void startTls(ServerTls tls) throws IOException {
        if (in.hasUnreadBytes()) {
            // Somebody between could have put them there, to be taken for the client's own words.
            throw new FatalException(
                    new DatabaseException(
                            SqlState.PROTOCOL_VIOLATION,
                            "received unencrypted data after SSL request"));
        }
        SSLSocket inner = tls.accept(rawSocket);
        input = new ClientInput(inner);
        in.switchTo(input);
        out.switchTo(inner.getOutputStream());
        socket = inner;
    }

    /// Makes the connection's thread find the end of its input. Safe to call from any thread.
    void endInput() {
        isInputEnded = true;
        try {
            rawSocket.shutdownInput();
        } catch (IOException gone) {
            // Then its thread finds out by itself.
        }
    }

    /// Returns whether [#endInput] was called. For any thread.
    boolean isInputEnded() {
        return isInputEnded;
    }

    /// Lets the client read the last message: a socket that is closed with unread input sends a
    /// reset, which can overtake what was written before.
    void linger() {
        try {
            socket.setSoTimeout(LINGER_TIMEOUT_MILLIS);
            if (!isEncrypted()) {
                socket.shutdownOutput();
            }
            byte[] ignored = new byte[8 << 10];
            int remaining = LINGER_BYTE_COUNT_MAX;
            while (remaining > 0) {
                int count = rawSocket.getInputStream().read(ignored);
                if (count < 0) {
                    return;
                }
                remaining -= count;
            }
        } catch (IOException gone) {
            // It was a courtesy.
        }
    }

    /// Closes the socket. Safe to call from any thread.
    @Override
    public void close() {
        try {
            rawSocket.close();
        } catch (IOException gone) {
            // There is nothing to lose.
        }
    }
}
