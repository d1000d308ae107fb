package dev.reckon.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.reckon.server.access.AccessPolicy;
import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.server.tls.ServerTls;
import dev.reckon.sql.Database;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Serves HTTP on a port. Safe for use by many threads; owned by who started it.
public final class HttpFrontend implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpFrontend.class.getName());
    private static final int BACKLOG = 1024;
    private static final int STOP_TIMEOUT_SECONDS = 2;

    static {
        // The JDK's server reads these once. Answers leave at once, and a request's head is bounded
        // in lines, bytes and seconds.
        setDefault("sun.net.httpserver.nodelay", "true");
        setDefault("sun.net.httpserver.maxReqHeaders", "100");
        setDefault("sun.net.httpserver.maxReqHeaderSize", "65536");
        setDefault("sun.net.httpserver.maxReqTime", "60");
        setDefault("jdk.httpserver.maxConnections", "2000");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final HttpOptions options;
    private final RequestGuard guard;
    private final Database database;
    private final SqlEndpoint sql;
    private final BackupEndpoint backup;
    private final StaticPages pages = new StaticPages();
    private final ServerMetrics metrics;
    private final Semaphore slots;

    private HttpFrontend(
            HttpServer server,
            Database database,
            AccessPolicy policy,
            HttpOptions options,
            ServerMetrics metrics) {
        this.server = server;
        this.options = options;
        this.metrics = metrics;
        this.guard = new RequestGuard(policy, options.hostNames(), metrics);
        this.database = database;
        this.sql = new SqlEndpoint(database, metrics);
        this.backup = new BackupEndpoint(database);
        this.slots = new Semaphore(options.requestCountMax());
        this.threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http").factory());
    }

    /// Begins to accept requests.
    ///
    /// @throws IOException when the address is taken or not this machine's
    public static HttpFrontend start(
            Database database,
            AccessPolicy policy,
            HttpOptions options,
            Optional<ServerTls> tls,
            ServerMetrics metrics)
            throws IOException {
        HttpServer server;
        if (tls.isPresent()) {
            HttpsServer secure = HttpsServer.create(options.address(), BACKLOG);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls.get().context()));
            server = secure;
        } else {
            server = HttpServer.create(options.address(), BACKLOG);
        }
        var frontend = new HttpFrontend(server, database, policy, options, metrics);
        server.createContext("/", frontend::handle);
        server.setExecutor(frontend.threads);
        server.start();
        return frontend;
    }

    /// Returns where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /// Stops accepting and lets requests that run end, for a short while.
    @Override
    public void close() {
        server.stop(STOP_TIMEOUT_SECONDS);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean failed = true;
        try (exchange) {
            addSafetyHeaders(exchange);
            try {
                guard.checkOrigin(exchange);
                failed = route(exchange) >= 400;
            } catch (HttpStatusException refused) {
                answerError(exchange, refused);
            } catch (RuntimeException | Error failure) {
                LOG.log(System.Logger.Level.ERROR, "internal error", failure);
                metrics.internalError();
                answerError(exchange, new HttpStatusException(500, HttpErrors.of(failure)));
            }
        } finally {
            metrics.httpRequest(failed);
        }
    }

    private int route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        return switch (path) {
            case "/v1/sql" -> {
                checkMethod(exchange, "POST");
                yield sql(exchange);
            }
            case "/v1/backup" -> {
                checkMethod(exchange, "POST");
                checkJson(exchange);
                String user = guard.user(exchange);
                yield answer(exchange, JsonResults.CONTENT_TYPE, backup.run(body(exchange), user));
            }
            case "/v1/token" -> {
                checkMethod(exchange, "POST");
                yield token(exchange);
            }
            case "/health" -> {
                checkMethod(exchange, "GET");
                yield answer(exchange, JsonResults.CONTENT_TYPE, "{\"status\":\"ok\"}\n");
            }
            case "/metrics" -> {
                checkMethod(exchange, "GET");
                guard.user(exchange);
                yield answer(
                        exchange,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.text(database.writeStatistics()));
            }
            default -> {
                checkMethod(exchange, "GET");
                yield pages.answer(exchange, path);
            }
        };
    }

    private int sql(HttpExchange exchange) throws IOException {
        checkJson(exchange);
        String user = guard.user(exchange);
        if (!slots.tryAcquire()) {
            throw new HttpStatusException(
                    503, SqlState.TOO_MANY_CONNECTIONS, "sorry, too many requests already");
        }
        try {
            return sql.run(exchange, SqlRequest.read(body(exchange)), user);
        } finally {
            slots.release();
        }
    }

    private static void checkJson(HttpExchange exchange) {
        String contentType =
                Objects.requireNonNullElse(
                        exchange.getRequestHeaders().getFirst("Content-Type"), "");
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            // A form of a foreign page can't have this type.
            throw new HttpStatusException(
                    415, SqlState.PROTOCOL_VIOLATION, "the body must be of type application/json");
        }
    }

    private InputStream body(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null
                && length.matches("[0-9]{1,18}")
                && Long.parseLong(length) > options.bodyByteCountMax()) {
            throw BoundedStream.tooLong(options.bodyByteCountMax());
        }
        return new BoundedStream(exchange.getRequestBody(), options.bodyByteCountMax());
    }

    private int token(HttpExchange exchange) throws IOException {
        String user = guard.user(exchange);
        String token = guard.tokens().issue(user);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        return answer(
                exchange,
                JsonResults.CONTENT_TYPE,
                "{\"token\":\"%s\",\"expiresInSeconds\":%d}\n"
                        .formatted(token, BearerTokens.LIFETIME_SECONDS));
    }

    private static void checkMethod(HttpExchange exchange, String method) {
        String requested = exchange.getRequestMethod();
        if (!requested.equals(method) && !(method.equals("GET") && requested.equals("HEAD"))) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new HttpStatusException(
                    405, SqlState.FEATURE_NOT_SUPPORTED, "this address takes " + method + " only");
        }
    }

    private static int answer(HttpExchange exchange, String contentType, String text)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        var response = new ResponseStream(exchange);
        response.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        response.finish(200);
        return 200;
    }

    private static void answerError(HttpExchange exchange, HttpStatusException refused)
            throws IOException {
        if (exchange.getResponseCode() != -1) {
            // Half an answer is out: the cut connection is all that can be said.
            throw new IOException("failed after the answer had begun", refused);
        }
        if (refused.status() == 401) {
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Basic realm=\"reckon\", charset=\"UTF-8\"");
        }
        exchange.getResponseHeaders().set("Content-Type", JsonResults.CONTENT_TYPE);
        var response = new ResponseStream(exchange);
        DatabaseException error = refused.error();
        SqlEndpoint.writeError(response, error, "");
        response.finish(refused.status());
    }

    private static void addSafetyHeaders(HttpExchange exchange) {
        var headers = exchange.getResponseHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-cache");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
