package dev.reckon.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.password.PasswordVerifier;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The example is that of RFC 7677 section 3.
final class ScramExchangeTest {
    private static final PasswordVerifier PENCIL =
            PasswordVerifier.of(
                    "pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String WITHOUT_PROOF =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE + ",p=";
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    @Test
    void exampleOfTheStandardIsProven() {
        var exchange = plain();
        assertThat(exchange.first(CLIENT_FIRST))
                .isEqualTo(
                        "r=rOprNGfwEbeRWgbNEkqO"
                                + SERVER_NONCE
                                + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(exchange.last(WITHOUT_PROOF + PROOF))
                .contains("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void otherProofIsNone() {
        var exchange = plain();
        exchange.first(CLIENT_FIRST);
        byte[] proof = Base64.getDecoder().decode(PROOF);
        proof[7] ^= 1;
        assertThat(exchange.last(WITHOUT_PROOF + Base64.getEncoder().encodeToString(proof)))
                .isEmpty();
    }

    @Test
    void malformedMessagesAreRefused() {
        for (String first :
                new String[] {
                    "",
                    "n",
                    "n,",
                    "n,,",
                    "n,,n=user",
                    "n,,n=user,r=",
                    "n,,r=abc,n=user",
                    "n,,n=user,r=a b",
                    "x,,n=user,r=abc",
                    "p=tls-unique,,n=user,r=abc"
                }) {
            assertFails(() -> plain().first(first), SqlState.PROTOCOL_VIOLATION);
        }
        for (String last :
                new String[] {
                    "",
                    "c=biws",
                    "c=biws,r=wrong,p=" + PROOF,
                    WITHOUT_PROOF + "AAAA",
                    WITHOUT_PROOF + "!!!!",
                    WITHOUT_PROOF.replace("biws", "!") + PROOF
                }) {
            var exchange = plain();
            exchange.first(CLIENT_FIRST);
            assertFails(() -> exchange.last(last), SqlState.PROTOCOL_VIOLATION);
        }
    }

    @Test
    void authorizationIdentityIsNotSupported() {
        assertFails(() -> plain().first("n,a=other,n=user,r=abc"), SqlState.FEATURE_NOT_SUPPORTED);
    }

    @Test
    void clientThatWasToldOfNoBindingIsRefusedWhenThereIsOne() {
        var exchange =
                new ScramExchange(
                        PENCIL,
                        ScramExchange.MECHANISM,
                        Optional.of(new byte[] {1, 2, 3}),
                        SERVER_NONCE);
        assertFails(
                () -> exchange.first("y,,n=user,r=abc"),
                SqlState.INVALID_AUTHORIZATION_SPECIFICATION);
    }

    @Test
    void bindingOfAnotherConnectionIsRefused() {
        var exchange =
                new ScramExchange(
                        PENCIL,
                        ScramExchange.MECHANISM_PLUS,
                        Optional.of(new byte[] {1, 2, 3}),
                        SERVER_NONCE);
        String header = "p=tls-server-end-point,,";
        exchange.first(header + "n=user,r=rOprNGfwEbeRWgbNEkqO");
        String binding =
                Base64.getEncoder()
                        .encodeToString(
                                (header + "\1\2\4")
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertFails(
                () -> exchange.last("c=" + binding + WITHOUT_PROOF.substring(6) + PROOF),
                SqlState.INVALID_AUTHORIZATION_SPECIFICATION);
    }

    private static ScramExchange plain() {
        return new ScramExchange(PENCIL, ScramExchange.MECHANISM, Optional.empty(), SERVER_NONCE);
    }

    private static void assertFails(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, SqlState state) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        error -> assertThat(error.sqlState()).isEqualTo(state));
    }
}
