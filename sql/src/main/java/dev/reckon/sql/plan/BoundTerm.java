package dev.reckon.sql.plan;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// A necessary condition of a scan's filter: the column is between two values, inclusive.
///
/// @param position of the column in the table
/// @param lower of the column's type, computed once for an execution; no bound when NULL or absent
/// @param upper likewise
public record BoundTerm(int position, Optional<Scalar> lower, Optional<Scalar> upper) {
    /// Returns this with each scalar changed.
    public BoundTerm map(UnaryOperator<Scalar> change) {
        return new BoundTerm(position, lower.map(change), upper.map(change));
    }
}
