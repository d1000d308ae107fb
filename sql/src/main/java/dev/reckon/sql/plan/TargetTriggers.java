package dev.reckon.sql.plan;

import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Trigger;
import java.util.List;
import java.util.Optional;

/// The triggers of the table or view that a statement changes.
///
/// @param schema the relation's
/// @param oldRow the columns by which conditions read the row before the change
/// @param newRow those by which they read the row after it
/// @param all in the order in which they fire
public record TargetTriggers(
        Relation relation,
        String schema,
        List<Column> oldRow,
        List<Column> newRow,
        List<Each> all) {
    public TargetTriggers {
        oldRow = List.copyOf(oldRow);
        newRow = List.copyOf(newRow);
        all = List.copyOf(all);
    }

    /// A trigger.
    ///
    /// @param columns the positions of the columns of `UPDATE OF`; empty for all
    /// @param condition over `oldRow` and `newRow`
    public record Each(Trigger trigger, List<Integer> columns, Optional<Scalar> condition) {
        public Each {
            columns = List.copyOf(columns);
        }
    }
}
