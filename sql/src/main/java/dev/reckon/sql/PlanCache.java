package dev.reckon.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps the values used last, up to a number. For one thread.
final class PlanCache<K, V> {
    private final LinkedHashMap<K, V> entries;

    PlanCache(int sizeMax) {
        this.entries =
                new LinkedHashMap<>(sizeMax, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                        return size() > sizeMax;
                    }
                };
    }

    /// Returns the value of a key, or null; on the path of every statement.
    @Nullable V find(K key) {
        return entries.get(key);
    }

    void put(K key, V value) {
        entries.put(key, value);
    }

    void clear() {
        entries.clear();
    }
}
