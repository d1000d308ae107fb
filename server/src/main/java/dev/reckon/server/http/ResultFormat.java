package dev.reckon.server.http;

import dev.reckon.sql.Notice;
import dev.reckon.sql.ResultColumn;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import java.io.IOException;
import java.util.List;

/// Writes results as a client wants to read them. Calls come in this order: for each statement
/// [#begin], [#rows] any number of times, [#end]; then [#close]. An error can come at any time and
/// is the last call. For one thread.
sealed interface ResultFormat permits JsonResults, NdjsonResults, CsvResults {
    /// Begins the result of a statement.
    ///
    /// @param columns empty when it gives no rows
    void begin(List<ResultColumn> columns) throws IOException;

    void rows(Batch batch) throws IOException;

    /// Ends the result of a statement.
    ///
    /// @param tag its command tag; empty for an empty statement
    void end(String tag, List<Notice> notices) throws IOException;

    /// Ends everything.
    void close() throws IOException;

    /// Ends everything, rows already written included, with an error.
    ///
    /// @param statement the text that the error's position is in
    void error(DatabaseException error, String statement) throws IOException;

    /// Returns the number of rows that a command tag counts: 3 of `UPDATE 3`, 0 of `CREATE TABLE`.
    static long rowCount(String tag) {
        String last = tag.substring(tag.lastIndexOf(' ') + 1);
        boolean counts = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return counts ? Long.parseLong(last) : 0;
    }
}
