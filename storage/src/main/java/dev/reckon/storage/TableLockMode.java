package dev.reckon.storage;

/// Table locks and which of them exclude each other: PostgreSQL's chapter "Table-Level Locks".
public enum TableLockMode {
    ACCESS_SHARE(0b1000_0000),
    ROW_SHARE(0b1100_0000),
    ROW_EXCLUSIVE(0b1111_0000),
    SHARE_UPDATE_EXCLUSIVE(0b1111_1000),
    SHARE(0b1110_1100),
    SHARE_ROW_EXCLUSIVE(0b1111_1100),
    EXCLUSIVE(0b1111_1110),
    ACCESS_EXCLUSIVE(0b1111_1111);

    /// Bit `ordinal` is set for each mode that excludes this one.
    private final int conflicts;

    TableLockMode(int conflicts) {
        this.conflicts = conflicts;
    }

    @SuppressWarnings("EnumOrdinal") // The masks above are written in the order of declaration.
    public boolean conflictsWith(TableLockMode other) {
        return (conflicts & 1 << other.ordinal()) != 0;
    }
}
