package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.stream.MappedRows;
import java.util.Optional;

/// A compiled step whose operators count what they do.
record MeasuredFactory(OperatorFactory inner, NodeStatistics statistics)
        implements OperatorFactory {
    @Override
    public Operator open(Evaluation evaluation) {
        long start = System.nanoTime();
        Operator operator = inner.open(evaluation);
        statistics.open(System.nanoTime() - start);
        return new MeasuredOperator(operator, statistics);
    }

    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        long start = System.nanoTime();
        Optional<ParallelRows> rows = inner.openParallel(evaluation);
        if (rows.isPresent()) {
            statistics.open(System.nanoTime() - start);
        }
        return rows.map(
                parts -> new MappedRows(parts, part -> new MeasuredOperator(part, statistics)));
    }

    @Override
    public OperatorFactory lending() {
        return new MeasuredFactory(inner.lending(), statistics);
    }
}
