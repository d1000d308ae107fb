package dev.reckon.sql.plan;

import java.util.List;

/// How rows of a partition move to another one: they are deleted, and inserted into the partitioned
/// table.
///
/// @param target the partitioned table by way of which the rows are changed
/// @param positions where each of its columns is in the partition
public record RowMover(Target target, List<Integer> positions) {
    public RowMover {
        positions = List.copyOf(positions);
    }
}
