package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.RuntimeFilterSource;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A compiled hash join. Immutable; safe for many threads.
///
/// @param leftKeys over the left columns
/// @param rightKeys over the right columns, of the same types
/// @param nullsEqual whether NULLs are partners, as in set operations; otherwise they have none
/// @param residual over the columns of both; never with ANTI_NULL_AWARE
/// @param runtimeFilters what scans of the left side want to know of the right
public record HashJoinPlan(
        JoinKind kind,
        List<Expression> leftKeys,
        List<Expression> rightKeys,
        List<DataType> keyTypes,
        boolean nullsEqual,
        Optional<Predicate> residual,
        List<PhysicalType> leftTypes,
        List<PhysicalType> rightTypes,
        List<RuntimeFilterSource> runtimeFilters) {
    public HashJoinPlan {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        keyTypes = List.copyOf(keyTypes);
        leftTypes = List.copyOf(leftTypes);
        rightTypes = List.copyOf(rightTypes);
        runtimeFilters = List.copyOf(runtimeFilters);
    }

    /// Makes a join that filters no scan.
    public HashJoinPlan(
            JoinKind kind,
            List<Expression> leftKeys,
            List<Expression> rightKeys,
            List<DataType> keyTypes,
            boolean nullsEqual,
            Optional<Predicate> residual,
            List<PhysicalType> leftTypes,
            List<PhysicalType> rightTypes) {
        this(
                kind,
                leftKeys,
                rightKeys,
                keyTypes,
                nullsEqual,
                residual,
                leftTypes,
                rightTypes,
                List.of());
    }

    /// Returns whether right rows without a partner come out.
    boolean keepsRight() {
        return kind == JoinKind.RIGHT || kind == JoinKind.FULL;
    }

    /// Returns whether left rows without a partner come out.
    boolean keepsLeft() {
        return kind == JoinKind.LEFT || kind == JoinKind.FULL;
    }

    /// Returns an evaluation for the left side that knows what the right side's rows say of it.
    ///
    /// @param memory the join's, which grows by what the filters take; without it there are none
    Evaluation withRuntimeFilters(
            JoinTable table, MemoryReservation memory, Evaluation evaluation) {
        Evaluation filtering = evaluation;
        for (RuntimeFilterSource source : runtimeFilters) {
            Batch rows = new Batch(table.columns(), table.rowCount());
            if (rightKeys.get(source.key()).evaluate(rows, evaluation) instanceof LongVector keys
                    && memory.tryResize(
                            memory.byteCount() + LongKeyFilter.byteCount(keys.rowCount()))) {
                filtering = filtering.withRuntimeFilter(source.filterId(), LongKeyFilter.of(keys));
            }
        }
        return filtering;
    }

    static List<ColumnVector> evaluate(List<Expression> keys, Batch rows, Evaluation evaluation) {
        List<ColumnVector> vectors = new ArrayList<>(keys.size());
        for (Expression key : keys) {
            vectors.add(key.evaluate(rows, evaluation));
        }
        return vectors;
    }
}
