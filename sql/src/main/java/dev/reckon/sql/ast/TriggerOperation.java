package dev.reckon.sql.ast;

/// What a trigger fires for, in the order in which PostgreSQL lists them. The names are those of
/// `TG_OP`.
public enum TriggerOperation {
    INSERT,
    DELETE,
    UPDATE,
    TRUNCATE
}
