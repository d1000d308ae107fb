package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.type.DataType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What waits for the end of one query: the checks of foreign keys and the AFTER triggers, in the
/// order of the changes. Statements that foreign keys run add theirs to those of the query that
/// they run for. For one thread.
final class QueryEvents {
    private final Deque<DeferredChecks.Check> events = new ArrayDeque<>();
    private final Map<Key, Changes> changes = new HashMap<>();
    private boolean isHeld;

    private record Key(long relationOid, TriggerOperation operation) {}

    /// What is done to one relation in one way, by one query.
    static final class Changes {
        private final KeptRows oldRows;
        private final KeptRows newRows;
        private List<DeferredChecks.Check> afterStatement = List.of();
        private boolean hasBegun;

        private Changes(List<DataType> types) {
            this.oldRows = new KeptRows(types);
            this.newRows = new KeptRows(types);
        }

        /// Returns what is kept for transition tables.
        KeptRows rows(boolean isNew) {
            return isNew ? newRows : oldRows;
        }
    }

    Changes changes(Relation relation, TriggerOperation operation) {
        return changes.computeIfAbsent(
                new Key(relation.oid(), operation),
                _ -> new Changes(relation.columns().stream().map(TableColumn::type).toList()));
    }

    /// Returns whether the BEFORE STATEMENT triggers of a kind of change have yet to fire.
    boolean begin(Relation relation, TriggerOperation operation) {
        Changes ofKind = changes(relation, operation);
        boolean first = !ofKind.hasBegun;
        ofKind.hasBegun = true;
        return first;
    }

    void add(DeferredChecks.Check event) {
        events.add(event);
    }

    /// Adds the AFTER STATEMENT triggers of a kind of change. Those added before wait no longer:
    /// such triggers fire once, when all rows have been changed.
    void end(Relation relation, TriggerOperation operation, List<DeferredChecks.Check> triggers) {
        Changes ofKind = changes(relation, operation);
        events.removeAll(ofKind.afterStatement);
        ofKind.afterStatement = triggers;
        events.addAll(triggers);
    }

    /// Leaves it to the caller to [#run] what waits, when the whole query has run.
    void hold() {
        isHeld = true;
    }

    /// Says that one part of the query has changed its rows.
    void partEnded() {
        if (!isHeld) {
            run();
        }
    }

    /// Does what waits, and what is added meanwhile.
    void run() {
        for (DeferredChecks.Check next = events.poll(); next != null; next = events.poll()) {
            next.action().run();
        }
    }
}
