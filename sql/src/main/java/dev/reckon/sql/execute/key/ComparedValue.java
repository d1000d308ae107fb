package dev.reckon.sql.execute.key;

import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.type.Value;

/// A value that is equal to another when their type's order says so.
record ComparedValue(Value value, ValueOrder order) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ComparedValue(Value otherValue, ValueOrder _)
                && order.compare(value, otherValue) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(order.hash(value));
    }
}
