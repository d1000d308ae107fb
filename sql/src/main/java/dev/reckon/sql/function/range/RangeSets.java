package dev.reckon.sql.function.range;

import dev.reckon.sql.format.MultiRanges;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// What the aggregates of ranges and multiranges compute.
public final class RangeSets {
    private RangeSets() {}

    /// Returns what any of the ranges or multiranges covers, as a multirange; NULL of none.
    public static Value union(List<Value> values) {
        if (values.isEmpty()) {
            return Value.Null.NULL;
        }
        List<Value.Range> ranges = new ArrayList<>();
        for (Value value : Cancellation.each(values)) {
            ranges.addAll(MultiRangeFunctions.parts(value));
        }
        return MultiRanges.of(ranges);
    }

    /// Returns what two ranges or two multiranges both cover.
    public static Value intersect(Value left, Value right, ValueOrder order) {
        return left instanceof Value.Range range
                ? RangeFunctions.intersect(range, (Value.Range) right, order)
                : MultiRangeFunctions.intersect(
                        MultiRangeFunctions.parts(left), MultiRangeFunctions.parts(right), order);
    }
}
