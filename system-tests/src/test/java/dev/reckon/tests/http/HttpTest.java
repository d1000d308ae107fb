package dev.reckon.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.ServerFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpTest {
    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void statementIsAnsweredWithColumnsAndRows() throws Exception {
        HttpResponse<String> response =
                sql("{\"sql\": \"SELECT $1::int + 1 AS n, $2 AS t\", \"params\": [41, \"é\"]}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo(
                        """
                        {"columns":[{"name":"n","type":"integer"},{"name":"t","type":"text"}],\
                        "rows":[[42,"é"]],"rowCount":1,"command":"SELECT 1"}\
                        """);
    }

    @Test
    void numbersAreExactOrStrings() throws Exception {
        HttpResponse<String> response =
                sql(
                        """
                        {"sql": "SELECT 9007199254740991, 9007199254740992, -9007199254740992, \
                        1.50, 123456789012345.6, 'NaN'::float8, 0.1::float8, 1e300::float8, true, NULL"}
                        """);
        assertThat(response.body())
                .contains(
                        """
                        "rows":[[9007199254740991,"9007199254740992","-9007199254740992",1.50,\
                        "123456789012345.6","NaN",0.1,1e+300,true,null]]\
                        """);
    }

    @Test
    void arraysAndJsonAreJson() throws Exception {
        HttpResponse<String> response =
                sql(
                        """
                        {"sql": "SELECT $1::int[], $2::text[], $3::json, ARRAY[[true],[false]]",
                         "params": [[1, null], ["a\\"b", "c,d"], {"k": [1, "x"]}]}
                        """);
        assertThat(response.body())
                .contains(
                        """
                        "rows":[[[1,null],["a\\"b","c,d"],{"k":[1,"x"]},[[true],[false]]]]\
                        """);
    }

    @Test
    void commandIsAnsweredWithItsCount() throws Exception {
        sql("{\"sql\": \"CREATE TABLE commanded (id int PRIMARY KEY)\"}");
        assertThat(sql("{\"sql\": \"INSERT INTO commanded VALUES (1), (2)\"}").body())
                .isEqualTo(
                        """
                        {"columns":[],"rows":[],"rowCount":2,"command":"INSERT 0 2"}\
                        """);
    }

    @Test
    void batchIsOneTransaction() throws Exception {
        sql("{\"sql\": \"CREATE TABLE batch (id int PRIMARY KEY)\"}");
        HttpResponse<String> failed =
                sql(
                        """
                        {"statements": ["INSERT INTO batch VALUES (1)", {"sql": "SELECT 1/$1", "params": [0]}]}
                        """);
        assertThat(failed.statusCode()).isEqualTo(400);
        assertThat(failed.body()).startsWith("{\"error\":{").contains("\"code\":\"22012\"");
        assertThat(sql("{\"sql\": \"SELECT count(*) FROM batch\"}").body())
                .contains("\"rows\":[[0]]");

        HttpResponse<String> done =
                sql(
                        """
                        {"statements": ["INSERT INTO batch VALUES (1)", "SELECT id FROM batch"]}
                        """);
        assertThat(done.body())
                .startsWith("{\"results\":[{")
                .contains("\"command\":\"INSERT 0 1\"", "\"rows\":[[1]]");
    }

    @Test
    void errorHasPostgresFields() throws Exception {
        HttpResponse<String> response = sql("{\"sql\": \"SELECT '😀' || nope\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo(
                        """
                        {"error":{"severity":"ERROR","code":"42703",\
                        "message":"column \\"nope\\" does not exist","position":15}}\
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | 08P01 | not json",
                "400 | 08P01 | {}",
                "400 | 42601 | {\"sql\": \"SELEC\"}",
                "400 | 42P01 | {\"sql\": \"SELECT * FROM nowhere\"}",
                "400 | 08P01 | {\"sql\": \"SELECT $1\", \"params\": []}",
                "400 | 22P02 | {\"sql\": \"SELECT $1::int\", \"params\": [\"x\"]}",
                "501 | 0A000 | {\"sql\": \"BEGIN\"}",
                "501 | 0A000 | {\"sql\": \"COPY (SELECT 1) TO STDOUT\"}",
            })
    void wrongRequestIsExplained(int status, String sqlState, String body) throws Exception {
        HttpResponse<String> response = sql(body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + sqlState + "\"");
    }

    @Test
    void conflictIsAConflict() throws Exception {
        sql("{\"sql\": \"CREATE TABLE twice (id int PRIMARY KEY)\"}");
        sql("{\"sql\": \"INSERT INTO twice VALUES (1)\"}");
        HttpResponse<String> response = sql("{\"sql\": \"INSERT INTO twice VALUES (1)\"}");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("\"code\":\"23505\"", "\"constraint\":\"twice_pkey\"");
    }

    @Test
    void linesAreAnsweredWhenAskedFor() throws Exception {
        String body = "{\"sql\": \"SELECT i AS n, NULL AS x FROM generate_series(1, 3) AS i\"}";
        assertThat(sql(body, "application/x-ndjson").body())
                .isEqualTo(
                        """
                        {"n":1,"x":null}
                        {"n":2,"x":null}
                        {"n":3,"x":null}
                        """);
        assertThat(
                        sql(
                                        "{\"sql\": \"SELECT 1 AS a, 'x,\\\"y' AS b, '' AS c, NULL AS d\"}",
                                        "text/csv")
                                .body())
                .isEqualTo("a,b,c,d\n1,\"x,\"\"y\",\"\",\n");
    }

    @Test
    void longAnswerArrivesWhole() throws Exception {
        String body =
                "{\"sql\": \"SELECT i, repeat('x', 50) FROM generate_series(1, 50000) AS i\"}";
        String json = sql(body).body();
        assertThat(json)
                .endsWith("]],\"rowCount\":50000,\"command\":\"SELECT 50000\"}".substring(1));
        assertThat(json).contains("[50000,\"xxx");
        assertThat(sql(body, "text/csv").body()).hasLineCount(50_001);
    }

    @Test
    void failureAfterRowsWereSentIsToldAtTheEnd() throws Exception {
        String body =
                "{\"sql\": \"SELECT i, 1 / (50000 - i) FROM generate_series(1, 60000) AS i\"}";
        String json = sql(body).body();
        assertThat(json).startsWith("{\"columns\":").endsWith("}}").contains("\"code\":\"22012\"");
        String lines = sql(body, "application/x-ndjson").body();
        assertThat(lines.lines().reduce("", (_, line) -> line)).startsWith("{\"error\":{");
    }

    @Test
    void foreignPagesAreTurnedAway() throws Exception {
        String body = "{\"sql\": \"SELECT 1\"}";
        String wrongHost = raw("POST /v1/sql", "evil.example", "", body);
        assertThat(wrongHost).startsWith("HTTP/1.1 403");
        assertThat(raw("GET /health", "evil.example", "", "")).startsWith("HTTP/1.1 403");
        assertThat(raw("POST /v1/sql", "localhost", "Origin: http://evil.example\r\n", body))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("POST /v1/sql", "localhost", "Origin: null\r\n", body))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("POST /v1/sql", "localhost", "Sec-Fetch-Site: cross-site\r\n", body))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("POST /v1/sql", "localhost:1", "Origin: http://localhost:1\r\n", body))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("POST /v1/sql", "[::1]:80", "", body)).startsWith("HTTP/1.1 200");
        HttpRequest form =
                HttpRequest.newBuilder(uri("/v1/sql"))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        assertThat(client.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
    }

    @Test
    void tooLongBodyIsRefusedUnread() throws Exception {
        try (var socket =
                new Socket(SERVER.httpAddress().getAddress(), SERVER.httpAddress().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    """
                    POST /v1/sql HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: 999999999\r
                    \r
                    """
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] start = socket.getInputStream().readNBytes(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void healthMetricsAndDescriptionAreThere() throws Exception {
        assertThat(get("/health").body()).isEqualTo("{\"status\":\"ok\"}\n");
        assertThat(get("/metrics").body())
                .contains("# TYPE reckon_http_requests_total counter", "\nreckon_pg_connections ")
                .contains("\nreckon_written_bytes_total{cause=\"log\"} ");
        HttpResponse<String> description = get("/openapi.json");
        assertThat(description.body()).contains("\"openapi\": \"3.1.0\"");
        assertThat(description.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        HttpResponse<String> console = get("/");
        assertThat(console.body())
                .startsWith("<!doctype html>")
                .doesNotContain("<script>", "style=");
        assertThat(get("/console.js").statusCode()).isEqualTo(200);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/v1/sql").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> sql(String body) throws IOException, InterruptedException {
        return sql(body, "*/*");
    }

    private HttpResponse<String> sql(String body, String accept)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/v1/sql"))
                        .header("Content-Type", "application/json")
                        .header("Accept", accept)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + SERVER.httpAddress().getPort() + path);
    }

    /// Sends a request with headers that an HTTP client would not let pass.
    private static String raw(String request, String host, String headers, String body)
            throws IOException {
        try (var socket =
                new Socket(SERVER.httpAddress().getAddress(), SERVER.httpAddress().getPort())) {
            String text =
                    request
                            + " HTTP/1.1\r\nHost: "
                            + host
                            + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                            + headers
                            + "Content-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
