package dev.reckon.sql.format.json;

import dev.reckon.storage.error.Cancellation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A JSON value as jsonb knows it: numbers are numeric, an object's keys are unique and in jsonb's
/// order. Immutable.
public sealed interface Json {
    /// `null`.
    enum Null implements Json {
        NULL
    }

    record Bool(boolean value) implements Json {}

    /// A number with its scale.
    record Number(BigDecimal value) implements Json {}

    record Text(String value) implements Json {}

    record Array(List<Json> elements) implements Json {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /// An object.
    ///
    /// @param keys in jsonb's order: shorter ones first, then bytewise
    /// @param values one for each key
    record Object(List<String> keys, List<Json> values) implements Json {
        /// The order of keys.
        public static final Comparator<String> KEY_ORDER = Object::compareKeys;

        public Object {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }

        /// Makes an object of pairs in any order; of equal keys the last counts.
        public static Object of(List<String> keys, List<Json> values) {
            boolean sorted = true;
            for (int i = 1; i < keys.size() && sorted; i++) {
                Cancellation.check(i);
                sorted = compareKeys(keys.get(i - 1), keys.get(i)) < 0;
            }
            if (sorted) {
                return new Object(keys, values);
            }
            var map = new TreeMap<String, Json>(KEY_ORDER);
            for (int i = 0; i < keys.size(); i++) {
                Cancellation.check(i);
                map.put(keys.get(i), values.get(i));
            }
            return new Object(new ArrayList<>(map.keySet()), new ArrayList<>(map.values()));
        }

        /// Returns the index of a key, negative when it is absent.
        public int indexOf(String key) {
            int low = 0;
            int high = keys.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = compareKeys(keys.get(middle), key);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }

        public Optional<Json> get(String key) {
            int index = indexOf(key);
            return index < 0 ? Optional.empty() : Optional.of(values.get(index));
        }

        private static int compareKeys(String left, String right) {
            byte[] leftBytes = left.getBytes(StandardCharsets.UTF_8);
            byte[] rightBytes = right.getBytes(StandardCharsets.UTF_8);
            return leftBytes.length != rightBytes.length
                    ? Integer.compare(leftBytes.length, rightBytes.length)
                    : Arrays.compareUnsigned(leftBytes, rightBytes);
        }
    }

    /// Returns what `jsonb_typeof` says.
    default String typeName() {
        return switch (this) {
            case Null _ -> "null";
            case Bool _ -> "boolean";
            case Number _ -> "number";
            case Text _ -> "string";
            case Array _ -> "array";
            case Object _ -> "object";
        };
    }

    default boolean isScalar() {
        return !(this instanceof Array) && !(this instanceof Object);
    }

    /// Compares as jsonb's btree order does.
    static int compare(Json left, Json right) {
        int order = Integer.compare(rank(left), rank(right));
        if (order != 0) {
            return order;
        }
        return switch (left) {
            case Null _ -> 0;
            case Bool(boolean value) -> Boolean.compare(value, ((Bool) right).value);
            case Number(BigDecimal value) -> value.compareTo(((Number) right).value);
            case Text(String value) ->
                    Arrays.compareUnsigned(
                            value.getBytes(StandardCharsets.UTF_8),
                            ((Text) right).value.getBytes(StandardCharsets.UTF_8));
            case Array(List<Json> elements) -> compareElements(elements, ((Array) right).elements);
            case Object object -> compareObjects(object, (Object) right);
        };
    }

    /// An empty array is below everything: a quirk of PostgreSQL's that its indexes rely on.
    private static int rank(Json json) {
        return switch (json) {
            case Array(List<Json> elements) when elements.isEmpty() -> -1;
            case Null _ -> 0;
            case Text _ -> 1;
            case Number _ -> 2;
            case Bool _ -> 3;
            case Array _ -> 4;
            case Object _ -> 5;
        };
    }

    private static int compareElements(List<Json> left, List<Json> right) {
        Cancellation.check();
        if (left.size() != right.size()) {
            return Integer.compare(left.size(), right.size());
        }
        for (int i = 0; i < left.size(); i++) {
            Cancellation.check(i);
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareObjects(Object left, Object right) {
        Cancellation.check();
        if (left.keys.size() != right.keys.size()) {
            return Integer.compare(left.keys.size(), right.keys.size());
        }
        for (int i = 0; i < left.keys.size(); i++) {
            Cancellation.check(i);
            int order = Object.KEY_ORDER.compare(left.keys.get(i), right.keys.get(i));
            if (order == 0) {
                order = compare(left.values.get(i), right.values.get(i));
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Returns a hash that equal values share: 1.0 and 1 are equal.
    static int hash(Json json) {
        return switch (json) {
            case Null _ -> 1;
            case Bool(boolean value) -> Boolean.hashCode(value);
            case Number(BigDecimal value) -> value.stripTrailingZeros().hashCode();
            case Text(String value) -> value.hashCode();
            case Array(List<Json> elements) -> {
                int hash = 7;
                for (Json element : Cancellation.each(elements)) {
                    hash = 31 * hash + hash(element);
                }
                yield hash;
            }
            case Object(List<String> keys, List<Json> values) -> {
                int hash = keys.hashCode();
                for (Json value : Cancellation.each(values)) {
                    hash = 31 * hash + hash(value);
                }
                yield hash;
            }
        };
    }
}
