package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.ParallelRows;
import java.util.function.UnaryOperator;

/// Parallel rows with an operator on top of each part. Takes `input` over.
///
/// @param onTop puts an operator on a part, which it takes over
public record MappedRows(ParallelRows input, UnaryOperator<Operator> onTop)
        implements ParallelRows {
    @Override
    public int partCount() {
        return input.partCount();
    }

    @Override
    public Operator open(int part) {
        return onTop.apply(input.open(part));
    }

    @Override
    public void close() {
        input.close();
    }
}
