package dev.reckon.sql;

import dev.reckon.sql.bind.CursorRows;
import dev.reckon.sql.bind.CursorRows.TableKey;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A query whose rows are kept once read, so that it can be gone through in both directions. For
/// the session's thread.
final class Cursor {
    private final Declaration declaration;
    private final RowsResult source;
    private final CursorRows keys;
    private final List<Batch> batches = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private int rowCount;
    private boolean isComplete;
    private boolean isFailed;

    /// The row that the cursor stands on: 0 before the first, the number of rows plus 1 after the
    /// last.
    private long position;

    /// What DECLARE said.
    ///
    /// @param text the statement
    /// @param mark when it was declared, as [OpenResults#mark] counts
    /// @param created microseconds since 2000-01-01 00:00 UTC
    record Declaration(
            String name,
            String text,
            boolean scroll,
            boolean hold,
            boolean binary,
            long mark,
            long created) {}

    Cursor(Declaration declaration, RowsResult source, CursorRows keys) {
        this.declaration = declaration;
        this.source = source;
        this.keys = keys;
    }

    Declaration declaration() {
        return declaration;
    }

    List<ResultColumn> columns() {
        return source.columns();
    }

    /// Reads until there are so many rows, or no more.
    void readTo(long count) {
        if (isFailed) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "portal \"" + declaration.name + "\" cannot be run");
        }
        while (!isComplete && rowCount < count) {
            Optional<Batch> next;
            try {
                next = source.next();
            } catch (RuntimeException | Error e) {
                isFailed = true;
                throw e;
            }
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
        return isComplete || isFailed || !source.isClosed();
    }

    void close() {
        source.close();
    }

    /// Goes forward and returns the numbers of the rows passed.
    List<Long> forward(long count) {
        if (count == 0) {
            return again();
        }
        boolean all = count == Long.MAX_VALUE || position > Long.MAX_VALUE - count;
        long end = all ? Long.MAX_VALUE : position + count;
        readTo(end);
        var rows = new ArrayList<Long>();
        while (position < end && position < rowCount) {
            rows.add(++position);
        }
        if (position < end) {
            position = rowCount + 1L;
        }
        return rows;
    }

    /// Goes backward and returns the numbers of the rows passed.
    List<Long> backward(long count) {
        if (count == 0) {
            return again();
        }
        requireScroll();
        var rows = new ArrayList<Long>();
        long left = count;
        while (left > 0 && position > 1) {
            rows.add(--position);
            left--;
        }
        if (left > 0) {
            position = 0;
        }
        return rows;
    }

    /// Goes to a row; negative numbers count from the end.
    List<Long> absolute(long count) {
        if (count < 0) {
            readTo(Long.MAX_VALUE);
            return to(Math.max(0, rowCount + 1L + count));
        }
        return to(count);
    }

    /// Goes so many rows on.
    List<Long> relative(long count) {
        return count == 0 ? again() : to(position + count);
    }

    private List<Long> to(long target) {
        if (target <= position && position > 0) {
            requireScroll();
        }
        readTo(target);
        position = Math.clamp(target, 0, rowCount + 1L);
        return current();
    }

    private List<Long> again() {
        List<Long> current = current();
        if (!current.isEmpty()) {
            requireScroll();
        }
        return current;
    }

    private List<Long> current() {
        return isOnRow() ? List.of(position) : List.of();
    }

    private boolean isOnRow() {
        return position >= 1 && position <= rowCount;
    }

    private void requireScroll() {
        if (!declaration.scroll) {
            throw new DatabaseException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "cursor can only scan forward")
                    .withHint("Declare it with SCROLL option to enable backward scan.");
        }
    }

    /// Returns rows by their numbers, from 1.
    Batch gather(List<Long> rows) {
        var gathered = new ArrayList<ColumnVector>();
        for (int i = 0; i < columns().size(); i++) {
            var builder = new VectorBuilder(columns().get(i).type().physical(), rows.size());
            for (long row : rows) {
                int batch = batchOf(row - 1);
                builder.append(batches.get(batch).column(i), (int) (row - 1 - starts.get(batch)));
            }
            gathered.add(builder.build());
        }
        return new Batch(gathered, rows.size());
    }

    private int batchOf(long row) {
        int batch = starts.size() - 1;
        while (starts.get(batch) > row) {
            batch--;
        }
        return batch;
    }

    /// Returns a column of the key of the row that it stands on.
    ///
    /// @throws DatabaseException 24000 when the cursor stands on no row of the table
    Value key(long tableOid, String tableName, int index) {
        TableKey key = tableKey(tableOid, tableName);
        if (!isOnRow()) {
            throw wrong("is not positioned on a row");
        }
        int batch = batchOf(position - 1);
        return batches.get(batch)
                .column(key.firstColumn() + index)
                .value((int) (position - 1 - starts.get(batch)));
    }

    private TableKey tableKey(long tableOid, String tableName) {
        List<TableKey> fitting =
                keys.tables().stream().filter(each -> each.tableOid() == tableOid).toList();
        if (keys.tables().stream().anyMatch(TableKey::locked)) {
            List<TableKey> locked = fitting.stream().filter(TableKey::locked).toList();
            if (locked.size() != 1) {
                throw wrong(
                        (locked.isEmpty() ? "does not have a" : "has multiple")
                                + " FOR UPDATE/SHARE reference"
                                + (locked.isEmpty() ? "" : "s")
                                + " to table \""
                                + tableName
                                + "\"");
            }
            return locked.getFirst();
        }
        if (fitting.size() != 1 || !keys.isPlainScan()) {
            throw wrong("is not a simply updatable scan of table \"" + tableName + "\"");
        }
        return fitting.getFirst();
    }

    /// Returns the error that it cannot serve WHERE CURRENT OF.
    DatabaseException wrong(String why) {
        return new DatabaseException(
                SqlState.INVALID_CURSOR_STATE, "cursor \"" + declaration.name + "\" " + why);
    }
}
