package dev.reckon.sql;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.bind.CursorRows;
import dev.reckon.sql.procedural.Host;
import dev.reckon.sql.procedural.PlannedSql;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// DECLARE, FETCH, MOVE and CLOSE. For the session's thread.
final class CursorCommands {
    private final Session session;
    private final Map<String, Cursor> cursors = new LinkedHashMap<>();

    /// From where on the present transaction's cursors are, as [OpenResults#mark] counts.
    private long transactionMark;

    /// How many cursors were opened that nobody has named.
    private long unnamedCount;

    CursorCommands(Session session) {
        this.session = session;
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
        String name = declare.name();
        if (known(name).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_CURSOR, "cursor \"" + name + "\" already exists");
        }
        Query query = declare.query();
        int count = Math.max(cached.parameterCount(), parameters.size());
        Planner.CursorPlan planned =
                session.planner().cursorPlan(query, cached.givenTypes(), count);
        var inner =
                new CachedStatement(
                        cached.text(),
                        Optional.of(query),
                        cached.givenTypes(),
                        count,
                        Optional.of(planned.plan()),
                        Optional.empty());
        Cursor cursor =
                opened(
                        query,
                        inner,
                        planned.rows(),
                        parameters,
                        new Opening(
                                name,
                                cached.text(),
                                declare.scroll(),
                                declare.hold(),
                                declare.binary()));
        if (declare.hold()) {
            cursor.readTo(Long.MAX_VALUE);
        }
        if (!session.transaction().isExplicit()) {
            transactionMark = session.results().mark();
        }
        return new Result.Command("DECLARE CURSOR");
    }

    /// What is said of a cursor that is opened.
    private record Opening(
            String name, String text, Optional<Boolean> scroll, boolean hold, boolean binary) {}

    private Cursor opened(
            Query query,
            CachedStatement statement,
            CursorRows keys,
            List<Value> parameters,
            Opening opening) {
        long mark = session.results().mark();
        if (!(session.queries().run(statement, parameters) instanceof RowsResult rows)) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "DECLARE CURSOR must not contain data-modifying statements in WITH");
        }
        boolean scroll =
                query.locking().isEmpty()
                        && (keys.isBackward()
                                || !query.orderBy().isEmpty()
                                || query.body() instanceof Query.Values);
        var cursor =
                new Cursor(
                        new Cursor.Declaration(
                                opening.name,
                                opening.text,
                                opening.scroll.orElse(scroll),
                                opening.hold,
                                opening.binary,
                                mark,
                                session.environment().statementTimestamp()),
                        rows,
                        keys);
        cursors.put(opening.name, cursor);
        return cursor;
    }

    /// Opens a cursor for a procedure, and returns its name.
    ///
    /// @param name empty to make one up
    String open(
            String name,
            Query query,
            CachedStatement statement,
            CursorRows keys,
            List<Value> parameters,
            Optional<Boolean> scroll) {
        String chosen = name;
        while (chosen.isEmpty()) {
            String unnamed = "<unnamed portal " + ++unnamedCount + ">";
            chosen = known(unnamed).isPresent() ? "" : unnamed;
        }
        if (known(chosen).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_CURSOR, "cursor \"" + chosen + "\" already in use");
        }
        session.transaction().use(); // It lasts as long as the transaction does.
        opened(
                query,
                statement,
                keys,
                parameters,
                new Opening(chosen, statement.text(), scroll, false, false));
        return chosen;
    }

    /// Moves a cursor for a procedure, and returns the rows passed.
    Host.FetchedRows fetch(String name, String direction, long count) {
        Cursor cursor = find(name);
        List<Long> numbers =
                switch (direction) {
                    case "NEXT", "FORWARD" ->
                            count < 0 ? cursor.backward(-count) : cursor.forward(count);
                    case "PRIOR", "BACKWARD" ->
                            count < 0 ? cursor.forward(-count) : cursor.backward(count);
                    case "FIRST" -> cursor.absolute(1);
                    case "LAST" -> cursor.absolute(-1);
                    case "ABSOLUTE" -> cursor.absolute(count);
                    case "RELATIVE" -> cursor.relative(count);
                    default -> throw new IllegalStateException(direction);
                };
        var columns =
                cursor.columns().stream()
                        .map(each ->
                                new PlannedSql.Field(each.name(), each.type(), each.modifier()))
                        .toList();
        var rows = new ArrayList<List<Value>>();
        if (!numbers.isEmpty()) {
            Batch batch = cursor.gather(numbers);
            for (int i = 0; i < batch.rowCount(); i++) {
                int row = i;
                rows.add(batch.columns().stream().map(each -> each.value(row)).toList());
            }
        }
        return new Host.FetchedRows(columns, rows);
    }

    /// Closes a cursor.
    void close(String name) {
        find(name).close();
        cursors.remove(name);
    }

    private Optional<Cursor> known(String name) {
        Cursor cursor = cursors.get(name);
        if (cursor != null && !cursor.isUsable()) {
            cursors.remove(name);
            cursor = null;
        }
        return Optional.ofNullable(cursor);
    }

    private Cursor find(String name) {
        return known(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_CURSOR_NAME,
                                "cursor \"" + name + "\" does not exist"));
    }

    /// Returns the cursors that are open.
    Collection<Cursor> all() {
        cursors.values().removeIf(cursor -> !cursor.isUsable());
        return cursors.values();
    }

    List<ResultColumn> columns(SessionStatement.Fetch fetch) {
        return find(fetch.cursor()).columns();
    }

    /// Returns one column of the key of the row that a cursor stands on.
    ///
    /// @throws DatabaseException 34000, 24000
    Value key(String name, long tableOid, String tableName, int index) {
        Cursor cursor = find(name);
        if (cursor.declaration().hold() && cursor.declaration().mark() < transactionMark) {
            throw cursor.wrong("is held from a previous transaction");
        }
        return cursor.key(tableOid, tableName, index);
    }

    Result fetch(SessionStatement.Fetch fetch) {
        Cursor cursor = find(fetch.cursor());
        long count = fetch.count() == SessionStatement.Fetch.ALL ? Long.MAX_VALUE : fetch.count();
        List<Long> rows =
                switch (fetch.direction()) {
                    case FORWARD -> count < 0 ? cursor.backward(-count) : cursor.forward(count);
                    case BACKWARD -> count < 0 ? cursor.forward(-count) : cursor.backward(count);
                    case ABSOLUTE -> cursor.absolute(count);
                    case RELATIVE -> cursor.relative(count);
                };
        String tag = (fetch.move() ? "MOVE " : "FETCH ") + rows.size();
        return fetch.move()
                ? new Result.Command(tag)
                : new FixedRows(
                        cursor.columns(),
                        rows.isEmpty() ? List.of() : List.of(cursor.gather(rows)),
                        tag);
    }

    Result close(SessionStatement.Close close) {
        if (close.cursor().isEmpty()) {
            closeAll();
            return new Result.Command("CLOSE CURSOR ALL");
        }
        close(close.cursor().get());
        return new Result.Command("CLOSE CURSOR");
    }

    /// Forgets the cursors that were declared since a mark.
    void closeSince(long mark) {
        cursors.values()
                .removeIf(cursor -> {
                    boolean isLater = cursor.declaration().mark() >= mark;
                    if (isLater) {
                        cursor.close();
                    }
                    return isLater;
                });
    }

    /// Tells that a transaction ended that nobody began: as [#transactionEnded].
    void implicitTransactionEnded(boolean committed) {
        if (!cursors.isEmpty()) {
            transactionEnded(committed);
        }
    }

    /// Tells that the transaction ended: its cursors are held or gone.
    void transactionEnded(boolean committed) {
        if (!committed) {
            closeSince(transactionMark);
        }
        cursors.values().removeIf(cursor -> !cursor.declaration().hold());
        transactionMark = session.results().mark();
    }

    void closeAll() {
        cursors.values().forEach(Cursor::close);
        cursors.clear();
    }
}
