package dev.reckon.server.run;

import dev.reckon.server.access.AccessPolicy;
import dev.reckon.server.http.HttpFrontend;
import dev.reckon.server.http.HttpOptions;
import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.server.pgwire.PgOptions;
import dev.reckon.server.pgwire.PgServer;
import dev.reckon.server.tls.ServerTls;
import dev.reckon.sql.Database;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A database that both protocols reach. Owns it, and closes it. Safe for use by many threads.
public final class Server implements AutoCloseable {
    /// In the data directory, beside the storage's own files.
    private static final Path TLS_FOLDER = Path.of("tls");

    private final Database database;
    private final PgServer pgServer;
    private final HttpFrontend http;
    private final ServerMetrics metrics;
    private final boolean isEncrypted;

    private Server(
            Database database,
            PgServer pgServer,
            HttpFrontend http,
            ServerMetrics metrics,
            boolean isEncrypted) {
        this.isEncrypted = isEncrypted;
        this.database = database;
        this.pgServer = pgServer;
        this.http = http;
        this.metrics = metrics;
    }

    /// Opens the database and listens; returns when clients can connect.
    ///
    /// @throws DatabaseException F0001 when the directory is in use, F0000 when an option can't be,
    ///   a port is taken or a certificate is unusable, 28000 for a host other than loopback while
    ///   no password is set, or what is wrong with the data
    public static Server start(ServerOptions options) {
        InetAddress host = resolve(options.host());
        Database database =
                options.archive().isPresent()
                        ? Database.open(options.dataDirectory(), options.archive().get())
                        : Database.open(options.dataDirectory());
        try {
            if (!host.isLoopbackAddress() && !database.hasPasswords()) {
                throw new DatabaseException(
                                SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                                "will not listen on " + options.host() + " without a password")
                        .withHint(
                                "Set one first, with: reckon password --data "
                                        + options.dataDirectory());
            }
            return listen(options, host, database);
        } catch (RuntimeException | Error failure) {
            database.close();
            throw failure;
        }
    }

    private static Server listen(ServerOptions options, InetAddress host, Database database) {
        Optional<ServerTls> tls = tls(options, host);
        var metrics = new ServerMetrics();
        var policy = new AccessPolicy(database);
        PgServer pgServer;
        var pgAddress = new InetSocketAddress(host, options.port());
        try {
            pgServer = PgServer.start(database, policy, new PgOptions(pgAddress), tls, metrics);
        } catch (IOException e) {
            throw cannotListen("--port", pgAddress, e);
        }
        var httpAddress = new InetSocketAddress(host, options.httpPort());
        try {
            var httpOptions = new HttpOptions(httpAddress, hostNames(options));
            var http = HttpFrontend.start(database, policy, httpOptions, tls, metrics);
            return new Server(database, pgServer, http, metrics, tls.isPresent());
        } catch (IOException e) {
            pgServer.close();
            throw cannotListen("--http-port", httpAddress, e);
        }
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new DatabaseException(
                    SqlState.CONFIG_FILE_ERROR, "the host \"" + host + "\" is unknown", e);
        }
    }

    private static Optional<ServerTls> tls(ServerOptions options, InetAddress host) {
        Optional<ServerOptions.Encryption> encryption =
                options.encryption()
                        .or(() ->
                                host.isLoopbackAddress()
                                        ? Optional.empty()
                                        : Optional.of(new ServerOptions.Encryption.SelfSigned()));
        if (encryption.isEmpty()) {
            return Optional.empty();
        }
        try {
            return switch (encryption.get()) {
                case ServerOptions.Encryption.None _ -> Optional.empty();
                case ServerOptions.Encryption.SelfSigned _ ->
                        Optional.of(
                                ServerTls.selfSigned(
                                        options.dataDirectory().resolve(TLS_FOLDER),
                                        options.host()));
                case ServerOptions.Encryption.Files(Path certificate, Path key) ->
                        Optional.of(ServerTls.read(certificate, key));
            };
        } catch (IOException | GeneralSecurityException e) {
            throw new DatabaseException(
                    SqlState.CONFIG_FILE_ERROR, "the certificate can't be used: " + e, e);
        }
    }

    private static Set<String> hostNames(ServerOptions options) {
        Set<String> names = new HashSet<>();
        names.add(options.host().toLowerCase(Locale.ROOT));
        options.hostNames().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    private static DatabaseException cannotListen(
            String option, InetSocketAddress address, IOException cause) {
        return new DatabaseException(
                        SqlState.CONFIG_FILE_ERROR,
                        "could not listen on %s:%d: %s"
                                .formatted(
                                        address.getHostString(),
                                        address.getPort(),
                                        cause.getMessage()),
                        cause)
                .withHint(
                        "Is another server running there? Choose another port with "
                                + option
                                + ".");
    }

    /// Returns where the PostgreSQL protocol is served.
    public InetSocketAddress pgAddress() {
        return pgServer.address();
    }

    /// Returns where HTTP is served.
    public InetSocketAddress httpAddress() {
        return http.address();
    }

    /// Returns the database, for use inside this process; borrowed.
    public Database database() {
        return database;
    }

    /// Returns the PostgreSQL protocol's server; borrowed.
    public PgServer pgServer() {
        return pgServer;
    }

    /// Returns whether clients can use TLS, and HTTP does.
    public boolean isEncrypted() {
        return isEncrypted;
    }

    public ServerMetrics metrics() {
        return metrics;
    }

    /// Stops listening, ends the sessions and closes the database: the next start needs no repair.
    @Override
    public void close() {
        try {
            http.close();
            pgServer.close();
        } finally {
            database.close();
        }
    }
}
