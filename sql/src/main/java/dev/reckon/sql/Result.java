package dev.reckon.sql;

import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// What a statement gives back. For the session's thread, until the next statement runs in the
/// session (a portal's rows excepted: until it is closed or the transaction ends).
public sealed interface Result extends AutoCloseable
        permits Result.Rows, Result.Command, Result.CopyIn, Result.CopyOut, Result.Empty {
    /// Ends the statement, whether or not everything was read.
    @Override
    default void close() {}

    /// Rows of a query, of RETURNING, SHOW or EXPLAIN.
    non-sealed interface Rows extends Result {
        List<ResultColumn> columns();

        /// Returns the next rows, at least one selected; empty at the end.
        Optional<Batch> next();

        /// Returns the command tag, right after the last row was read: `SELECT 3`, `INSERT 0 1`.
        String tag();
    }

    /// A statement without rows that is done.
    ///
    /// @param tag as the protocol reports it: `CREATE TABLE`, `UPDATE 3`
    record Command(String tag) implements Result {}

    /// COPY FROM STDIN: the caller feeds it.
    non-sealed interface CopyIn extends Result {
        /// Returns whether the data is in the binary format.
        boolean isBinary();

        int columnCount();

        /// Ends the statement with 57014 when it was cancelled, or its time is over: for who waits
        /// for the data.
        void checkCancelled();

        /// Takes the next bytes of the data, cut anywhere.
        void write(byte[] bytes, int offset, int length);

        /// Ends the data and the statement, and returns the command tag.
        String finish();
    }

    /// COPY TO STDOUT: the caller drains it.
    non-sealed interface CopyOut extends Result {
        boolean isBinary();

        int columnCount();

        /// Returns the next piece of the data, one row or several whole ones; empty at the end.
        Optional<byte[]> next();

        /// Returns the command tag, right after the last piece.
        String tag();
    }

    /// An empty statement.
    record Empty() implements Result {}
}
