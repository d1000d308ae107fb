package dev.reckon.storage.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;

/// Numbers that change outside transactions: the state of sequences, and the ids given out. Safe
/// for use by many threads.
///
/// A change is marked, and whoever commits next logs the newest value first: so it is durable no
/// later than any commit that could have used it.
public final class Counters {
    private final ConcurrentHashMap<Long, Long> values = new ConcurrentHashMap<>();
    private final Set<Long> changed = ConcurrentHashMap.newKeySet();

    /// Changes a counter, and returns its new value.
    public long update(long counterId, long initial, LongUnaryOperator next) {
        long value =
                values.compute(
                        counterId, (_, old) -> next.applyAsLong(old == null ? initial : old));
        changed.add(counterId);
        return value;
    }

    /// Returns a counter's value, or `initial` when it doesn't exist.
    public long value(long counterId, long initial) {
        return values.getOrDefault(counterId, initial);
    }

    /// Sets counters as recovery found them.
    public void restore(Map<Long, Long> recovered) {
        values.putAll(recovered);
    }

    /// Returns all values, for a manifest.
    public Map<Long, Long> all() {
        return new HashMap<>(values);
    }

    /// Takes the values to log.
    Map<Long, Long> takeChanged() {
        if (changed.isEmpty()) {
            return Map.of();
        }
        Map<Long, Long> taken = new HashMap<>();
        for (Long id : Set.copyOf(changed)) {
            changed.remove(id); // Before the value is read: a change that comes now marks it again.
            taken.put(id, values.getOrDefault(id, 0L));
        }
        return taken;
    }

    /// Marks values that could not be logged.
    void giveBack(Map<Long, Long> taken) {
        changed.addAll(taken.keySet());
    }
}
