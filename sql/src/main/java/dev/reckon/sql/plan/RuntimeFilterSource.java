package dev.reckon.sql.plan;

/// A filter that a hash join makes of its build side, for scans on the other side.
///
/// @param filterId unique in the statement; several scans may ask for it
/// @param key which of the join's keys it is made of, from 0
public record RuntimeFilterSource(int filterId, int key) {}
