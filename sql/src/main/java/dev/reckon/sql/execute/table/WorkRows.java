package dev.reckon.sql.execute.table;

/// The rows that the last round of a recursion added, as its step sees them.
///
/// @param rows owned by the recursion
public record WorkRows(StoredRows rows) {}
