package dev.reckon.storage;

/// Row locks, as in PostgreSQL's chapter "Row-Level Locks", weakest first.
public enum LockMode {
    KEY_SHARE(0),
    SHARE(1),
    NO_KEY_UPDATE(2),
    UPDATE(3);

    private final int number;

    LockMode(int number) {
        this.number = number;
    }

    /// Returns the mode's number among those of `LockKind.ROW`.
    int number() {
        return number;
    }
}
