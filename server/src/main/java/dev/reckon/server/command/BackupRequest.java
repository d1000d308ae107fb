package dev.reckon.server.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// Asks a running server for a backup: `POST /v1/backup`.
///
/// @param server its HTTP address
record BackupRequest(URI server) {
    private static final String PATH = "/v1/backup";

    /// Returns the number of the last commit in the backup.
    ///
    /// @throws DatabaseException 08006 when the server isn't reached, 58030 for what it says
    long send(Path target, boolean links) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(PATH))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body(target, links)));
        Optional.ofNullable(System.getenv("RECKON_PASSWORD"))
                .ifPresent(password -> request.header("Authorization", basic(password)));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new DatabaseException(
                        SqlState.IO_ERROR,
                        "the server refused: "
                                + member(response.body(), "message").orElse(response.body()));
            }
            return Long.parseLong(member(response.body(), "sequence").orElseThrow());
        } catch (IOException e) {
            throw new DatabaseException(
                    SqlState.CONNECTION_FAILURE, "could not ask " + server + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(SqlState.QUERY_CANCELED, "interrupted", e);
        }
    }

    private static String basic(String password) {
        String user = Optional.ofNullable(System.getenv("RECKON_USER")).orElse("reckon");
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String body(Path target, boolean links) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("to", target.toString());
            json.writeBooleanField("links", links);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// Returns the first member of a name, however deep.
    private static Optional<String> member(String body, String name) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals(name)) {
                    json.nextToken();
                    return Optional.of(json.getText());
                }
            }
        }
        return Optional.empty();
    }
}
