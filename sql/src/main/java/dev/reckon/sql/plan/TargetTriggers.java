package dev.reckon.sql.plan;

import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Trigger;
import java.util.List;
import java.util.Optional;

/// The triggers of the table or view that a statement changes.
///
/// @param oldRow the columns by which conditions read the row before the change
/// @param newRow those by which they read the row after it
/// @param all in the order in which they fire
public record TargetTriggers(
        Relation relation, List<Column> oldRow, List<Column> newRow, List<Each> all) {
    public TargetTriggers {
        oldRow = List.copyOf(oldRow);
        newRow = List.copyOf(newRow);
        all = List.copyOf(all);
    }

    /// A trigger.
    ///
    /// @param table the table that its function is told: that of the row, or the one that the
    ///   statement names
    /// @param schema the table's
    /// @param isInherited whether a partitioned table has it, and this is one of its partitions
    /// @param columns the positions of the columns of `UPDATE OF`; empty for all
    /// @param condition over `oldRow` and `newRow`
    public record Each(
            Trigger trigger,
            Relation table,
            String schema,
            boolean isInherited,
            List<Integer> columns,
            Optional<Scalar> condition) {
        public Each {
            columns = List.copyOf(columns);
        }
    }
}
