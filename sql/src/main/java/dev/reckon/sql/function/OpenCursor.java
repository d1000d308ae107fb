package dev.reckon.sql.function;

/// A cursor of the session, as `pg_cursors` shows it.
///
/// @param statement the text that declared it
/// @param createdMicros when: microseconds since 2000-01-01 00:00 UTC
public record OpenCursor(
        String name,
        String statement,
        boolean holdable,
        boolean binary,
        boolean scrollable,
        long createdMicros) {}
