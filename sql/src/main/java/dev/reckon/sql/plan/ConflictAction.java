package dev.reckon.sql.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// ON CONFLICT.
///
/// @param arbiters the names of the unique constraints and indexes that count; empty for all
/// @param partitionArbiters those of the partitions of a partitioned table, by the partition's oid
/// @param excluded the columns that hold the row that could not be inserted, one for each column of
///   the target
/// @param change DO UPDATE, over the target's row columns and `excluded`; absent for DO NOTHING
/// @param condition the WHERE of DO UPDATE
public record ConflictAction(
        List<String> arbiters,
        Map<Long, List<String>> partitionArbiters,
        List<Column> excluded,
        Optional<RowChange> change,
        Optional<Scalar> condition) {
    public ConflictAction {
        arbiters = List.copyOf(arbiters);
        partitionArbiters = Map.copyOf(partitionArbiters);
        excluded = List.copyOf(excluded);
    }

    /// Returns this with each scalar changed.
    public ConflictAction map(UnaryOperator<Scalar> scalarChange) {
        return new ConflictAction(
                arbiters,
                partitionArbiters,
                excluded,
                change.map(each -> each.map(scalarChange)),
                condition.map(scalarChange));
    }
}
