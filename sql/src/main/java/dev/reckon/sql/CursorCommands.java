package dev.reckon.sql;

import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// DECLARE, FETCH, MOVE and CLOSE. For the session's thread.
final class CursorCommands {
    private final Session session;
    private final Map<String, Cursor> cursors = new LinkedHashMap<>();

    CursorCommands(Session session) {
        this.session = session;
    }

    /// A query whose rows are kept once read, so that it can be gone through in both directions.
    private static final class Cursor {
        private final List<ResultColumn> columns;
        private final Optional<RowsResult> source;
        private final boolean scroll;
        private final List<Batch> batches = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private int rowCount;
        private boolean isComplete;

        /// The row that the cursor stands on: 0 before the first, the number of rows plus 1 after
        /// the last.
        private long position;

        Cursor(RowsResult source, boolean scroll) {
            this.columns = source.columns();
            this.source = Optional.of(source);
            this.scroll = scroll;
        }

        /// Reads until there are so many rows, or no more.
        void readTo(long count) {
            while (!isComplete && rowCount < count) {
                Optional<Batch> next = source.flatMap(RowsResult::next);
                if (next.isEmpty()) {
                    isComplete = true;
                } else {
                    Batch batch = next.get().compact();
                    starts.add(rowCount);
                    batches.add(batch);
                    rowCount += batch.rowCount();
                }
            }
        }

        boolean isUsable() {
            return isComplete || source.filter(rows -> !rows.isClosed()).isPresent();
        }
    }

    Result declare(
            SessionStatement.DeclareCursor declare,
            CachedStatement cached,
            List<Value> parameters) {
        if (!session.transaction().isExplicit() && !declare.hold()) {
            throw new DatabaseException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION,
                    "DECLARE CURSOR can only be used in transaction blocks");
        }
        Cursor known = cursors.get(declare.name());
        if (known != null && known.isUsable()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
        }
        int count = Math.max(cached.parameterCount(), parameters.size());
        QueryPlan plan = session.planner().plan(declare.query(), cached.givenTypes(), count);
        var inner =
                new CachedStatement(
                        cached.text(),
                        Optional.of(declare.query()),
                        cached.givenTypes(),
                        count,
                        Optional.of(plan),
                        Optional.empty());
        if (!(session.queries().run(inner, parameters) instanceof RowsResult rows)) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "DECLARE CURSOR must not contain data-modifying statements in WITH");
        }
        var cursor = new Cursor(rows, declare.scroll().orElse(true));
        if (declare.hold()) {
            cursor.readTo(Long.MAX_VALUE);
        }
        cursors.put(declare.name(), cursor);
        return new Result.Command("DECLARE CURSOR");
    }

    private Cursor find(String name) {
        Cursor cursor = cursors.get(name);
        if (cursor != null && !cursor.isUsable()) {
            cursors.remove(name);
            cursor = null;
        }
        if (cursor == null) {
            throw new DatabaseException(
                    SqlState.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist");
        }
        return cursor;
    }

    List<ResultColumn> columns(SessionStatement.Fetch fetch) {
        return find(fetch.cursor()).columns;
    }

    Result fetch(SessionStatement.Fetch fetch) {
        Cursor cursor = find(fetch.cursor());
        List<Long> rows =
                switch (fetch.direction()) {
                    case FORWARD ->
                            fetch.count() < 0
                                    ? backward(cursor, -fetch.count())
                                    : forward(cursor, fetch.count());
                    case BACKWARD ->
                            fetch.count() < 0
                                    ? forward(cursor, -fetch.count())
                                    : backward(cursor, fetch.count());
                    case ABSOLUTE -> absolute(cursor, fetch.count());
                    case RELATIVE -> absoluteTo(cursor, cursor.position + fetch.count());
                };
        String tag = (fetch.move() ? "MOVE " : "FETCH ") + rows.size();
        if (fetch.move()) {
            return new Result.Command(tag);
        }
        return new FixedRows(
                cursor.columns, rows.isEmpty() ? List.of() : List.of(gather(cursor, rows)), tag);
    }

    private static List<Long> forward(Cursor cursor, long count) {
        if (count == 0) {
            return current(cursor);
        }
        long end = count == SessionStatement.Fetch.ALL ? Long.MAX_VALUE : cursor.position + count;
        cursor.readTo(end);
        var rows = new ArrayList<Long>();
        while (cursor.position < end && cursor.position < cursor.rowCount) {
            rows.add(++cursor.position);
        }
        if (cursor.position < end) {
            cursor.position = cursor.rowCount + 1L;
        }
        return rows;
    }

    private static List<Long> current(Cursor cursor) {
        return cursor.position >= 1 && cursor.position <= cursor.rowCount
                ? List.of(cursor.position)
                : List.of();
    }

    private static void requireScroll(Cursor cursor) {
        if (!cursor.scroll) {
            throw new DatabaseException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "cursor can only scan forward")
                    .withHint("Declare it with SCROLL option to enable backward scan.");
        }
    }

    private static List<Long> backward(Cursor cursor, long count) {
        if (count == 0) {
            return current(cursor);
        }
        requireScroll(cursor);
        var rows = new ArrayList<Long>();
        long left = count;
        while (left > 0 && cursor.position > 1) {
            rows.add(--cursor.position);
            left--;
        }
        if (left > 0) {
            cursor.position = 0;
        }
        return rows;
    }

    private static List<Long> absolute(Cursor cursor, long count) {
        if (count >= 0) {
            return absoluteTo(cursor, count);
        }
        cursor.readTo(Long.MAX_VALUE);
        return absoluteTo(cursor, Math.max(0, cursor.rowCount + 1L + count));
    }

    private static List<Long> absoluteTo(Cursor cursor, long target) {
        if (target < cursor.position) {
            requireScroll(cursor);
        }
        cursor.readTo(target);
        cursor.position = Math.clamp(target, 0, cursor.rowCount + 1L);
        return current(cursor);
    }

    private static Batch gather(Cursor cursor, List<Long> rows) {
        var columns = new ArrayList<ColumnVector>();
        for (int i = 0; i < cursor.columns.size(); i++) {
            var builder = new VectorBuilder(cursor.columns.get(i).type().physical(), rows.size());
            for (long row : rows) {
                int batch = batchOf(cursor, row - 1);
                builder.append(
                        cursor.batches.get(batch).column(i),
                        (int) (row - 1 - cursor.starts.get(batch)));
            }
            columns.add(builder.build());
        }
        return new Batch(columns, rows.size());
    }

    private static int batchOf(Cursor cursor, long row) {
        int batch = cursor.starts.size() - 1;
        while (cursor.starts.get(batch) > row) {
            batch--;
        }
        return batch;
    }

    Result close(SessionStatement.Close close) {
        if (close.cursor().isEmpty()) {
            closeAll();
            return new Result.Command("CLOSE CURSOR ALL");
        }
        Cursor cursor = find(close.cursor().get());
        cursor.source.ifPresent(RowsResult::close);
        cursors.remove(close.cursor().get());
        return new Result.Command("CLOSE CURSOR");
    }

    void closeAll() {
        cursors.values().forEach(cursor -> cursor.source.ifPresent(RowsResult::close));
        cursors.clear();
    }
}
