package dev.reckon.server.pgwire;

import dev.reckon.sql.Notice;
import dev.reckon.sql.Result;
import dev.reckon.sql.ResultColumn;
import dev.reckon.sql.Session;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Writes what statements give back. Rows go straight from the vectors into the connection's
/// buffer: no object for a row or a value. For one thread.
final class ResultWriter {
    private static final int NULL_LENGTH = -1;

    private final BackendMessages out;
    private final Session session;
    private final Environment environment;
    private long statementCount;

    ResultWriter(BackendMessages out, Session session) {
        this.out = out;
        this.session = session;
        this.environment = session.environment();
    }

    /// Writes all rows of a result.
    void all(Result.Rows rows, ColumnFormats formats) throws IOException {
        List<ResultColumn> columns = rows.columns();
        Optional<Batch> batch = rows.next();
        while (batch.isPresent()) {
            rows(batch.get(), 0, batch.get().selectedCount(), columns, formats);
            batch = rows.next();
        }
    }

    /// Writes the selected rows `from` (inclusive) to `end` (exclusive) of a batch, each a DataRow.
    void rows(Batch batch, int from, int end, List<ResultColumn> columns, ColumnFormats formats)
            throws IOException {
        int columnCount = columns.size();
        for (int index = from; index < end; index++) {
            int row = batch.row(index);
            ByteSink body = out.begin('D');
            body.writeShort(columnCount);
            for (int i = 0; i < columnCount; i++) {
                ColumnVector vector = batch.column(i);
                if (vector.isNull(row)) {
                    body.writeInt(NULL_LENGTH);
                    continue;
                }
                int start = body.length();
                body.writeInt(0);
                if (formats.isBinary(i)) {
                    ValueFormat.writeBinary(vector, row, columns.get(i).type(), environment, body);
                } else {
                    ValueFormat.writeText(vector, row, columns.get(i).type(), environment, body);
                }
                body.setInt(start, body.length() - start - Integer.BYTES);
            }
            out.end();
        }
    }

    /// Ends a statement: its notices, then CommandComplete, or EmptyQueryResponse for no tag.
    void complete(String tag) throws IOException {
        notices();
        statementCount++;
        if (tag.isEmpty()) {
            out.emptyQueryResponse();
        } else {
            out.commandComplete(tag);
        }
    }

    /// Writes the notices that have come up.
    void notices() throws IOException {
        for (Notice notice : session.takeNotices()) {
            ErrorMessages.notice(out, notice);
        }
    }

    /// Returns the number of statements completed so far.
    long statementCount() {
        return statementCount;
    }
}
