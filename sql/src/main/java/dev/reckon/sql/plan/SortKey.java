package dev.reckon.sql.plan;

/// One key of an order, by the type's own order.
public record SortKey(Scalar value, boolean descending, boolean nullsFirst) {
    /// Returns this key with another value.
    public SortKey with(Scalar newValue) {
        return new SortKey(newValue, descending, nullsFirst);
    }
}
