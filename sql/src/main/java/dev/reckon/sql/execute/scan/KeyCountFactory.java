package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.KeyCount;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.KeyRange;
import java.util.List;

/// Counts the rows of ranges of keys by their positions. Immutable; safe for many threads.
public final class KeyCountFactory implements OperatorFactory {
    private final KeyCount plan;
    private final CompiledKeys keys;

    /// @param outer compiles scalars that read no column
    public KeyCountFactory(KeyCount plan, ScalarCompiler outer) {
        this.plan = plan;
        this.keys = new CompiledKeys(plan.table(), plan.keys(), outer);
    }

    @Override
    public Operator open(Evaluation evaluation) {
        TableSnapshot table = TableScanFactory.snapshot(plan.table(), evaluation);
        long count = 0;
        if (keys.isAll()) {
            count = table.rowCount();
        } else {
            for (KeyRange range : keys.ranges(evaluation)) {
                count += table.rowCount(range);
            }
        }
        return new RowsOperator(List.of(new Batch(List.of(LongVector.of(count)), 1)).iterator());
    }
}
