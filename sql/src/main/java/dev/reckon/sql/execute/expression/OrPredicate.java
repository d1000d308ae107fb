package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;

/// Conditions of which one must hold, each tested for the rows that none before it let pass.
record OrPredicate(Predicate[] operands) implements Predicate {
    @Override
    public int select(Batch rows, Evaluation evaluation, int[] selected) {
        // Not into `selected` at once: it may be the very array from which `rows` are selected.
        int[] chosen = new int[rows.rowCount()];
        int[] found = new int[rows.rowCount()];
        int count = operands[0].select(rows, evaluation, chosen);
        for (int i = 1; i < operands.length && count < rows.selectedCount(); i++) {
            int[] rest = new int[rows.selectedCount()];
            int restCount = Booleans.complement(rows, chosen, count, rest);
            int foundCount = operands[i].select(rows.select(rest, restCount), evaluation, found);
            count = Booleans.merge(chosen, count, found, foundCount);
        }
        System.arraycopy(chosen, 0, selected, 0, count);
        return count;
    }
}
