package dev.reckon.sql;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.execute.TriggerEvent;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.Optional;

/// The trigger functions that are built in (PostgreSQL's page "Trigger Functions").
final class BuiltInTriggers {
    private BuiltInTriggers() {}

    /// Calls a function.
    static Optional<Value.Row> call(FunctionEntry function, TriggerEvent event) {
        return switch (function.name()) {
            case "suppress_redundant_updates_trigger" -> suppressed(event);
            default ->
                    throw DatabaseException.notSupported(
                            "trigger function " + function.name(), "Write one in PL/pgSQL.");
        };
    }

    /// Skips an update that changes nothing.
    private static Optional<Value.Row> suppressed(TriggerEvent event) {
        require(event.operation() == TriggerOperation.UPDATE, "on update");
        require(event.timing() == TriggerTiming.BEFORE, "before update");
        require(event.level() == TriggerEvent.Level.ROW, "for each row");
        return event.newRow().equals(event.oldRow()) ? Optional.empty() : event.newRow();
    }

    private static void require(boolean holds, String when) {
        if (!holds) {
            throw new DatabaseException(
                    SqlState.TRIGGER_PROTOCOL_VIOLATED,
                    "suppress_redundant_updates_trigger: must be called " + when);
        }
    }
}
