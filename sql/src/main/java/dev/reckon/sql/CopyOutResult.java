package dev.reckon.sql;

import dev.reckon.sql.copy.CopyColumn;
import dev.reckon.sql.copy.CopyEncoder;
import dev.reckon.sql.copy.CopyOptions;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.storage.batch.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// COPY TO STDOUT under way: a piece of the data for each row, as PostgreSQL sends it.
final class CopyOutResult implements Result.CopyOut {
    private final Session session;
    private final Result.Rows rows;
    private final int columnCount;
    private final boolean binary;
    private final CopyEncoder encoder;
    private final ByteSink sink = new ByteSink(8192);
    private Batch batch = new Batch(List.of(), 0);
    private int next;
    private long rowCount;
    private boolean hasBegun;
    private boolean hasEnded;

    CopyOutResult(
            Session session,
            Result.Rows rows,
            List<CopyColumn> columns,
            CopyOptions options,
            boolean binary) {
        this.session = session;
        this.rows = rows;
        this.columnCount = columns.size();
        this.binary = binary;
        this.encoder = new CopyEncoder(options, columns, session.environment());
    }

    @Override
    public boolean isBinary() {
        return binary;
    }

    @Override
    public int columnCount() {
        return columnCount;
    }

    @Override
    public Optional<byte[]> next() {
        try {
            session.resume();
            return read();
        } catch (RuntimeException | Error e) {
            session.fail();
            throw e;
        }
    }

    private Optional<byte[]> read() {
        sink.truncate(0);
        if (!hasBegun) {
            hasBegun = true;
            encoder.begin(sink);
            if (sink.length() > 0 && !binary) {
                return Optional.of(Arrays.copyOf(sink.bytes(), sink.length()));
            }
        }
        if (next == batch.selectedCount()) {
            Optional<Batch> following = rows.next();
            if (following.isEmpty()) {
                return end();
            }
            batch = following.get();
            next = 0;
        }
        encoder.write(batch, batch.row(next++), sink);
        rowCount++;
        return Optional.of(Arrays.copyOf(sink.bytes(), sink.length()));
    }

    private Optional<byte[]> end() {
        if (hasEnded) {
            return Optional.empty();
        }
        hasEnded = true;
        encoder.end(sink);
        return sink.length() == 0
                ? Optional.empty()
                : Optional.of(Arrays.copyOf(sink.bytes(), sink.length()));
    }

    @Override
    public String tag() {
        return "COPY " + rowCount;
    }

    @Override
    public void close() {
        rows.close();
    }
}
