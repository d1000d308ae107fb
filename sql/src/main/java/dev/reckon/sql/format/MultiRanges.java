package dev.reckon.sql.format;

import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Makes multiranges: puts their ranges in order and joins those that touch.
public final class MultiRanges {
    /// The multirange without a range.
    public static final Value.MultiRange EMPTY = new Value.MultiRange(List.of());

    // What a bound is says how it compares, but for strings, which no built-in range has.
    private static final ValueOrder ORDER = ValueOrder.of(DataType.TEXT);

    private MultiRanges() {}

    /// Returns the multirange that covers what the given ranges cover, which may be empty, overlap
    /// and come in any order.
    public static Value.MultiRange of(List<Value.Range> ranges) {
        List<Value.Range> sorted =
                Cancellation.stream(ranges).filter(range -> !range.empty()).sorted(ORDER).toList();
        List<Value.Range> parts = new ArrayList<>();
        for (Value.Range next : Cancellation.each(sorted)) {
            if (!parts.isEmpty() && touch(parts.getLast(), next)) {
                Value.Range last = parts.removeLast();
                // Of equal bounds, which may look different, the later is taken.
                Value.Range end = ORDER.compareUpper(last, next) > 0 ? last : next;
                Value.Range start = ORDER.compareLower(last, next) < 0 ? last : next;
                parts.add(
                        new Value.Range(
                                false,
                                start.lower(),
                                start.lowerInclusive(),
                                end.upper(),
                                end.upperInclusive()));
            } else {
                parts.add(next);
            }
        }
        return new Value.MultiRange(parts);
    }

    /// Returns whether nothing is between a range and one that does not begin before it.
    private static boolean touch(Value.Range left, Value.Range right) {
        if (left.upper().isNull() || right.lower().isNull()) {
            return true;
        }
        int order = ORDER.compare(left.upper(), right.lower());
        return order > 0 || (order == 0 && (left.upperInclusive() || right.lowerInclusive()));
    }
}
