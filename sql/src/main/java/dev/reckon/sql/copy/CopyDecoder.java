package dev.reckon.sql.copy;

import dev.reckon.sql.function.Environment;
import java.util.List;
import java.util.Optional;

/// Makes batches of the bytes of COPY FROM. For one thread.
public sealed interface CopyDecoder permits TextDecoder, CsvDecoder, BinaryDecoder {
    /// Makes a decoder.
    ///
    /// @param relation the table's name, for errors
    static CopyDecoder of(
            CopyOptions options,
            String relation,
            List<CopyColumn> columns,
            Environment environment) {
        var rows = new RowCollector(relation, columns, environment);
        return switch (options.format()) {
            case TEXT -> new TextDecoder(options, rows);
            case CSV -> new CsvDecoder(options, rows);
            case BINARY -> new BinaryDecoder(rows);
        };
    }

    /// Takes the next bytes, cut anywhere. The caller takes batches after each call.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22P04 and what the types' input throws,
    ///   with line and column in the field `where`
    void write(byte[] bytes, int offset, int length);

    /// Tells that no bytes follow.
    void finish();

    /// Returns rows that are complete.
    ///
    /// @param rest whether to return a batch of fewer than the usual number of rows
    Optional<DecodedRows> take(boolean rest);

    /// Returns what the field `where` of an error says of a line.
    String where(long lineNumber);
}
