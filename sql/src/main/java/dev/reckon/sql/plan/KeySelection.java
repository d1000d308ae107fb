package dev.reckon.sql.plan;

import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Which keys of a sorted table a scan reads: values for the first key columns, then bounds for the
/// next one. The scalars refer to no column of the scan itself; they are computed once for an
/// execution (or for a row of the outer side).
///
/// Each scalar is of the key column's type, or of another integer type, in which case a value out
/// of the column's range equals nothing.
///
/// @param equal what the first key columns may equal, one term for each
/// @param lower a bound of the key column after those
/// @param upper likewise
public record KeySelection(List<Term> equal, Optional<Bound> lower, Optional<Bound> upper) {
    /// Every key.
    public static final KeySelection ALL =
            new KeySelection(List.of(), Optional.empty(), Optional.empty());

    public KeySelection {
        equal = List.copyOf(equal);
    }

    /// What one key column may equal; NULL equals nothing.
    public sealed interface Term {
        /// One value.
        record One(Scalar value) implements Term {}

        /// Any of some values.
        record Any(List<Scalar> values) implements Term {
            public Any {
                values = List.copyOf(values);
            }
        }

        /// Any element of an array.
        record Element(Scalar array) implements Term {}
    }

    /// An end of a range of values.
    public record Bound(Scalar value, boolean inclusive) {}

    public boolean isAll() {
        return equal.isEmpty() && lower.isEmpty() && upper.isEmpty();
    }

    /// Returns whether whole keys are given, so that rows are looked up one by one.
    public boolean isPoint(TableSchema table) {
        return equal.size() == table.key().size();
    }

    /// Returns this with each scalar changed.
    public KeySelection map(UnaryOperator<Scalar> change) {
        List<Term> terms =
                equal.stream()
                        .map(term ->
                                switch (term) {
                                    case Term.One(Scalar value) ->
                                            (Term) new Term.One(change.apply(value));
                                    case Term.Any(List<Scalar> values) ->
                                            new Term.Any(Scalar.mapAll(values, change));
                                    case Term.Element(Scalar array) ->
                                            new Term.Element(change.apply(array));
                                })
                        .toList();
        return new KeySelection(
                terms,
                lower.map(bound -> new Bound(change.apply(bound.value), bound.inclusive)),
                upper.map(bound -> new Bound(change.apply(bound.value), bound.inclusive)));
    }

    /// Computes the ranges: disjoint and in ascending order, as a scan wants them.
    ///
    /// @param encoder of `table`
    /// @param evaluate computes a scalar's value
    public List<KeyRange> ranges(
            TableSchema table, KeyEncoder encoder, Function<Scalar, Value> evaluate) {
        if (isAll()) {
            return List.of(KeyRange.ALL);
        }
        List<List<Value>> prefixes = List.of(List.of());
        for (int i = 0; i < equal.size(); i++) {
            prefixes = extend(prefixes, values(equal.get(i), keyType(table, i), evaluate));
        }
        var ranges = new ArrayList<KeyRange>();
        for (List<Value> prefix : prefixes) {
            range(table, encoder, prefix, evaluate)
                    .filter(range -> !range.isEmpty())
                    .ifPresent(ranges::add);
        }
        ranges.sort((left, right) -> Arrays.compareUnsigned(left.lower(), right.lower()));
        return withoutRepeats(ranges);
    }

    private static DataType keyType(TableSchema table, int index) {
        return table.column(table.key().get(index).column()).type();
    }

    private static List<Value> values(Term term, DataType type, Function<Scalar, Value> evaluate) {
        List<Value> values =
                switch (term) {
                    case Term.One(Scalar value) -> List.of(evaluate.apply(value));
                    case Term.Any(List<Scalar> list) -> list.stream().map(evaluate).toList();
                    case Term.Element(Scalar array) ->
                            evaluate.apply(array) instanceof Value.Array elements
                                    ? elements.elements()
                                    : List.of();
                };
        return values.stream().filter(value -> !value.isNull() && fits(value, type)).toList();
    }

    private static List<List<Value>> extend(List<List<Value>> prefixes, List<Value> values) {
        var extended = new ArrayList<List<Value>>(prefixes.size() * values.size());
        for (List<Value> prefix : prefixes) {
            for (Value value : values) {
                var longer = new ArrayList<Value>(prefix.size() + 1);
                longer.addAll(prefix);
                longer.add(value);
                extended.add(longer);
            }
        }
        return extended;
    }

    /// Returns the keys that begin with `prefix` and meet the bounds; empty when a bound is NULL.
    private Optional<KeyRange> range(
            TableSchema table,
            KeyEncoder encoder,
            List<Value> prefix,
            Function<Scalar, Value> evaluate) {
        KeyRange range = KeyRange.ofPrefix(encoder.encodePrefix(prefix));
        if (lower.isEmpty() && upper.isEmpty()) {
            return Optional.of(range);
        }
        int index = prefix.size();
        DataType type = keyType(table, index);
        boolean descending = table.key().get(index).descending();
        // NULLs meet no bound: they are cut off by the side of the range on which they stand.
        if (!table.column(table.key().get(index).column()).notNull()) {
            var withNull = new ArrayList<Value>(prefix);
            withNull.add(Value.Null.NULL);
            KeyRange nulls = KeyRange.ofPrefix(encoder.encodePrefix(withNull));
            range =
                    table.key().get(index).nullsFirst()
                            ? range.intersect(
                                    new KeyRange(
                                            nulls.upper().orElse(nulls.lower()), Optional.empty()))
                            : range.intersect(
                                    new KeyRange(new byte[0], Optional.of(nulls.lower())));
        }
        for (boolean isLower : new boolean[] {true, false}) {
            Optional<Bound> bound = isLower ? lower : upper;
            if (bound.isEmpty()) {
                continue;
            }
            Value value = evaluate.apply(bound.get().value());
            if (value.isNull()) {
                return Optional.empty();
            }
            if (!fits(value, type)) {
                boolean above = value instanceof Value.Int(long number) && number > 0;
                if (above == isLower) {
                    return Optional.empty();
                }
                continue;
            }
            var end = new ArrayList<Value>(prefix);
            end.add(value);
            KeyRange equalKeys = KeyRange.ofPrefix(encoder.encodePrefix(end));
            boolean isStart = isLower != descending;
            range = range.intersect(side(equalKeys, isStart, bound.get().inclusive()));
        }
        return Optional.of(range);
    }

    private static KeyRange side(KeyRange equalKeys, boolean isStart, boolean inclusive) {
        if (isStart) {
            if (inclusive) {
                return new KeyRange(equalKeys.lower(), Optional.empty());
            }
            // Without a successor there is nothing after the equal keys.
            return equalKeys
                    .upper()
                    .map(after -> new KeyRange(after, Optional.empty()))
                    .orElse(new KeyRange(equalKeys.lower(), Optional.of(equalKeys.lower())));
        }
        return new KeyRange(
                new byte[0], inclusive ? equalKeys.upper() : Optional.of(equalKeys.lower()));
    }

    private static boolean fits(Value value, DataType type) {
        if (!(value instanceof Value.Int(long number))) {
            return true;
        }
        return switch (type.physical()) {
            case INT2 -> number == (short) number;
            case INT4 -> number == (int) number;
            default -> true;
        };
    }

    private static List<KeyRange> withoutRepeats(List<KeyRange> sorted) {
        var distinct = new ArrayList<KeyRange>(sorted.size());
        for (KeyRange range : sorted) {
            if (distinct.isEmpty() || !distinct.getLast().equals(range)) {
                distinct.add(range);
            }
        }
        return distinct;
    }
}
