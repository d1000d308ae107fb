package dev.reckon.sql.function.system;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.Value;

/// The functions by which a session cancels, ends and observes others.
public final class SessionControlFunctions {
    private SessionControlFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "pg_cancel_backend(int4)" ->
                    Body.bool(row -> row.environment().control().cancel(row.integer(0)));
            case "pg_terminate_backend(int4,int8)" ->
                    Body.bool(row ->
                            row.environment().control().terminate(row.integer(0), row.number(1)));
            case "pg_blocking_pids(int4)" ->
                    Body.value(row ->
                            Value.Array.of(
                                    row.environment().control().blockers(row.integer(0)).stream()
                                            .<Value>map(Value.Int::new)
                                            .toList()));
            default -> Body.Missing.MISSING;
        };
    }
}
