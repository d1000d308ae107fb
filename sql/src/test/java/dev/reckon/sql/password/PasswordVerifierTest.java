package dev.reckon.sql.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

final class PasswordVerifierTest {
    /// RFC 7677 section 3: user "user", password "pencil".
    @Test
    void keysAreThoseOfTheExampleInTheStandard() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        var verifier = PasswordVerifier.of("pencil", salt, 4096);

        String authMessage =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,"
                        + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                        + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        byte[] signature = PasswordVerifier.hmac(verifier.serverKey(), authMessage.getBytes(UTF_8));
        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");

        byte[] clientSignature =
                PasswordVerifier.hmac(verifier.storedKey(), authMessage.getBytes(UTF_8));
        byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        byte[] clientKey = new byte[proof.length];
        for (int i = 0; i < proof.length; i++) {
            clientKey[i] = (byte) (proof[i] ^ clientSignature[i]);
        }
        assertThat(PasswordVerifier.sha256(clientKey)).isEqualTo(verifier.storedKey());
    }

    @Test
    void textIsReadBack() {
        var verifier = PasswordVerifier.of("sésame");
        assertThat(PasswordVerifier.parse(verifier.toString())).contains(verifier);
        assertThat(verifier.matches("sésame")).isTrue();
        assertThat(verifier.matches("se\u0301same")).isTrue();
        assertThat(verifier.matches("sesame")).isFalse();
    }

    @Test
    void passwordIsNoVerifier() {
        assertThat(PasswordVerifier.parse("secret")).isEmpty();
        assertThat(PasswordVerifier.parse("SCRAM-SHA-256$4096:AAAA$AAAA:AAAA")).isEmpty();
        assertThat(PasswordVerifier.parse("SCRAM-SHA-256$0:=$=:=")).isEmpty();
    }

    @Test
    void passwordsAreComparedInTheirNormalForm() {
        assertThat(SaslPrep.prepare("I\u00adX")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("\u00aa")).isEqualTo("a");
        assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("a\u00a0b")).isEqualTo("a b");
        // Forbidden: a control character, and right-to-left beside a digit at the end.
        assertThat(SaslPrep.prepare("\u0007é")).isEqualTo("\u0007é");
        assertThat(SaslPrep.prepare("\u06271")).isEqualTo("\u06271");
    }
}
