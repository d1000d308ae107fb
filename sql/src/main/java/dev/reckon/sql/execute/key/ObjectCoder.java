package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Boxed values by a dictionary of their canonical forms.
final class ObjectCoder implements KeyCoder {
    /// A guess at what one dictionary entry takes.
    private static final int ENTRY_BYTES = 200;

    private final Function<Value, Object> canonical;
    private final Map<Object, Long> numbers = new HashMap<>();

    /// @param canonical turns equal values into equal objects, and others into different ones
    ObjectCoder(Function<Value, Object> canonical) {
        this.canonical = canonical;
    }

    @Override
    public void encode(
            ColumnVector vector, Batch rows, long[] codes, StringMemo memo, boolean grow) {
        int count = rows.selectedCount();
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            codes[i] = vector.isNull(row) ? 0 : code(vector.value(row), grow);
        }
    }

    private long code(Value value, boolean grow) {
        Object key = canonical.apply(value);
        Long known = numbers.get(key);
        if (known != null) {
            return known;
        }
        if (!grow) {
            return ABSENT;
        }
        long code = numbers.size();
        numbers.put(key, code);
        return code;
    }

    @Override
    public long byteCount() {
        return (long) numbers.size() * ENTRY_BYTES;
    }
}
