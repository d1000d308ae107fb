package dev.reckon.sql;

import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// The rows of a running query.
final class RowsResult implements Result.Rows {
    private final Session session;
    private final List<ResultColumn> columns;
    private final QueryRunner.Execution execution;
    private long rowCount;
    private boolean isClosed;

    RowsResult(Session session, QueryRunner.Execution execution, List<ResultColumn> columns) {
        this.session = session;
        this.execution = execution;
        this.columns = columns;
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public Optional<Batch> next() {
        if (isClosed) {
            return Optional.empty();
        }
        try {
            session.resume();
            session.environment().checkCancelled();
            Optional<Batch> batch = execution.operator().next();
            if (batch.isPresent()) {
                rowCount += batch.get().selectedCount();
            } else {
                close();
            }
            return batch;
        } catch (RuntimeException | Error e) {
            session.fail();
            throw e;
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public String tag() {
        return "SELECT " + rowCount;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            session.results().remove(this);
            execution.close();
        }
    }
}
