package dev.reckon.sql.catalog;

import java.util.Optional;

/// What a table has to do with partitions: it may be divided into some, and be one itself.
///
/// @param key how the rows are divided; absent for a table that holds its rows itself
/// @param membership the table whose rows it holds a part of
public record Partitioning(Optional<PartitionKey> key, Optional<Membership> membership) {
    /// A table of its own.
    public static final Partitioning NONE = new Partitioning(Optional.empty(), Optional.empty());

    /// That a table is a partition.
    public record Membership(long parentOid, PartitionBound bound) {}

    public Partitioning withMembership(Optional<Membership> newMembership) {
        return new Partitioning(key, newMembership);
    }
}
