package dev.reckon.sql.execute;

import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Values that an execution computes at most once. Safe for use by many threads: who asks for a
/// value that another thread computes waits for it.
///
/// Each value has a lock of its own: to compute one may take helpers, which ask for others.
final class Once {
    /// Guarded by itself.
    private final IdentityHashMap<Object, Slot> slots = new IdentityHashMap<>(0);

    private static final class Slot {
        private @Nullable Object value;

        synchronized Object value(Supplier<?> compute) {
            Object known = value;
            if (known == null) {
                known = compute.get();
                value = known;
            }
            return known;
        }
    }

    Object value(Object key, Supplier<?> compute) {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(key, _ -> new Slot());
        }
        return slot.value(compute);
    }
}
