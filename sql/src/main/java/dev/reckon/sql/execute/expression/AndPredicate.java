package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.NumberInterval;
import java.util.Optional;

/// Conditions that all must hold, each tested for the rows that the ones before it let pass.
record AndPredicate(Predicate[] operands) implements Predicate {
    @Override
    public int select(Batch rows, Evaluation evaluation, int[] selected) {
        Batch rest = rows;
        int count = 0;
        for (Predicate operand : operands) {
            // The array is read as the selection while it is written as the result: an operand
            // reads row i before it writes position i.
            count = operand.select(rest, evaluation, selected);
            if (count == 0) {
                return 0;
            }
            rest = rows.select(selected, count);
        }
        return count;
    }

    /// What all operands say, when all of them are intervals.
    @Override
    public Optional<NumberInterval> interval(Evaluation evaluation, int scale) {
        LongInterval common = LongInterval.ALL;
        for (Predicate operand : operands) {
            Optional<NumberInterval> one = operand.interval(evaluation, scale);
            if (one.isEmpty() || !one.get().inside()) {
                return Optional.empty();
            }
            common = common.intersect(new LongInterval(one.get().least(), one.get().greatest()));
        }
        return Optional.of(common.numbers(true));
    }
}
