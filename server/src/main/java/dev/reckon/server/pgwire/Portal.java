package dev.reckon.server.pgwire;

import dev.reckon.sql.Prepared;
import dev.reckon.sql.Result;
import dev.reckon.sql.ResultColumn;
import dev.reckon.sql.Session;
import dev.reckon.sql.function.OpenCursor;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A statement with its parameters, ready to be run, or half-way through its rows. Owns the result.
/// For one thread.
final class Portal implements AutoCloseable {
    private static final Batch NO_ROWS = new Batch(List.of(), 0);

    private final String name;
    private final PreparedText statement;
    private final List<Value> parameters;
    private final ColumnFormats formats;

    private final long createdMicros;

    private Optional<Result> result = Optional.empty();

    /// The rows at hand, of which those before `nextRow` were sent.
    private Batch batch = NO_ROWS;

    private int nextRow;
    private boolean isDone;
    private boolean wasSuspended;

    /// @param createdMicros when, since 2000-01-01 00:00 UTC; 0 for one that is run at once
    Portal(
            String name,
            PreparedText statement,
            List<Value> parameters,
            ColumnFormats formats,
            long createdMicros) {
        this.createdMicros = createdMicros;
        this.name = name;
        this.statement = statement;
        this.parameters = parameters;
        this.formats = formats;
    }

    PreparedText statement() {
        return statement;
    }

    ColumnFormats formats() {
        return formats;
    }

    /// Returns the portal as `pg_cursors` shows it.
    ///
    /// @param now when the statement that runs began
    OpenCursor shown(long now) {
        return new OpenCursor(
                name,
                statement.prepared().text(),
                false,
                false,
                false,
                createdMicros == 0 ? now : createdMicros);
    }

    /// Runs the statement, or goes on with its rows, and says how it ended: by CommandComplete or,
    /// when `rowCountMax` rows were sent, by PortalSuspended.
    ///
    /// @param rowCountMax 0 or less for all
    /// @throws DatabaseException 55000 when it is done and gives no rows
    void execute(
            Session session,
            ClientSocket client,
            ResultWriter results,
            MessageLimits limits,
            int rowCountMax)
            throws IOException {
        if (isDone) {
            completeAgain(results);
            return;
        }
        if (result.isEmpty()) {
            result = Optional.of(session.execute(statement.prepared(), parameters));
        } else {
            session.continueStatement();
        }
        switch (result.get()) {
            case Result.Rows rows -> {
                if (rowCountMax <= 0 && nextRow == 0) {
                    results.all(rows, formats);
                    done(results, rows.tag());
                } else {
                    fetch(rows, client.out(), results, rowCountMax);
                }
            }
            case Result.Command(String tag) -> done(results, tag);
            case Result.CopyIn copy -> done(results, CopyFlow.in(copy, client, limits));
            case Result.CopyOut copy -> done(results, CopyFlow.out(copy, client.out()));
            case Result.Empty _ -> done(results, "");
        }
    }

    private void fetch(Result.Rows rows, BackendMessages out, ResultWriter results, int rowCountMax)
            throws IOException {
        int remaining = rowCountMax <= 0 ? Integer.MAX_VALUE : rowCountMax;
        int sent = 0;
        while (remaining > 0) {
            if (nextRow == batch.selectedCount()) {
                Optional<Batch> next = rows.next();
                nextRow = 0;
                batch = next.orElse(NO_ROWS);
                if (next.isEmpty()) {
                    done(results, wasSuspended ? tagOfPart(rows.tag(), sent) : rows.tag());
                    return;
                }
            }
            int count = Math.min(remaining, batch.selectedCount() - nextRow);
            results.rows(batch, nextRow, nextRow + count, rows.columns(), formats);
            nextRow += count;
            remaining -= count;
            sent += count;
        }
        wasSuspended = true;
        out.portalSuspended();
    }

    /// PostgreSQL counts the rows of the last fetch only.
    private static String tagOfPart(String tag, int rowCount) {
        return tag.startsWith("SELECT ") ? "SELECT " + rowCount : tag;
    }

    private void done(ResultWriter results, String tag) throws IOException {
        close();
        isDone = true;
        results.complete(tag);
    }

    private void completeAgain(ResultWriter results) throws IOException {
        Optional<List<ResultColumn>> columns = statement.prepared().columns();
        if (columns.isEmpty()) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "portal \"" + name + "\" cannot be run");
        }
        results.complete("SELECT 0");
    }

    /// Ends the statement, if it was run.
    @Override
    public void close() {
        result.ifPresent(Result::close);
        result = Optional.empty();
        batch = NO_ROWS;
        nextRow = 0;
    }

    /// A prepared statement and the text that it was made of.
    record PreparedText(Prepared prepared, String text) {}
}
