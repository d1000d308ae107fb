package dev.reckon.storage.batch;

import java.util.Optional;

/// A condition on one column of a table. A scan tests it before it decodes other columns, and where
/// it can on the encoded values: on numbers as they are stored, on each entry of a dictionary once.
/// Safe for many threads.
///
/// It never fails, whatever the values: it is also asked about values that no row has any more.
public interface ColumnCondition {
    /// Returns the column's position in the table.
    int column();

    /// Finds the selected rows for which the condition is true.
    ///
    /// @param values a batch of the column alone
    /// @param selected set to those physical rows, ascending; as long as the batch has rows
    /// @return how many there are
    int select(Batch values, int[] selected);

    /// Returns the numbers that meet the condition, when it is that simple: NULL does not meet it.
    /// Asked about once a block.
    ///
    /// @param scale the numbers are the values of a `LongVector` for 0, or those of a numeric times
    ///   10^scale
    default Optional<NumberInterval> interval(int scale) {
        return Optional.empty();
    }
}
