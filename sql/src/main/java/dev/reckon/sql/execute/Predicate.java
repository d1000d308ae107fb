package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.NumberInterval;
import java.util.Optional;

/// A compiled condition. Immutable; safe for many threads.
@FunctionalInterface
public interface Predicate {
    /// Finds the selected rows of a batch for which the condition is true (neither false nor NULL).
    ///
    /// @param selected set to those physical rows, ascending; as long as the batch has rows
    /// @return how many there are
    int select(Batch rows, Evaluation evaluation, int[] selected);

    /// Returns the numbers for which the condition is true, of one over a single column of integers
    /// or numerics, when it is that simple; NULL is none of them.
    ///
    /// @param scale numerics are taken times 10^scale
    default Optional<NumberInterval> interval(Evaluation evaluation, int scale) {
        return Optional.empty();
    }
}
