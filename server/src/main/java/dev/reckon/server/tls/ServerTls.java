package dev.reckon.server.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A server's certificate and key, ready for handshakes. Immutable; safe for use by many threads.
public final class ServerTls {
    /// Where a data directory keeps the certificate that was made for it.
    private static final String CERTIFICATE_FILE = "server.crt";

    private static final String KEY_FILE = "server.key";
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final char[] IN_MEMORY_PASSWORD = {};

    private final SSLContext context;
    private final X509Certificate certificate;

    private ServerTls(SSLContext context, X509Certificate certificate) {
        this.context = context;
        this.certificate = certificate;
    }

    /// Reads a certificate chain and its private key from PEM files.
    ///
    /// @throws IOException when a file can't be read
    /// @throws GeneralSecurityException when a file holds something else
    public static ServerTls read(Path certificateFile, Path keyFile)
            throws IOException, GeneralSecurityException {
        return of(PemFiles.readCertificates(certificateFile), PemFiles.readKey(keyFile));
    }

    /// Reads the self-signed certificate of a folder, or makes one there for ten years.
    ///
    /// @param host the name or address that clients know the server by
    public static ServerTls selfSigned(Path folder, String host)
            throws IOException, GeneralSecurityException {
        Path certificateFile = folder.resolve(CERTIFICATE_FILE);
        Path keyFile = folder.resolve(KEY_FILE);
        if (!Files.exists(certificateFile) || !Files.exists(keyFile)) {
            Files.createDirectories(folder);
            SelfSignedCertificate made = SelfSignedCertificate.make(host);
            PemFiles.writeKey(keyFile, made.key());
            PemFiles.writeCertificate(certificateFile, made.certificate());
        }
        return read(certificateFile, keyFile);
    }

    private static ServerTls of(List<X509Certificate> chain, PrivateKey key)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, IN_MEMORY_PASSWORD);
        keys.setKeyEntry("server", key, IN_MEMORY_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, IN_MEMORY_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new ServerTls(context, chain.getFirst());
    }

    /// Shakes hands with a client that asked for TLS, and returns the socket inside. Closing that
    /// one closes both.
    public SSLSocket accept(Socket socket) throws IOException {
        SSLSocket inner =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        true);
        inner.setUseClientMode(false);
        inner.setEnabledProtocols(PROTOCOLS.toArray(String[]::new));
        inner.startHandshake();
        return inner;
    }

    /// Returns the context, for servers that shake hands themselves.
    public SSLContext context() {
        return context;
    }

    /// Returns the channel binding `tls-server-end-point` (RFC 5929 section 4.1): the certificate's
    /// digest, by the digest of its signature but SHA-256 for weak ones; empty when its signature
    /// names no digest.
    public Optional<byte[]> endPointBinding() {
        String signature = certificate.getSigAlgName().toUpperCase(java.util.Locale.ROOT);
        int with = signature.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        String digest =
                switch (signature.substring(0, with)) {
                    case "MD5", "SHA1", "SHA256" -> "SHA-256";
                    case "SHA384" -> "SHA-384";
                    case "SHA512" -> "SHA-512";
                    default -> "";
                };
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(digest).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate in use can't be encoded", e);
        }
    }
}
