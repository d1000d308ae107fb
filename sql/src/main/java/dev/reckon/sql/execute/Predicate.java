package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;

/// A compiled condition. Immutable; safe for many threads.
@FunctionalInterface
public interface Predicate {
    /// Finds the selected rows of a batch for which the condition is true (neither false nor NULL).
    ///
    /// @param selected set to those physical rows, ascending; as long as the batch has rows
    /// @return how many there are
    int select(Batch rows, Evaluation evaluation, int[] selected);
}
