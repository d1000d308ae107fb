package dev.reckon.server.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a server is told at its start.
///
/// @param dataDirectory the database's directory, made when it is missing
/// @param host the name or address to listen on
/// @param port the PostgreSQL protocol's port; 0 for any free one
/// @param httpPort HTTP's port; 0 for any free one
/// @param hostNames further names by which browsers may know the server
/// @param encryption TLS for both protocols; absent for none on loopback, and for a self-signed
///   certificate elsewhere
/// @param archive where the log is kept for restoring any moment after a backup
public record ServerOptions(
        Path dataDirectory,
        String host,
        int port,
        int httpPort,
        List<String> hostNames,
        Optional<Encryption> encryption,
        Optional<Path> archive) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 5432;
    public static final int DEFAULT_HTTP_PORT = 8432;
    public static final Path DEFAULT_DATA_DIRECTORY = Path.of("reckon-data");

    /// Where the certificate comes from.
    public sealed interface Encryption {
        record None() implements Encryption {}

        /// Made at the first start and kept in the data directory.
        record SelfSigned() implements Encryption {}

        /// PEM files of a certificate chain and of its private key.
        record Files(Path certificate, Path key) implements Encryption {}
    }

    public ServerOptions {
        hostNames = List.copyOf(hostNames);
    }

    /// A server without an archive.
    public ServerOptions(
            Path dataDirectory,
            String host,
            int port,
            int httpPort,
            List<String> hostNames,
            Optional<Encryption> encryption) {
        this(dataDirectory, host, port, httpPort, hostNames, encryption, Optional.empty());
    }

    /// A server on free ports of loopback, for tests and for use inside another process.
    public static ServerOptions onFreePorts(Path dataDirectory) {
        return new ServerOptions(dataDirectory, DEFAULT_HOST, 0, 0, List.of(), Optional.empty());
    }
}
