package dev.reckon.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTlsTest {
    @TempDir private Path folder;

    @Test
    void clientThatTrustsTheMadeCertificateConnects() throws Exception {
        ServerTls tls = ServerTls.selfSigned(folder.resolve("tls"), "db.example");
        List<X509Certificate> chain =
                PemFiles.readCertificates(folder.resolve("tls").resolve("server.crt"));
        X509Certificate certificate = chain.getFirst();
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getSubjectAlternativeNames().toString())
                .contains("db.example", "localhost", "127.0.0.1");
        assertThat(tls.endPointBinding().orElseThrow())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));

        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server =
                    new FutureTask<>(
                            (Callable<Integer>)
                                    () -> {
                                        try (Socket accepted = listener.accept();
                                                SSLSocket inner = tls.accept(accepted)) {
                                            return inner.getInputStream().read();
                                        }
                                    });
            Thread.ofVirtual().start(server);
            try (SSLSocket client =
                    (SSLSocket)
                            trusting(certificate)
                                    .getSocketFactory()
                                    .createSocket(
                                            listener.getInetAddress(), listener.getLocalPort())) {
                var parameters = client.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(parameters);
                client.getOutputStream().write(42);
                assertThat(server.get()).isEqualTo(42);
            }
        }
    }

    @Test
    void certificateIsKeptAndItsKeyIsPrivate() throws Exception {
        byte[] first = ServerTls.selfSigned(folder, "127.0.0.1").endPointBinding().orElseThrow();
        byte[] second = ServerTls.selfSigned(folder, "127.0.0.1").endPointBinding().orElseThrow();
        assertThat(second).isEqualTo(first);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("server.key"))))
                .isEqualTo("rw-------");
    }

    private static SSLContext trusting(X509Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, new char[0]);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
