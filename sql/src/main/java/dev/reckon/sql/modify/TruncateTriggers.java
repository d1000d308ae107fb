package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import java.util.List;

/// The triggers of tables that one statement empties. For that statement.
public final class TruncateTriggers {
    private final List<TriggerFiring> tables;
    private final QueryEvents events;

    TruncateTriggers(List<TriggerFiring> tables, QueryEvents events) {
        this.tables = tables;
        this.events = events;
    }

    /// What the triggers are fired for.
    static final List<TriggerOperation> OPERATIONS = List.of(TriggerOperation.TRUNCATE);

    /// Fires the triggers before.
    public void before() {
        tables.forEach(TriggerFiring::beforeStatement);
    }

    /// Fires the triggers after.
    public void after() {
        tables.forEach(TriggerFiring::afterStatement);
        events.run();
    }
}
