package dev.reckon.sql.function.range;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.real;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.Ranges;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;

/// The chapter "Range Functions and Operators".
public final class RangeFunctions {
    private RangeFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        if (signature.resultType().category() == TypeCategory.RANGE
                && signature.name().equals(signature.resultType().name())) {
            return value(row -> construct(row, signature.resultType()));
        }
        DataType first =
                signature.argumentTypes().isEmpty() ? DataType.VOID : signature.argument(0);
        ValueOrder order = ValueOrder.of(first);
        return switch (signature.text()) {
            case "lower(anyrange)" -> value(row -> row.range(0).lower());
            case "upper(anyrange)" -> value(row -> row.range(0).upper());
            case "isempty(anyrange)" -> bool(row -> row.range(0).empty());
            case "lower_inc(anyrange)" -> bool(row -> row.range(0).lowerInclusive());
            case "upper_inc(anyrange)" -> bool(row -> row.range(0).upperInclusive());
            case "lower_inf(anyrange)" ->
                    bool(row -> !row.range(0).empty() && row.range(0).lower().isNull());
            case "upper_inf(anyrange)" ->
                    bool(row -> !row.range(0).empty() && row.range(0).upper().isNull());
            case "range_contains_elem(anyrange,anyelement)" ->
                    bool(row -> contains(row.range(0), row.value(1), order));
            case "elem_contained_by_range(anyelement,anyrange)" ->
                    bool(row -> contains(row.range(1), row.value(0), order));
            case "range_contains(anyrange,anyrange)" ->
                    bool(row -> contains(row.range(0), row.range(1), order));
            case "range_contained_by(anyrange,anyrange)" ->
                    bool(row -> contains(row.range(1), row.range(0), order));
            case "range_overlaps(anyrange,anyrange)" ->
                    bool(row -> overlaps(row.range(0), row.range(1), order));
            case "range_before(anyrange,anyrange)" ->
                    bool(row -> isBefore(row.range(0), row.range(1), order));
            case "range_after(anyrange,anyrange)" ->
                    bool(row -> isBefore(row.range(1), row.range(0), order));
            case "range_overleft(anyrange,anyrange)" ->
                    bool(row ->
                            bothFull(row) && order.compareUpper(row.range(0), row.range(1)) <= 0);
            case "range_overright(anyrange,anyrange)" ->
                    bool(row ->
                            bothFull(row) && order.compareLower(row.range(0), row.range(1)) >= 0);
            case "range_adjacent(anyrange,anyrange)" ->
                    bool(row -> bothFull(row) && touch(row.range(0), row.range(1), order));
            case "range_union(anyrange,anyrange)" ->
                    value(row -> union(row.range(0), row.range(1), order, true));
            case "range_merge(anyrange,anyrange)" ->
                    value(row -> union(row.range(0), row.range(1), order, false));
            case "range_intersect(anyrange,anyrange)" ->
                    value(row -> intersect(row.range(0), row.range(1), order));
            case "range_minus(anyrange,anyrange)" ->
                    value(row -> minus(row.range(0), row.range(1), order, first));
            case "range_intersect_agg_transfn(anyrange,anyrange)" ->
                    value(row -> intersect(row.range(0), row.range(1), order));
            case "int4range_subdiff(int4,int4)", "int8range_subdiff(int8,int8)" ->
                    real(row -> (double) row.number(0) - row.number(1));
            case "numrange_subdiff(numeric,numeric)" ->
                    real(row ->
                            row.isSpecial(0) || row.isSpecial(1)
                                    ? Double.NaN
                                    : row.decimal(0).subtract(row.decimal(1)).doubleValue());
            default -> MultiRangeFunctions.find(signature, order);
        };
    }

    private static Value construct(Row row, DataType type) {
        String flags = "[)";
        if (row.argumentCount() > 2) {
            if (row.isNull(2)) {
                throw new DatabaseException(
                        SqlState.DATA_EXCEPTION,
                        "range constructor flags argument must not be null");
            }
            flags = row.text(2);
            if (!flags.matches("[\\[(][\\])]")) {
                throw new DatabaseException(SqlState.SYNTAX_ERROR, "invalid range bound flags")
                        .withHint("Valid values are \"[]\", \"[)\", \"(]\", and \"()\".");
            }
        }
        return Ranges.of(
                type, row.value(0), flags.charAt(0) == '[', row.value(1), flags.charAt(1) == ']');
    }

    static boolean touch(Value.Range left, Value.Range right, ValueOrder order) {
        return meet(left, right, order) || meet(right, left, order);
    }

    private static boolean bothFull(Row row) {
        return !row.range(0).empty() && !row.range(1).empty();
    }

    static boolean contains(Value.Range range, Value element, ValueOrder order) {
        if (range.empty()) {
            return false;
        }
        if (!range.lower().isNull()) {
            int comparison = order.compare(element, range.lower());
            if (comparison < 0 || (comparison == 0 && !range.lowerInclusive())) {
                return false;
            }
        }
        if (!range.upper().isNull()) {
            int comparison = order.compare(element, range.upper());
            return comparison < 0 || (comparison == 0 && range.upperInclusive());
        }
        return true;
    }

    static boolean contains(Value.Range outer, Value.Range inner, ValueOrder order) {
        return inner.empty()
                || (!outer.empty()
                        && order.compareLower(outer, inner) <= 0
                        && order.compareUpper(outer, inner) >= 0);
    }

    /// Returns where the end of one range lies against the beginning of another: negative when
    /// before, with a common point not counted unless both include it.
    static boolean isBefore(Value.Range left, Value.Range right, ValueOrder order) {
        if (left.empty() || right.empty() || left.upper().isNull() || right.lower().isNull()) {
            return false;
        }
        int comparison = order.compare(left.upper(), right.lower());
        return comparison < 0
                || (comparison == 0 && !(left.upperInclusive() && right.lowerInclusive()));
    }

    static boolean overlaps(Value.Range left, Value.Range right, ValueOrder order) {
        return !left.empty()
                && !right.empty()
                && !isBefore(left, right, order)
                && !isBefore(right, left, order);
    }

    static boolean meet(Value.Range left, Value.Range right, ValueOrder order) {
        return !left.upper().isNull()
                && !right.lower().isNull()
                && order.compare(left.upper(), right.lower()) == 0
                && left.upperInclusive() != right.lowerInclusive();
    }

    static Value.Range union(
            Value.Range left, Value.Range right, ValueOrder order, boolean strict) {
        if (left.empty()) {
            return right;
        }
        if (right.empty()) {
            return left;
        }
        if (strict && !overlaps(left, right, order) && !touch(left, right, order)) {
            throw new DatabaseException(
                    SqlState.DATA_EXCEPTION, "result of range union would not be contiguous");
        }
        // Of equal bounds, which may look different, the right one is taken.
        Value.Range lower = order.compareLower(left, right) < 0 ? left : right;
        Value.Range upper = order.compareUpper(left, right) > 0 ? left : right;
        return new Value.Range(
                false,
                lower.lower(),
                lower.lowerInclusive(),
                upper.upper(),
                upper.upperInclusive());
    }

    static Value.Range intersect(Value.Range left, Value.Range right, ValueOrder order) {
        if (!overlaps(left, right, order)) {
            return Ranges.EMPTY;
        }
        Value.Range lower = order.compareLower(left, right) >= 0 ? left : right;
        Value.Range upper = order.compareUpper(left, right) <= 0 ? left : right;
        return new Value.Range(
                false,
                lower.lower(),
                lower.lowerInclusive(),
                upper.upper(),
                upper.upperInclusive());
    }

    private static Value minus(
            Value.Range left, Value.Range right, ValueOrder order, DataType type) {
        if (!overlaps(left, right, order)) {
            return left;
        }
        boolean keepsStart = order.compareLower(left, right) < 0;
        boolean keepsEnd = order.compareUpper(left, right) > 0;
        if (keepsStart && keepsEnd) {
            throw new DatabaseException(
                    SqlState.DATA_EXCEPTION, "result of range difference would not be contiguous");
        }
        if (!keepsStart && !keepsEnd) {
            return Ranges.EMPTY;
        }
        return keepsStart
                ? Ranges.of(
                        type,
                        left.lower(),
                        left.lowerInclusive(),
                        right.lower(),
                        !right.lowerInclusive())
                : Ranges.of(
                        type,
                        right.upper(),
                        !right.upperInclusive(),
                        left.upper(),
                        left.upperInclusive());
    }
}
