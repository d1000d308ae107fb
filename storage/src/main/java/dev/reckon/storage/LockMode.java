package dev.reckon.storage;

/// Row locks, as in PostgreSQL's chapter "Row-Level Locks", weakest first.
public enum LockMode {
    KEY_SHARE,
    SHARE,
    NO_KEY_UPDATE,
    UPDATE
}
