package dev.reckon.server.http;

import com.sun.net.httpserver.HttpExchange;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// The files that come with the server: a fixed list, each read once. Safe for use by many threads.
final class StaticPages {
    /// Nothing from elsewhere, no script in the page itself, nobody may frame it.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Map<String, Page> pages;

    private record Page(String contentType, byte[] bytes) {}

    StaticPages() {
        pages =
                Map.of(
                        "/", read("console.html", "text/html; charset=utf-8"),
                        "/console.css", read("console.css", "text/css; charset=utf-8"),
                        "/console.js", read("console.js", "text/javascript; charset=utf-8"),
                        "/openapi.json", read("openapi.json", JsonResults.CONTENT_TYPE));
    }

    int answer(HttpExchange exchange, String path) throws IOException {
        Page page = pages.get(path);
        if (page == null) {
            throw new HttpStatusException(
                    404, SqlState.UNDEFINED_OBJECT, "there is nothing at \"" + path + "\"");
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", page.contentType);
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Frame-Options", "DENY");
        var response = new ResponseStream(exchange);
        response.write(page.bytes);
        response.finish(200);
        return 200;
    }

    private static Page read(String name, String contentType) {
        try (InputStream in = StaticPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new Page(contentType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
