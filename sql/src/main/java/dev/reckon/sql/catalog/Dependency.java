package dev.reckon.sql.catalog;

/// What an object needs: as `pg_depend` says it.
///
/// @param oid the object needed
/// @param columnNumber the column needed of it, 0 for the whole
public record Dependency(long oid, int columnNumber) {}
