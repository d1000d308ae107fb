package dev.reckon.storage.state;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.segment.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the next state of a store from one commit's changes: live, and again in recovery. For one
/// thread.
public final class StateEditor {
    private final StoreState base;
    private final long sequence;
    private final Map<Long, TableEditor> editors = new HashMap<>();
    private final MemTreeEditor definitions;
    private TableMap tables;
    private boolean definitionsChanged;

    /// Begins the state after the commit numbered `sequence`.
    public StateEditor(StoreState base, long sequence) {
        this.base = base;
        this.sequence = sequence;
        this.tables = base.tables();
        this.definitions = base.definitions().edit();
    }

    public void createTable(TableSchema schema) {
        tables = tables.with(TableState.empty(schema, sequence));
    }

    /// Removes a table, if it exists.
    public void dropTable(long tableId) {
        editors.remove(tableId);
        tables = tables.without(tableId);
    }

    public void truncateTable(long tableId) {
        editors.remove(tableId);
        tables = tables.with(TableState.empty(table(tableId).schema(), sequence));
    }

    public void putDefinition(long id, byte[] definition) {
        definitions.put(StoreState.definitionKey(id), definition);
        definitionsChanged = true;
    }

    public void removeDefinition(long id) {
        definitions.remove(StoreState.definitionKey(id));
        definitionsChanged = true;
    }

    /// Makes all of a transaction's changes to the rows of one table.
    public void write(long tableId, TableWrites writes) {
        editor(tableId).write(writes);
    }

    /// Adds rows that are in segments already; the table has no row under any of the keys.
    public void addSegments(long tableId, List<Segment> segments) {
        TableEditor editor = editors.remove(tableId);
        TableState table = editor == null ? table(tableId) : editor.build();
        tables = tables.with(table.withAdded(segments, sequence));
    }

    /// Returns the editor of one table's rows.
    public TableEditor editor(long tableId) {
        return editors.computeIfAbsent(tableId, id -> new TableEditor(table(id), sequence));
    }

    /// Returns a table without the changes that this editor has made to its rows.
    public TableState table(long tableId) {
        return tables.find(tableId)
                .orElseThrow(() -> new IllegalStateException("no table with id " + tableId));
    }

    /// Returns the next state, with the last one's generation of files.
    public StoreState build() {
        for (Map.Entry<Long, TableEditor> entry : editors.entrySet()) {
            tables = tables.with(entry.getValue().build());
        }
        MemTree newDefinitions = definitionsChanged ? definitions.tree() : base.definitions();
        return new StoreState(
                sequence,
                tables,
                newDefinitions,
                definitionsChanged ? sequence : base.definitionVersion(),
                base.files());
    }
}
