package dev.reckon.server.http;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// A request that is refused before, or without, running SQL, with the status that says why.
final class HttpStatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final DatabaseException error;

    HttpStatusException(int status, SqlState sqlState, String message) {
        this(status, new DatabaseException(sqlState, message));
    }

    HttpStatusException(int status, DatabaseException error) {
        super(error.getMessage(), error);
        this.status = status;
        this.error = error;
    }

    int status() {
        return status;
    }

    DatabaseException error() {
        return error;
    }
}
