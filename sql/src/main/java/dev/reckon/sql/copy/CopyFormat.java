package dev.reckon.sql.copy;

/// The format of the data.
public enum CopyFormat {
    TEXT,
    CSV,
    BINARY
}
