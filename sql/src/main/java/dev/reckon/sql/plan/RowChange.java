package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How a row of a target is changed: the scalars read the row before the change through
/// [Target#row].
///
/// @param assignments a new value for the column at each of these positions in the table
/// @param recheck the part of the condition that is tested again when the row changed meanwhile
public record RowChange(List<Assignment> assignments, Optional<Scalar> recheck) {
    public RowChange {
        assignments = List.copyOf(assignments);
    }

    /// The new value of one column.
    public record Assignment(int position, Scalar value) {}

    /// Returns this with each scalar changed.
    public RowChange map(UnaryOperator<Scalar> change) {
        return new RowChange(
                assignments.stream()
                        .map(each -> new Assignment(each.position, change.apply(each.value)))
                        .toList(),
                recheck.map(change));
    }
}
