package dev.reckon.server.pgwire;

import dev.reckon.storage.error.DatabaseException;

/// An error that ends the connection: the client is told with severity FATAL.
final class FatalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DatabaseException error;

    FatalException(DatabaseException error) {
        super(error.getMessage(), error);
        this.error = error;
    }

    /// Returns what the client is told.
    DatabaseException error() {
        return error;
    }
}
