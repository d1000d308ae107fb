package dev.reckon.server.pgwire;

import dev.reckon.server.tls.ServerTls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;

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

    ClientSocket(Socket socket) throws IOException {
        this.rawSocket = socket;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        in = new MessageReader(socket.getInputStream());
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
        socket.setSoTimeout(timeoutMillis);
        try {
            in.await();
            return true;
        } catch (SocketTimeoutException nothingYet) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
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
        in.switchTo(inner.getInputStream());
        out.switchTo(inner.getOutputStream());
        socket = inner;
    }

    /// Makes the connection's thread find the end of its input. Safe to call from any thread.
    void endInput() {
        try {
            rawSocket.shutdownInput();
        } catch (IOException gone) {
            // Then its thread finds out by itself.
        }
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
