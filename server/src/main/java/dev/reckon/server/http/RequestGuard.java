package dev.reckon.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.reckon.server.access.AccessPolicy;
import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.sql.password.PasswordVerifier;
import dev.reckon.storage.error.SqlState;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Turns away requests that a foreign web page has a browser send, and finds out who sends the
/// others. Safe for use by many threads.
///
/// A page can point a name of its own at this machine (DNS rebinding), so the Host must be
/// `localhost`, an address, or a name that the server was told. A page can send requests across
/// origins, so an Origin must be this server's own.
final class RequestGuard {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+\\]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    /// Whom a client is taken for that proves nothing.
    private static final String TRUSTED_USER = "reckon";

    private static final int PROVEN_COUNT_MAX = 1000;

    private final AccessPolicy policy;
    private final Set<String> hostNames;
    private final ServerMetrics metrics;
    private final BearerTokens tokens = new BearerTokens(System::nanoTime);

    /// A key of digests that nobody else can make.
    private final byte[] secret = new byte[PasswordVerifier.KEY_BYTE_COUNT];

    /// Digests of users, verifiers and passwords that matched, since checking one costs
    /// milliseconds. Guarded by itself.
    private final Map<String, Boolean> proven =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > PROVEN_COUNT_MAX;
                }
            };

    RequestGuard(AccessPolicy policy, Set<String> hostNames, ServerMetrics metrics) {
        this.policy = policy;
        this.hostNames = hostNames;
        this.metrics = metrics;
        new SecureRandom().nextBytes(secret);
    }

    /// Checks where a request comes from.
    ///
    /// @throws HttpStatusException 403, or 400 without a Host
    void checkOrigin(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1) {
            throw new HttpStatusException(
                    400, SqlState.PROTOCOL_VIOLATION, "a request must have one Host");
        }
        String host = hosts.getFirst().toLowerCase(Locale.ROOT);
        String name = PORT.matcher(host).replaceFirst("");
        boolean isKnown =
                name.equals("localhost")
                        || ADDRESS.matcher(name).matches()
                        || hostNames.contains(name);
        if (!isKnown) {
            throw forbidden("this server is not known as \"" + name + "\"");
        }
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            String own = origin.toLowerCase(Locale.ROOT);
            if (!own.equals("http://" + host) && !own.equals("https://" + host)) {
                throw forbidden("requests from other origins are not allowed");
            }
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null
                && (site.equals("cross-site") || site.equals("same-site"))
                && !exchange.getRequestMethod().equals("GET")) {
            throw forbidden("requests from other sites are not allowed");
        }
    }

    /// Returns the user who sends a request.
    ///
    /// @throws HttpStatusException 401, or 429 after too many failures
    String user(HttpExchange exchange) {
        InetAddress peer = exchange.getRemoteAddress().getAddress();
        if (!policy.requiresPassword(peer)) {
            return TRUSTED_USER;
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null) {
            throw unauthorized("this server asks for a user and password");
        }
        int space = authorization.indexOf(' ');
        String scheme = authorization.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT);
        String credentials = authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "basic" -> basic(credentials, peer);
            case "bearer" ->
                    tokens.user(credentials)
                            .orElseThrow(() -> unauthorized("the token is unknown or too old"));
            default -> throw unauthorized("use Basic or Bearer authorization");
        };
    }

    /// Returns the tokens that this guard lets in.
    BearerTokens tokens() {
        return tokens;
    }

    private String basic(String credentials, InetAddress peer) {
        if (policy.throttle().refuses(peer)) {
            throw new HttpStatusException(
                    429,
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "too many failed logins from this address");
        }
        Optional<String> text = decode(credentials);
        int colon = text.map(decoded -> decoded.indexOf(':')).orElse(-1);
        if (colon < 0) {
            throw unauthorized("the Basic authorization is malformed");
        }
        String user = text.orElseThrow().substring(0, colon);
        String password = text.orElseThrow().substring(colon + 1);
        if (!isProven(user, password)) {
            policy.throttle().failed(peer);
            metrics.failedLogin();
            throw unauthorized("password authentication failed for user \"" + user + "\"");
        }
        policy.throttle().succeeded(peer);
        return user;
    }

    private boolean isProven(String user, String password) {
        if (password.isEmpty()) {
            return false;
        }
        PasswordVerifier verifier = policy.verifier(user);
        String digest =
                Base64.getEncoder()
                        .encodeToString(
                                PasswordVerifier.hmac(
                                        secret,
                                        (user + "\0" + verifier + "\0" + password)
                                                .getBytes(UTF_8)));
        synchronized (proven) {
            if (proven.containsKey(digest)) {
                return true;
            }
        }
        boolean matches = verifier.matches(password);
        if (matches) {
            synchronized (proven) {
                proven.put(digest, true);
            }
        }
        return matches;
    }

    private static Optional<String> decode(String credentials) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(credentials), UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static HttpStatusException forbidden(String message) {
        return new HttpStatusException(403, SqlState.INSUFFICIENT_PRIVILEGE, message);
    }

    private static HttpStatusException unauthorized(String message) {
        return new HttpStatusException(401, SqlState.INVALID_PASSWORD, message);
    }
}
