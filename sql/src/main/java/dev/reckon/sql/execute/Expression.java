package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;

/// A compiled scalar. Immutable; safe for many threads.
@FunctionalInterface
public interface Expression {
    /// Computes the expression for the selected rows of a batch.
    ///
    /// @return a vector of `rows.rowCount()` rows, of which the selected ones are right; the others
    ///   are unspecified, and never make the evaluation fail
    ColumnVector evaluate(Batch rows, Evaluation evaluation);
}
