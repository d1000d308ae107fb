package dev.reckon.sql.function.system;

import dev.reckon.sql.function.AdvisoryLocking;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.Value;

/// The functions of advisory locks: each by one bigint or two integers.
public final class AdvisoryLockFunctions {
    private static final Value VOID = Value.text("");

    private AdvisoryLockFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        String name = signature.name();
        return switch (name) {
            case "pg_advisory_lock",
                    "pg_advisory_lock_shared",
                    "pg_advisory_xact_lock",
                    "pg_advisory_xact_lock_shared" -> {
                var mode = new AdvisoryLocking.Mode(isShared(name), name.contains("_xact_"), true);
                yield Body.value(row -> {
                    row.environment().advisoryLocks().lock(key(row), mode);
                    return VOID;
                });
            }
            case "pg_try_advisory_lock",
                    "pg_try_advisory_lock_shared",
                    "pg_try_advisory_xact_lock",
                    "pg_try_advisory_xact_lock_shared" -> {
                var mode = new AdvisoryLocking.Mode(isShared(name), name.contains("_xact_"), false);
                yield Body.bool(row -> row.environment().advisoryLocks().lock(key(row), mode));
            }
            case "pg_advisory_unlock", "pg_advisory_unlock_shared" ->
                    Body.bool(row ->
                            row.environment().advisoryLocks().unlock(key(row), isShared(name)));
            case "pg_advisory_unlock_all" ->
                    Body.value(row -> {
                        row.environment().advisoryLocks().unlockAll();
                        return VOID;
                    });
            default -> Body.Missing.MISSING;
        };
    }

    private static boolean isShared(String name) {
        return name.endsWith("_shared");
    }

    private static AdvisoryLocking.Key key(Row row) {
        return row.argumentCount() == 1
                ? new AdvisoryLocking.Key(row.number(0), false)
                : new AdvisoryLocking.Key(
                        row.number(0) << 32 | (row.number(1) & 0xFFFF_FFFFL), true);
    }
}
