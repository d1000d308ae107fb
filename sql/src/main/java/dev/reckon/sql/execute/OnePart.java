package dev.reckon.sql.execute;

/// A step that can't be divided, as the only part of parallel rows.
public record OnePart(OperatorFactory factory, Evaluation evaluation) implements ParallelRows {
    @Override
    public int partCount() {
        return 1;
    }

    @Override
    public Operator open(int part) {
        return factory.open(evaluation);
    }
}
