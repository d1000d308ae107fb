package dev.reckon.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.DiskErrors;
import java.io.IOException;
import java.util.Objects;

/// Errors as HTTP has them: a status, and PostgreSQL's fields in JSON.
final class HttpErrors {
    private HttpErrors() {}

    /// Returns the status that fits an error of SQL.
    static int status(SqlState state) {
        String code = state.code();
        return switch (state) {
            case FEATURE_NOT_SUPPORTED -> 501;
            case INSUFFICIENT_PRIVILEGE, READ_ONLY_SQL_TRANSACTION -> 403;
            case QUERY_CANCELED -> 504;
            default ->
                    switch (code.substring(0, 2)) {
                        case "23", "40" -> 409;
                        case "28" -> 401;
                        case "53", "57" -> 503;
                        case "58", "F0", "XX" -> 500;
                        default -> 400;
                    };
        };
    }

    /// Returns what a client is told of any failure: a bug is XX000.
    static DatabaseException of(Throwable failure) {
        return switch (failure) {
            case DatabaseException error -> error;
            case HttpStatusException refused -> refused.error();
            case StackOverflowError _ ->
                    new DatabaseException(
                            SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded", failure);
            case InternalError page -> DiskErrors.asDatabaseException(page);
            case OutOfMemoryError _ ->
                    new DatabaseException(SqlState.OUT_OF_MEMORY, "out of memory", failure);
            default ->
                    new DatabaseException(
                                    SqlState.INTERNAL_ERROR, "internal error: " + failure, failure)
                            .withHint("This is a bug: please report it with the statement.");
        };
    }

    /// Writes an error as an object: `{"severity": "ERROR", "code": "42P01", "message": …}`.
    ///
    /// @param statement the text that its position is in
    static void write(JsonGenerator json, DatabaseException error, String statement)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", "ERROR");
        json.writeStringField("code", error.code());
        json.writeStringField("message", Objects.requireNonNullElse(error.getMessage(), ""));
        for (var field : error.fields().entrySet()) {
            String name =
                    switch (field.getKey()) {
                        case DETAIL -> "detail";
                        case HINT -> "hint";
                        case WHERE -> "where";
                        case INTERNAL_QUERY -> "internalQuery";
                        case INTERNAL_POSITION -> "internalPosition";
                        case SCHEMA -> "schema";
                        case TABLE -> "table";
                        case COLUMN -> "column";
                        case DATA_TYPE -> "dataType";
                        case CONSTRAINT -> "constraint";
                        case ROUTINE -> "routine";
                    };
            json.writeStringField(name, field.getValue());
        }
        if (error.position().isPresent()) {
            int end = Math.min(error.position().getAsInt(), statement.length());
            json.writeNumberField("position", statement.codePointCount(0, end) + 1);
        }
        json.writeEndObject();
    }
}
