package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.MemoryBudget;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What a correlated subquery gave in one execution, by the outer values that it read: other rows
/// often have the same. Holds some thousand small results, as far as the query's memory allows.
/// Safe for use by many threads.
final class SubqueryMemo {
    private static final int COUNT_MAX = 1 << 13;

    /// Longer strings are not remembered.
    private static final int BYTE_COUNT_MAX = 128;

    /// What a result takes with its values, without their strings.
    private static final int BYTES_PER_RESULT = 320;

    private final Map<List<Value>, ColumnVector> results = new ConcurrentHashMap<>();

    /// Guards itself.
    private final MemoryReservation memory;

    SubqueryMemo(MemoryBudget budget) {
        this.memory = budget.open();
    }

    /// Returns the result for some outer values, a vector of one row.
    ColumnVector result(List<Value> outerValues, Supplier<ColumnVector> compute) {
        ColumnVector known = results.get(outerValues);
        if (known != null) {
            return known;
        }
        ColumnVector result = compute.get();
        if (results.size() < COUNT_MAX
                && outerValues.stream().allMatch(SubqueryMemo::isSmall)
                && isSmall(result.value(0))
                && reserve(byteCount(outerValues, result))) {
            results.put(outerValues, result);
        }
        return result;
    }

    private boolean reserve(long byteCount) {
        synchronized (memory) {
            return memory.tryResize(memory.byteCount() + byteCount);
        }
    }

    private static long byteCount(List<Value> outerValues, ColumnVector result) {
        long sum = (long) BYTES_PER_RESULT + byteCount(result.value(0));
        for (Value value : outerValues) {
            sum += byteCount(value);
        }
        return sum;
    }

    private static int byteCount(Value value) {
        return value instanceof Value.Bytes(byte[] bytes) ? bytes.length : 0;
    }

    private static boolean isSmall(Value value) {
        return switch (value) {
            case Value.Null _, Value.Int _, Value.Real _, Value.Numeric _ -> true;
            case Value.Bytes(byte[] bytes) -> bytes.length <= BYTE_COUNT_MAX;
            default -> false;
        };
    }
}
