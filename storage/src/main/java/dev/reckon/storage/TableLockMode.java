package dev.reckon.storage;

import java.util.Arrays;

/// Table locks, as in PostgreSQL's chapter "Table-Level Locks", weakest first. Which of them
/// exclude each other is said by `LockKind.TABLE`.
public enum TableLockMode {
    ACCESS_SHARE(0),
    ROW_SHARE(1),
    ROW_EXCLUSIVE(2),
    SHARE_UPDATE_EXCLUSIVE(3),
    SHARE(4),
    SHARE_ROW_EXCLUSIVE(5),
    EXCLUSIVE(6),
    ACCESS_EXCLUSIVE(7);

    private final int number;

    TableLockMode(int number) {
        this.number = number;
    }

    /// Returns the mode of a number.
    static TableLockMode of(int number) {
        return Arrays.stream(values())
                .filter(mode -> mode.number == number)
                .findFirst()
                .orElseThrow();
    }

    /// Returns the mode's number among those of `LockKind.TABLE`.
    int number() {
        return number;
    }
}
