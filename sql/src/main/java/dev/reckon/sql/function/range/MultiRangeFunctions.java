package dev.reckon.sql.function.range;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.value;
import static dev.reckon.sql.function.range.RangeFunctions.isBefore;

import dev.reckon.sql.format.MultiRanges;
import dev.reckon.sql.format.Ranges;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// The functions and operators of multiranges, between themselves and with ranges.
final class MultiRangeFunctions {
    private MultiRangeFunctions() {}

    /// Finds a function.
    ///
    /// @param order of the bounds
    static Body find(Signature signature, ValueOrder order) {
        if (signature.resultType().category() == TypeCategory.MULTIRANGE
                && signature.name().equals(signature.resultType().name())) {
            return value(MultiRangeFunctions::construct);
        }
        return switch (signature.text()) {
            case "multirange(anyrange)" -> value(MultiRangeFunctions::construct);
            case "lower(anymultirange)" ->
                    value(row ->
                            isEmpty(row)
                                    ? Value.Null.NULL
                                    : row.multiRange(0).ranges().getFirst().lower());
            case "upper(anymultirange)" ->
                    value(row ->
                            isEmpty(row)
                                    ? Value.Null.NULL
                                    : row.multiRange(0).ranges().getLast().upper());
            case "isempty(anymultirange)" -> bool(MultiRangeFunctions::isEmpty);
            case "lower_inc(anymultirange)" ->
                    bool(row -> !isEmpty(row) && hull(row, 0).lowerInclusive());
            case "upper_inc(anymultirange)" ->
                    bool(row -> !isEmpty(row) && hull(row, 0).upperInclusive());
            case "lower_inf(anymultirange)" ->
                    bool(row -> !isEmpty(row) && hull(row, 0).lower().isNull());
            case "upper_inf(anymultirange)" ->
                    bool(row -> !isEmpty(row) && hull(row, 0).upper().isNull());
            case "range_merge(anymultirange)" -> value(row -> hull(row, 0));
            case "multirange_contains_elem(anymultirange,anyelement)" ->
                    bool(row -> containsElement(parts(row, 0), row.value(1), order));
            case "elem_contained_by_multirange(anyelement,anymultirange)" ->
                    bool(row -> containsElement(parts(row, 1), row.value(0), order));
            case "multirange_contains_range(anymultirange,anyrange)",
                    "multirange_contains_multirange(anymultirange,anymultirange)",
                    "range_contains_multirange(anyrange,anymultirange)" ->
                    bool(row -> contains(parts(row, 0), parts(row, 1), order));
            case "range_contained_by_multirange(anyrange,anymultirange)",
                    "multirange_contained_by_multirange(anymultirange,anymultirange)",
                    "multirange_contained_by_range(anymultirange,anyrange)" ->
                    bool(row -> contains(parts(row, 1), parts(row, 0), order));
            case "range_overlaps_multirange(anyrange,anymultirange)",
                    "multirange_overlaps_range(anymultirange,anyrange)",
                    "multirange_overlaps_multirange(anymultirange,anymultirange)" ->
                    bool(row -> overlaps(parts(row, 0), parts(row, 1), order));
            case "range_before_multirange(anyrange,anymultirange)",
                    "multirange_before_range(anymultirange,anyrange)",
                    "multirange_before_multirange(anymultirange,anymultirange)" ->
                    bool(row -> isBefore(hull(row, 0), hull(row, 1), order));
            case "range_after_multirange(anyrange,anymultirange)",
                    "multirange_after_range(anymultirange,anyrange)",
                    "multirange_after_multirange(anymultirange,anymultirange)" ->
                    bool(row -> isBefore(hull(row, 1), hull(row, 0), order));
            case "range_overleft_multirange(anyrange,anymultirange)",
                    "multirange_overleft_range(anymultirange,anyrange)",
                    "multirange_overleft_multirange(anymultirange,anymultirange)" ->
                    bool(row ->
                            bothFull(row) && order.compareUpper(hull(row, 0), hull(row, 1)) <= 0);
            case "range_overright_multirange(anyrange,anymultirange)",
                    "multirange_overright_range(anymultirange,anyrange)",
                    "multirange_overright_multirange(anymultirange,anymultirange)" ->
                    bool(row ->
                            bothFull(row) && order.compareLower(hull(row, 0), hull(row, 1)) >= 0);
            case "range_adjacent_multirange(anyrange,anymultirange)",
                    "multirange_adjacent_range(anymultirange,anyrange)",
                    "multirange_adjacent_multirange(anymultirange,anymultirange)" ->
                    bool(row ->
                            bothFull(row)
                                    && RangeFunctions.touch(hull(row, 0), hull(row, 1), order));
            case "multirange_union(anymultirange,anymultirange)" ->
                    value(row -> union(parts(row, 0), parts(row, 1)));
            case "multirange_intersect(anymultirange,anymultirange)",
                    "multirange_intersect_agg_transfn(anymultirange,anymultirange)" ->
                    value(row -> intersect(parts(row, 0), parts(row, 1), order));
            case "multirange_minus(anymultirange,anymultirange)" ->
                    value(row -> minus(parts(row, 0), parts(row, 1), order));
            default -> Body.Missing.MISSING;
        };
    }

