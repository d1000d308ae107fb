package dev.reckon.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// `POST /v1/backup` with `{"to": "/directory", "links": false}`: copies the database to a
/// directory of the server's machine; for superusers. Safe for use by many threads.
record BackupEndpoint(Database database) {
    private static final JsonFactory JSON = new JsonFactory();

    /// Returns the answer to a request.
    ///
    /// @throws HttpStatusException for what can't be read or done
    String run(InputStream body, String user) throws IOException {
        String target = "";
        boolean links = false;
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("an object is expected");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "to" -> {
                        if (value != JsonToken.VALUE_STRING) {
                            throw malformed("\"to\" must be a string");
                        }
                        target = json.getText();
                    }
                    case "links" -> {
                        if (!value.isBoolean()) {
                            throw malformed("\"links\" must be true or false");
                        }
                        links = json.getBooleanValue();
                    }
                    default -> throw malformed("unknown member \"" + name + "\"");
                }
            }
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        }
        Path directory = Path.of(target);
        if (!directory.isAbsolute()) {
            throw malformed("\"to\" must be an absolute path");
        }
        try (Session session = database.logIn(user)) {
            return "{\"sequence\":%d}\n".formatted(session.backUp(directory, links));
        } catch (DatabaseException e) {
            throw new HttpStatusException(HttpErrors.status(e.sqlState()), e);
        }
    }

    private static HttpStatusException malformed(String what) {
        return new HttpStatusException(400, SqlState.PROTOCOL_VIOLATION, what);
    }
}
