package dev.reckon.server.pgwire;

import dev.reckon.server.tls.ServerTls;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// How a connection opens: requests for encryption and for cancelling, until the startup message.
final class Startup {
    /// 3.0, as a startup packet says it.
    private static final int NEWEST_VERSION = 3 << 16;

    private Startup() {}

    /// Whom a cancel request is handed to.
    interface Canceller {
        void cancel(int processId, int secretKey);
    }

    /// Reads until the startup message; empty when the connection ends before one, as those with a
    /// cancel request do.
    static Optional<StartupPacket.StartupMessage> read(
            ClientSocket client, Optional<ServerTls> tls, Canceller canceller) throws IOException {
        while (true) {
            Optional<StartupPacket> packet = StartupPacket.read(client.in());
            if (packet.isEmpty()) {
                return Optional.empty();
            }
            switch (packet.get()) {
                case StartupPacket.SSLRequest _ when tls.isPresent() && !client.isEncrypted() -> {
                    client.out().encryptionAnswer('S');
                    client.startTls(tls.get());
                }
                case StartupPacket.SSLRequest _, StartupPacket.GSSENCRequest _ ->
                        client.out().encryptionAnswer('N');
                case StartupPacket.CancelRequest request -> {
                    // No answer, so that a client learns nothing about keys.
                    canceller.cancel(request.processId(), request.secretKey());
                    return Optional.empty();
                }
                case StartupPacket.StartupMessage message -> {
                    negotiateVersion(client, message);
                    return Optional.of(message);
                }
            }
        }
    }

    private static void negotiateVersion(ClientSocket client, StartupPacket.StartupMessage message)
            throws IOException {
        List<String> unknownOptions =
                message.parameters().keySet().stream()
                        .filter(name -> name.startsWith("_pq_."))
                        .toList();
        if (message.minor() > 0 || !unknownOptions.isEmpty()) {
            client.out().negotiateProtocolVersion(NEWEST_VERSION, unknownOptions);
        }
    }
}
