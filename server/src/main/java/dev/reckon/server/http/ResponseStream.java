package dev.reckon.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A response's body that is held back for as long as it is short, so that a statement that fails
/// can still get the status that it deserves; a long one is sent in chunks. Owns the exchange's
/// body. For one thread.
final class ResponseStream extends OutputStream {
    private static final int HELD_BYTE_COUNT_MAX = 256 << 10;
    private static final int NO_BODY = -1;
    private static final int CHUNKED = 0;

    private final HttpExchange exchange;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private OutputStream body = OutputStream.nullOutputStream();
    private boolean isSending;

    ResponseStream(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /// Returns whether the status has been sent, so that it can't be changed any more.
    boolean isSending() {
        return isSending;
    }

    /// Forgets what was written; nothing may have been sent.
    void reset() {
        held.reset();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (!isSending && held.size() + count > HELD_BYTE_COUNT_MAX) {
            exchange.sendResponseHeaders(200, CHUNKED);
            isSending = true;
            body = exchange.getResponseBody();
            held.writeTo(body);
            held.reset();
        }
        if (isSending) {
            body.write(bytes, offset, count);
        } else {
            held.write(bytes, offset, count);
        }
    }

    /// Ends the response.
    ///
    /// @param status is sent unless one was
    void finish(int status) throws IOException {
        if (!isSending) {
            boolean hasBody = held.size() > 0 && !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, hasBody ? held.size() : NO_BODY);
            isSending = true;
            if (hasBody) {
                body = exchange.getResponseBody();
                held.writeTo(body);
            }
        }
        body.close();
    }
}
