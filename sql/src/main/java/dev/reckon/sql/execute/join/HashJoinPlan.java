package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.MemoryReservation;
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
/// @param residual what else must hold for a pair; never with ANTI_NULL_AWARE
/// @param runtimeFilters what scans of the left side want to know of the right
/// @param isParallel whether several threads may compute the inputs
/// @param pairColumns the columns of the pairs, where pairs come out
public record HashJoinPlan(
        JoinKind kind,
        List<Expression> leftKeys,
        List<Expression> rightKeys,
        List<DataType> keyTypes,
        boolean nullsEqual,
        Optional<PairCondition> residual,
        List<PhysicalType> leftTypes,
        List<PhysicalType> rightTypes,
        List<RuntimeFilterSource> runtimeFilters,
        boolean isParallel,
        PairColumns pairColumns) {
    public HashJoinPlan {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        keyTypes = List.copyOf(keyTypes);
        leftTypes = List.copyOf(leftTypes);
        rightTypes = List.copyOf(rightTypes);
        runtimeFilters = List.copyOf(runtimeFilters);
    }

    /// Makes the plan of a join whose pairs have all columns.
    public HashJoinPlan(
            JoinKind kind,
            List<Expression> leftKeys,
            List<Expression> rightKeys,
            List<DataType> keyTypes,
            boolean nullsEqual,
            Optional<PairCondition> residual,
            List<PhysicalType> leftTypes,
            List<PhysicalType> rightTypes,
            List<RuntimeFilterSource> runtimeFilters,
            boolean isParallel) {
        this(
                kind,
                leftKeys,
                rightKeys,
                keyTypes,
                nullsEqual,
                residual,
                leftTypes,
                rightTypes,
                runtimeFilters,
                isParallel,
                PairColumns.all(leftTypes.size(), rightTypes.size()));
    }

    /// Returns whether right rows without a partner come out.
    boolean keepsRight() {
        return kind == JoinKind.RIGHT || kind == JoinKind.FULL;
    }

    /// Returns whether only right rows come out, when all left rows were read.
    boolean marksRight() {
        return kind == JoinKind.RIGHT_SEMI || kind == JoinKind.RIGHT_ANTI;
    }

    /// Returns whether it is NOT IN, which NULLs decide.
    boolean isNotIn() {
        return kind == JoinKind.ANTI_NULL_AWARE;
    }

    /// Returns the kind of the join with its sides exchanged, of one that [#marksRight].
    JoinKind mirroredKind() {
        return kind == JoinKind.RIGHT_SEMI ? JoinKind.SEMI : JoinKind.ANTI;
    }

    /// Returns whether there are no rows when the right side has none.
    boolean needsRight() {
        return switch (kind) {
            case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
            case LEFT, FULL, ANTI, ANTI_NULL_AWARE -> false;
        };
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
            if (rightKeys.get(source.key()).evaluate(rows, evaluation) instanceof LongVector keys) {
                Optional<LongKeyFilter> filter =
                        LongKeyFilter.of(
                                keys, bytes -> memory.tryResize(memory.byteCount() + bytes));
                if (filter.isPresent()) {
                    filtering = filtering.withRuntimeFilter(source.filterId(), filter.get());
                }
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
