package dev.reckon.server.pgwire;

import dev.reckon.server.access.AccessPolicy;
import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.server.tls.ServerTls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.EOFException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Finds out whether a client is who it says: at once where trust is enough, else by SCRAM. Errors
/// end the connection. Safe for use by many threads.
final class Authentication {
    private static final int NONCE_BYTE_COUNT = 18;

    private final AccessPolicy policy;
    private final Optional<ServerTls> tls;
    private final ServerMetrics metrics;
    private final SecureRandom random = new SecureRandom();

    Authentication(AccessPolicy policy, Optional<ServerTls> tls, ServerMetrics metrics) {
        this.policy = policy;
        this.tls = tls;
        this.metrics = metrics;
    }

    /// Lets a client in and says so with AuthenticationOk, not yet sent.
    ///
    /// @throws DatabaseException 28P01, 28000, 3D000 or 08P01, when it is not let in
    void authenticate(ClientSocket client, String user, String database) throws IOException {
        if (policy.requiresPassword(client.peer())) {
            if (policy.throttle().refuses(client.peer())) {
                throw new DatabaseException(
                                SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                                "too many failed logins from this address")
                        .withHint("Wait a minute and try again.");
            }
            prove(client, user);
            if (!database.equals(AccessPolicy.DATABASE)) {
                throw new DatabaseException(
                        SqlState.INVALID_CATALOG_NAME,
                        "database \"" + database + "\" does not exist");
            }
        }
        client.out().authenticationOk();
    }

    private void prove(ClientSocket client, String user) throws IOException {
        Optional<byte[]> binding =
                client.isEncrypted() ? tls.flatMap(ServerTls::endPointBinding) : Optional.empty();
        client.out()
                .authenticationSASL(
                        binding.isPresent()
                                ? List.of(ScramExchange.MECHANISM_PLUS, ScramExchange.MECHANISM)
                                : List.of(ScramExchange.MECHANISM));
        client.out().flush();
        awaitPassword(client);
        var initial = FrontendMessage.SASLInitialResponse.read(client.in());
        boolean known =
                initial.mechanism().equals(ScramExchange.MECHANISM)
                        || (binding.isPresent()
                                && initial.mechanism().equals(ScramExchange.MECHANISM_PLUS));
        if (!known) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "client selected an invalid SASL authentication mechanism");
        }
        var exchange =
                new ScramExchange(policy.verifier(user), initial.mechanism(), binding, nonce());
        client.out().authenticationSASLContinue(exchange.first(initial.response()));
        client.out().flush();

        awaitPassword(client);
        Optional<String> last =
                exchange.last(FrontendMessage.SASLResponse.read(client.in()).response());
        if (last.isEmpty()) {
            policy.throttle().failed(client.peer());
            metrics.failedLogin();
            throw new DatabaseException(
                    SqlState.INVALID_PASSWORD,
                    "password authentication failed for user \"" + user + "\"");
        }
        policy.throttle().succeeded(client.peer());
        client.out().authenticationSASLFinal(last.get());
    }

    private static void awaitPassword(ClientSocket client) throws IOException {
        int type = client.in().start(MessageLimits.BEFORE_AUTHENTICATION);
        if (type == MessageReader.END_OF_STREAM) {
            // psql asks for the password only now, and connects again.
            throw new EOFException("the client went away during authentication");
        }
        if (type != FrontendMessage.PASSWORD) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "expected SASL response, got message type " + type);
        }
        client.in().load();
    }

    private String nonce() {
        byte[] nonce = new byte[NONCE_BYTE_COUNT];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }
}
