package dev.reckon.sql.execute;

import java.util.IdentityHashMap;
import java.util.function.Supplier;

/// Values that an execution computes at most once. Safe for use by many threads: the lock guards
/// the map and is held while a value is computed, which may ask for others.
final class Once {
    private final IdentityHashMap<Object, Object> values = new IdentityHashMap<>(0);

    synchronized Object value(Object key, Supplier<?> compute) {
        Object known = values.get(key);
        if (known != null) {
            return known;
        }
        Object value = compute.get();
        values.put(key, value);
        return value;
    }
}
