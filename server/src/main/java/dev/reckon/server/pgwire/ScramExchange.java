package dev.reckon.server.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reckon.sql.password.PasswordVerifier;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The server's side of one SCRAM-SHA-256 authentication (RFC 5802 and 7677; PostgreSQL's chapter
/// "SASL Authentication").
///
/// ```
/// client-first   n,,n=user,r=NONCE            p=tls-server-end-point,,… with channel binding
/// server-first   r=NONCE+MORE,s=SALT,i=4096
/// client-final   c=biws,r=NONCE+MORE,p=PROOF
/// server-final   v=SIGNATURE
/// ```
///
/// The user's name in it is ignored, as PostgreSQL does: the startup message has said it.
final class ScramExchange {
    static final String MECHANISM = "SCRAM-SHA-256";
    static final String MECHANISM_PLUS = "SCRAM-SHA-256-PLUS";

    private static final String CHANNEL_BINDING = "p=tls-server-end-point";

    private final PasswordVerifier verifier;
    private final boolean bound;
    private final Optional<byte[]> channelBinding;
    private final String serverNonce;

    private String gs2Header = "";
    private String clientFirstBare = "";
    private String serverFirst = "";
    private String nonce = "";

    /// @param mechanism one of the two
    /// @param channelBinding what binds the exchange to the TLS connection, when it is offered
    /// @param serverNonce random and printable, without a comma
    ScramExchange(
            PasswordVerifier verifier,
            String mechanism,
            Optional<byte[]> channelBinding,
            String serverNonce) {
        this.verifier = verifier;
        this.bound = mechanism.equals(MECHANISM_PLUS);
        this.channelBinding = channelBinding;
        this.serverNonce = serverNonce;
    }

    /// Takes the client's first message and returns the server's.
    ///
    /// @throws DatabaseException 08P01 when it is malformed, 28000 when the channel binding is
    ///   wrong
    String first(String clientFirst) {
        int flagEnd = clientFirst.indexOf(',');
        int headerEnd = flagEnd < 0 ? -1 : clientFirst.indexOf(',', flagEnd + 1);
        if (headerEnd < 0) {
            throw malformed();
        }
        checkBindingFlag(clientFirst.substring(0, flagEnd));
        if (headerEnd != flagEnd + 1) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "client uses authorization identity, but it is not supported");
        }
        gs2Header = clientFirst.substring(0, headerEnd + 1);
        clientFirstBare = clientFirst.substring(headerEnd + 1);
        String[] attributes = clientFirstBare.split(",", -1);
        if (attributes.length < 2
                || !attributes[0].startsWith("n=")
                || !attributes[1].startsWith("r=")
                || attributes[1].length() == 2
                || !attributes[1].chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            throw malformed();
        }
        nonce = attributes[1].substring(2) + serverNonce;
        serverFirst =
                "r="
                        + nonce
                        + ",s="
                        + Base64.getEncoder().encodeToString(verifier.salt())
                        + ",i="
                        + verifier.iterations();
        return serverFirst;
    }

    /// Takes the client's final message and returns the server's; empty when the proof is wrong.
    ///
    /// @throws DatabaseException 08P01 when it is malformed, 28000 when the channel binding is
    ///   wrong
    Optional<String> last(String clientFinal) {
        int proofStart = clientFinal.lastIndexOf(",p=");
        String[] attributes = clientFinal.split(",", -1);
        if (proofStart < 0
                || attributes.length < 3
                || !attributes[0].startsWith("c=")
                || !attributes[1].startsWith("r=")) {
            throw malformed();
        }
        if (!MessageDigest.isEqual(decode(attributes[0].substring(2)), expectedBinding())) {
            throw new DatabaseException(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "SCRAM channel binding check failed");
        }
        if (!attributes[1].substring(2).equals(nonce)) {
            throw malformed();
        }
        byte[] proof = decode(clientFinal.substring(proofStart + 3));
        if (proof.length != PasswordVerifier.KEY_BYTE_COUNT) {
            throw malformed();
        }
        String authMessage =
                clientFirstBare + "," + serverFirst + "," + clientFinal.substring(0, proofStart);
        byte[] authBytes = authMessage.getBytes(UTF_8);
        byte[] clientKey = PasswordVerifier.hmac(verifier.storedKey(), authBytes);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        byte[] signature = PasswordVerifier.hmac(verifier.serverKey(), authBytes);
        boolean proven =
                MessageDigest.isEqual(PasswordVerifier.sha256(clientKey), verifier.storedKey());
        return proven
                ? Optional.of("v=" + Base64.getEncoder().encodeToString(signature))
                : Optional.empty();
    }

    private void checkBindingFlag(String flag) {
        switch (flag) {
            case "n" -> {
                if (bound) {
                    throw malformed();
                }
            }
            case "y" -> {
                // The client could bind and believes that we cannot: somebody may have cut our
                // offer.
                if (bound) {
                    throw malformed();
                }
                if (channelBinding.isPresent()) {
                    throw new DatabaseException(
                                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                                    "SCRAM channel binding negotiation error")
                            .withDetail(
                                    "The client supports SCRAM channel binding but thinks the"
                                            + " server does not. However, this server does support"
                                            + " channel binding.");
                }
            }
            case CHANNEL_BINDING -> {
                if (!bound) {
                    throw malformed();
                }
            }
            default ->
                    throw new DatabaseException(
                            SqlState.PROTOCOL_VIOLATION,
                            "unsupported SCRAM channel-binding type in \"" + flag + "\"");
        }
    }

    private byte[] expectedBinding() {
        byte[] header = gs2Header.getBytes(UTF_8);
        if (!bound) {
            return header;
        }
        byte[] binding = channelBinding.orElseThrow();
        byte[] expected = Arrays.copyOf(header, header.length + binding.length);
        System.arraycopy(binding, 0, expected, header.length, binding.length);
        return expected;
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw malformed();
        }
    }

    private static DatabaseException malformed() {
        return new DatabaseException(SqlState.PROTOCOL_VIOLATION, "malformed SCRAM message");
    }
}
