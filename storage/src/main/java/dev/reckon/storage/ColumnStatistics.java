package dev.reckon.storage;

import dev.reckon.storage.scan.ColumnSummary;
import dev.reckon.storage.type.Value;

/// What is known of a column's values without reading them, for the optimizer: estimates.
/// Immutable; safe for many threads while the snapshot is open.
public final class ColumnStatistics {
    private final ColumnSummary summary;

    ColumnStatistics(ColumnSummary summary) {
        this.summary = summary;
    }

    /// Returns the part of the rows that is NULL, from 0 to 1.
    public double nullFraction() {
        return summary.nullFraction();
    }

    /// Returns about how many distinct values there are, NULL not counted.
    public double distinctCount() {
        return summary.distinctCount();
    }

    /// Returns about which part of all rows is between two values, both inclusive, from 0 to 1; 1
    /// when the type has no order, or an end is of another type.
    ///
    /// @param lower `Value.Null` when there is no lower end
    /// @param upper `Value.Null` when there is no upper end
    public double fractionBetween(Value lower, Value upper) {
        return summary.fractionBetween(lower, upper);
    }
}
