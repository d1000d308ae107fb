package dev.reckon.sql;

import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.execute.TriggerEvent;
import dev.reckon.sql.execute.TriggerFunctions;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Calls the functions of triggers inside the statement that fires them. For the session's thread.
record TriggerCalls(Session session, TransitionTables transitionTables)
        implements TriggerFunctions {
    /// Functions that fire triggers that call functions … end here, before the stack does.
    private static final int DEPTH_MAX = 200;

    @Override
    public Optional<Value.Row> call(long routineOid, TriggerEvent event) {
        if (event.timing() == TriggerTiming.AFTER
                && session.catalog().object(event.triggerOid()).isEmpty()) {
            return Optional.empty(); // It was dropped after the change that it was to fire for.
        }
        SessionEnvironment environment = session.sessionEnvironment();
        if (environment.triggerDepth() >= DEPTH_MAX) {
            throw new DatabaseException(
                            SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                    .withHint("A trigger fires itself, perhaps by way of others.");
        }
        environment.enterTrigger();
        try {
            Optional<FunctionEntry> builtIn = FunctionCatalog.builtInFunction((int) routineOid);
            return builtIn.isPresent()
                    ? BuiltInTriggers.call(builtIn.get(), event)
                    : transitionTables.with(
                            event, () -> session.routines().call(routineOid, event));
        } finally {
            environment.leaveTrigger();
        }
    }

    /// Runs a statement of a foreign key: PostgreSQL does that by triggers of its own.
    long runInternally(String sql, List<DataType> types, List<Value> parameters) {
        session.sessionEnvironment().enterTrigger();
        try {
            return session.runInternally(sql, types, parameters);
        } finally {
            session.sessionEnvironment().leaveTrigger();
        }
    }
}
