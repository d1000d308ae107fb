package dev.reckon.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reckon.sql.Notice;
import dev.reckon.sql.ResultColumn;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Comma-separated values as PostgreSQL's COPY writes them (RFC 4180): a line of names, a line for
/// each row, NULL as nothing and the empty text in quotes. Without rows there is nothing. A failure
/// after rows were sent cuts the connection, since CSV has no way to say it.
final class CsvResults implements ResultFormat {
    static final String CONTENT_TYPE = "text/csv; charset=utf-8";

    private static final int BUFFER_BYTE_COUNT = 16 << 10;

    private final OutputStream out;
    private final Environment environment;
    private final ByteSink lines = new ByteSink(BUFFER_BYTE_COUNT + 1024);
    private final ByteSink scratch = new ByteSink(256);
    private List<ResultColumn> columns = List.of();

    CsvResults(OutputStream out, Environment environment) {
        this.out = out;
        this.environment = environment;
    }

    @Override
    public void begin(List<ResultColumn> newColumns) throws IOException {
        columns = newColumns;
        for (int i = 0; i < newColumns.size(); i++) {
            separate(i);
            byte[] name = newColumns.get(i).name().getBytes(UTF_8);
            field(name, name.length);
        }
        if (!newColumns.isEmpty()) {
            endLine();
        }
    }

    @Override
    public void rows(Batch batch) throws IOException {
        for (int index = 0; index < batch.selectedCount(); index++) {
            int row = batch.row(index);
            for (int i = 0; i < columns.size(); i++) {
                separate(i);
                ColumnVector vector = batch.column(i);
                if (!vector.isNull(row)) {
                    scratch.truncate(0);
                    ValueFormat.writeText(vector, row, columns.get(i).type(), environment, scratch);
                    field(scratch.bytes(), scratch.length());
                }
            }
            endLine();
        }
    }

    @Override
    public void end(String tag, List<Notice> notices) throws IOException {
        flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    @Override
    public void error(DatabaseException error, String statement) throws IOException {
        throw new IOException("the statement failed after rows were sent", error);
    }

    private void separate(int column) {
        if (column > 0) {
            lines.writeByte(',');
        }
    }

    private void field(byte[] bytes, int byteCount) {
        if (!needsQuotes(bytes, byteCount)) {
            lines.writeBytes(bytes, 0, byteCount);
            return;
        }
        lines.writeByte('"');
        for (int i = 0; i < byteCount; i++) {
            if (bytes[i] == '"') {
                lines.writeByte('"');
            }
            lines.writeByte(bytes[i]);
        }
        lines.writeByte('"');
    }

    private static boolean needsQuotes(byte[] bytes, int byteCount) {
        if (byteCount == 0) {
            return true;
        }
        for (int i = 0; i < byteCount; i++) {
            switch (bytes[i]) {
                case '"', ',', '\n', '\r' -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    private void endLine() throws IOException {
        lines.writeByte('\n');
        if (lines.length() >= BUFFER_BYTE_COUNT) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(lines.bytes(), 0, lines.length());
        lines.truncate(0);
    }
}
