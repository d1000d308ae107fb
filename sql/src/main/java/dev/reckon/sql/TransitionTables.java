package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.execute.TransitionTable;
import dev.reckon.sql.execute.TriggerEvent;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.schema.ColumnSchema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/// The tables that the functions of triggers read the changed rows from, while the functions are
/// called. For the session's thread.
final class TransitionTables {
    /// The triggers whose functions are being called, innermost first.
    private final Deque<TriggerEvent> events = new ArrayDeque<>();

    /// A transition table as queries read it: the one of that name of the innermost call when the
    /// query runs.
    private record Given(String name, List<ColumnSchema> columns, TransitionTables tables)
            implements SystemTable {
        @Override
        public String schema() {
            return "";
        }

        @Override
        public int oid() {
            return 0;
        }

        @Override
        public boolean isView() {
            return false;
        }

        @Override
        public Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment) {
            return tables.rows(name);
        }
    }

    /// Calls a function, whose statements find the transition tables of an event.
    <T> T with(TriggerEvent event, Supplier<T> call) {
        events.push(event);
        try {
            return call.get();
        } finally {
            events.pop();
        }
    }

    /// Returns a search path by which the tables of the innermost call are found first.
    SearchPath added(SearchPath path) {
        TriggerEvent event = events.peek();
        return event == null || event.transitionTables().isEmpty()
                ? path
                : path.withGiven(
                        event.transitionTables().stream()
                                .<SystemTable>map(table -> given(table, event.relation()))
                                .toList());
    }

    private Given given(TransitionTable table, Relation relation) {
        return new Given(
                table.name(),
                relation.columns().stream()
                        .map(column ->
                                new ColumnSchema(
                                        column.name(), column.type(), column.modifier(), false))
                        .toList(),
                this);
    }

    private Iterator<Batch> rows(String name) {
        return events.stream()
                .flatMap(event -> event.transitionTables().stream())
                .filter(table -> table.name().equals(name))
                .findFirst()
                .map(table -> table.rows().iterator())
                .orElseThrow(() -> new IllegalStateException("no transition table " + name));
    }
}
