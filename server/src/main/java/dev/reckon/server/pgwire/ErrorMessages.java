package dev.reckon.server.pgwire;

import dev.reckon.sql.Notice;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.DiskErrors;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalInt;

/// ErrorResponse and NoticeResponse: an exception as the protocol's fields.
final class ErrorMessages {
    private ErrorMessages() {}

    /// Writes an ErrorResponse of severity ERROR.
    ///
    /// @param text the text that the client sent
    /// @param offset where the failed statement begins in it, in `char`s
    static void error(BackendMessages out, DatabaseException error, String text, int offset)
            throws IOException {
        write(out, 'E', "ERROR", error, text, offset);
    }

    /// Writes the ErrorResponse that ends a connection.
    static void fatal(BackendMessages out, DatabaseException error) throws IOException {
        write(out, 'E', "FATAL", error, "", 0);
    }

    static void notice(BackendMessages out, Notice notice) throws IOException {
        write(out, 'N', notice.severity(), notice.message(), "", 0);
    }

    /// Returns what a client is told of any failure: a bug is XX000.
    static DatabaseException of(Throwable failure) {
        return switch (failure) {
            case DatabaseException error -> error;
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

    private static void write(
            BackendMessages out,
            char type,
            String severity,
            DatabaseException error,
            String text,
            int offset)
            throws IOException {
        ByteSink body = out.begin(type);
        field(body, 'S', severity);
        field(body, 'V', severity);
        field(body, 'C', error.code());
        field(body, 'M', Objects.requireNonNullElse(error.getMessage(), ""));
        error.fields().forEach((name, value) -> field(body, name.letter(), value));
        OptionalInt position = error.position();
        if (position.isPresent()) {
            int end = Math.min(offset + position.getAsInt(), text.length());
            // The protocol counts characters from 1, where Java counts UTF-16 units from 0.
            field(body, 'P', Integer.toString(text.codePointCount(0, end) + 1));
        }
        body.writeByte(0);
        out.end();
    }

    private static void field(ByteSink body, char letter, String text) {
        body.writeByte(letter);
        BackendMessages.writeString(body, text);
    }
}
