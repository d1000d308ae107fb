package dev.reckon.sql.ast;

/// When a trigger fires, seen from the change.
public enum TriggerTiming {
    BEFORE("BEFORE"),
    AFTER("AFTER"),
    INSTEAD_OF("INSTEAD OF");

    private final String sql;

    TriggerTiming(String sql) {
        this.sql = sql;
    }

    /// Returns it as CREATE TRIGGER and `TG_WHEN` have it.
    public String sql() {
        return sql;
    }
}
