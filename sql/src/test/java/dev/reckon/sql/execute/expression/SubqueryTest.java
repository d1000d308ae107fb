package dev.reckon.sql.execute.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A correlated subquery runs once for the same outer values, unless more than they decide.
final class SubqueryTest {
    private static final int COLUMN = 7;

    private final AtomicInteger runCount = new AtomicInteger();
    private final Evaluation evaluation = new TestEvaluations(Long.MAX_VALUE).evaluation();
    private final Object key = new Object();

    /// Gives ten times the outer column.
    private Operator query(Evaluation inner) {
        runCount.incrementAndGet();
        LongVector outer = (LongVector) inner.outerValue(COLUMN, 1);
        return new Operator() {
            private boolean isRead;

            @Override
            public Optional<Batch> next() {
                boolean isFirst = !isRead;
                isRead = true;
                return isFirst
                        ? Optional.of(new Batch(List.of(LongVector.of(outer.values()[0] * 10)), 1))
                        : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    private long[] run(List<Integer> deciding, Evaluation outer, long... values) {
        var subquery =
                new Subquery(this::query, Subquery.Frequency.ROW, new int[] {COLUMN}, deciding);
        var rows = new Batch(List.of(LongVector.of(values)), values.length);
        var results =
                subquery.evaluate(
                        key,
                        rows,
                        outer,
                        PhysicalType.INT8,
                        query -> query.next().orElseThrow().column(0));
        return ((LongVector) results).values();
    }

    @Test
    void runsOnceForEachOuterValue() {
        assertThat(run(List.of(COLUMN), evaluation, 3, 4, 3, 3)).startsWith(30, 40, 30, 30);
        assertThat(run(List.of(COLUMN), evaluation, 4, 5)).startsWith(40, 50);
        assertThat(runCount).hasValue(3);
    }

    @Test
    void runsForEachRowWhenItIsNotRepeatable() {
        assertThat(run(List.of(), evaluation, 3, 4, 3)).startsWith(30, 40, 30);
        assertThat(runCount).hasValue(3);
    }

    @Test
    void runsForEachRowWhenARowStandsForItsTable() {
        Evaluation again = evaluation.withRowOfTable(1, new Batch(List.of(), 0));
        assertThat(run(List.of(COLUMN), again, 3, 3)).startsWith(30, 30);
        assertThat(runCount).hasValue(2);
    }
}