    /// Makes a multirange of nothing, of one range, or of an array of ranges.
    private static Value construct(Row row) {
        if (row.argumentCount() == 0) {
            return MultiRanges.EMPTY;
        }
        if (row.value(0) instanceof Value.Range range) {
            return MultiRanges.of(List.of(range));
        }
        Value.Array array = row.array(0);
        if (array.lengths().size() > 1) {
            throw new DatabaseException(
                    SqlState.CARDINALITY_VIOLATION,
                    "multiranges cannot be constructed from multidimensional arrays");
        }
        List<Value.Range> ranges = new ArrayList<>();
        for (Value element : Cancellation.each(array.elements())) {
            if (!(element instanceof Value.Range range)) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "multirange values cannot contain null members");
            }
            ranges.add(range);
        }
        return MultiRanges.of(ranges);
    }

    private static boolean isEmpty(Row row) {
        return row.multiRange(0).ranges().isEmpty();
    }

    private static List<Value.Range> parts(Row row, int argument) {
        return parts(row.value(argument));
    }

    /// Returns the ranges of a range or multirange; none when it is empty.
    static List<Value.Range> parts(Value value) {
        return switch (value) {
            case Value.Range range -> range.empty() ? List.of() : List.of(range);
            case Value.MultiRange(List<Value.Range> ranges) -> ranges;
            default -> throw new IllegalArgumentException("neither a range nor a multirange");
        };
    }

    /// Returns the least range that covers a range or multirange.
    private static Value.Range hull(Row row, int argument) {
        List<Value.Range> parts = parts(row, argument);
        if (parts.isEmpty()) {
            return Ranges.EMPTY;
        }
        Value.Range first = parts.getFirst();
        Value.Range last = parts.getLast();
        return new Value.Range(
                false, first.lower(), first.lowerInclusive(), last.upper(), last.upperInclusive());
    }

    private static boolean bothFull(Row row) {
        return !parts(row, 0).isEmpty() && !parts(row, 1).isEmpty();
    }

    private static boolean containsElement(
            List<Value.Range> ranges, Value element, ValueOrder order) {
        return Cancellation.stream(ranges)
                .anyMatch(range -> RangeFunctions.contains(range, element, order));
    }

    private static boolean contains(
            List<Value.Range> outer, List<Value.Range> inner, ValueOrder order) {
        return Cancellation.stream(inner)
                .allMatch(part ->
                        Cancellation.stream(outer)
                                .anyMatch(range -> RangeFunctions.contains(range, part, order)));
    }

    private static boolean overlaps(
            List<Value.Range> left, List<Value.Range> right, ValueOrder order) {
        return Cancellation.stream(left)
                .anyMatch(a ->
                        Cancellation.stream(right)
                                .anyMatch(b -> RangeFunctions.overlaps(a, b, order)));
    }

    private static Value union(List<Value.Range> left, List<Value.Range> right) {
        List<Value.Range> all = new ArrayList<>(left);
        all.addAll(right);
        return MultiRanges.of(all);
    }

    /// Returns what two multiranges both cover.
    static Value intersect(List<Value.Range> left, List<Value.Range> right, ValueOrder order) {
        List<Value.Range> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            Cancellation.check(i + j);
            Value.Range a = left.get(i);
            Value.Range b = right.get(j);
            common.add(RangeFunctions.intersect(a, b, order));
            // The one that ends first has met all that it can meet.
            if (order.compareUpper(a, b) < 0) {
                i++;
            } else {
                j++;
            }
        }
        return MultiRanges.of(common);
    }

    private static Value minus(List<Value.Range> left, List<Value.Range> right, ValueOrder order) {
        List<Value.Range> kept = new ArrayList<>();
        for (Value.Range range : Cancellation.each(left)) {
            Value.Range rest = range;
            for (Value.Range hole : Cancellation.each(right)) {
                if (rest.empty() || !RangeFunctions.overlaps(rest, hole, order)) {
                    continue;
                }
                if (order.compareLower(rest, hole) < 0) {
                    kept.add(
                            new Value.Range(
                                    false,
                                    rest.lower(),
                                    rest.lowerInclusive(),
                                    hole.lower(),
                                    !hole.lowerInclusive()));
                }
                rest =
                        order.compareUpper(rest, hole) <= 0
                                ? Ranges.EMPTY
                                : new Value.Range(
                                        false,
                                        hole.upper(),
                                        !hole.upperInclusive(),
                                        rest.upper(),
                                        rest.upperInclusive());
            }
            kept.add(rest);
        }
        return MultiRanges.of(kept);
    }
}
