package dev.reckon.sql.plan;

/// A column of a scan that a join above filters.
///
/// @param filterId tells which [RuntimeFilterSource] makes the filter
/// @param column one of the scan's columns
public record RuntimeFilterTarget(int filterId, Column column) {}
