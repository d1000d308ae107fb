package dev.reckon.storage.schema;

/// One column of a key.
///
/// @param column its position in the table, from 0
/// @param descending whether greater values come first
/// @param nullsFirst whether NULLs come before all values (primary keys have none)
public record KeyColumn(int column, boolean descending, boolean nullsFirst) {
    /// Makes an ascending key column with NULLs last, PostgreSQL's default.
    public static KeyColumn ascending(int column) {
        return new KeyColumn(column, false, false);
    }
}
