package dev.reckon.sql.ast;

import java.util.Optional;

/// One key of an `ORDER BY`.
///
/// @param using the operator of `USING operator`, in place of a direction
/// @param position where the expression begins
public record SortKey(
        Expression expression,
        Direction direction,
        NullOrder nulls,
        Optional<Operator> using,
        int position) {
    /// Which way it sorts; ascending by default.
    public enum Direction {
        DEFAULT,
        ASCENDING,
        DESCENDING
    }

    /// Where nulls go; by default they count as larger than everything.
    public enum NullOrder {
        DEFAULT,
        FIRST,
        LAST
    }
}
