package dev.reckon.server.pgwire;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The packets that open a connection: they have no type byte.
sealed interface StartupPacket {
    /// PostgreSQL's maximum.
    int BYTE_COUNT_MAX = 10_000;

    int PROTOCOL_MAJOR = 3;
    int SSL_REQUEST_CODE = 80877103;
    int GSSENC_REQUEST_CODE = 80877104;
    int CANCEL_REQUEST_CODE = 80877102;

    record SSLRequest() implements StartupPacket {}

    record GSSENCRequest() implements StartupPacket {}

    record CancelRequest(int processId, int secretKey) implements StartupPacket {}

    /// The client's wish to talk.
    ///
    /// @param minor the protocol's minor version that the client asks for
    /// @param parameters `user`, `database`, `options` and settings, in the client's order
    record StartupMessage(int minor, Map<String, String> parameters) implements StartupPacket {}

    /// Reads a packet; empty when the client is gone.
    static Optional<StartupPacket> read(MessageReader in) throws java.io.IOException {
        if (!in.startPacket(BYTE_COUNT_MAX)) {
            return Optional.empty();
        }
        int code = in.readInt();
        return Optional.of(
                switch (code) {
                    case SSL_REQUEST_CODE -> finished(in, new SSLRequest());
                    case GSSENC_REQUEST_CODE -> finished(in, new GSSENCRequest());
                    case CANCEL_REQUEST_CODE ->
                            finished(in, new CancelRequest(in.readInt(), in.readInt()));
                    default -> readStartupMessage(in, code);
                });
    }

    private static StartupPacket finished(MessageReader in, StartupPacket packet) {
        in.finish();
        return packet;
    }

    private static StartupMessage readStartupMessage(MessageReader in, int version) {
        int major = version >>> 16;
        int minor = version & 0xffff;
        if (major != PROTOCOL_MAJOR) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "unsupported frontend protocol %d.%d: server supports 3.0 to 3.0"
                            .formatted(major, minor));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = in.readString();
            if (name.isEmpty()) {
                break;
            }
            parameters.put(name, in.readString());
        }
        if (in.remaining() != 0) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "invalid startup packet layout: expected terminator as last byte");
        }
        return new StartupMessage(minor, parameters);
    }
}
