package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.NumberInterval;
import dev.reckon.storage.type.Value;
import java.util.Optional;

/// What the finished build side of a hash join says of one column of the rows that are still to be
/// read for the other side: a row with another value has no partner, and may be left out early.
/// Safe for use by many threads.
///
/// The join makes it when its build side is read, and opens the other side in an [Evaluation] that
/// has it; a scan asks for it by the id that the plan gave to both. Nothing is wrong when a scan
/// leaves it out, or applies it to a part of the rows: the join tests every row again.
public interface RuntimeFilter {
    /// Returns the least value that has a partner, in the column's own form, for skipping blocks;
    /// NULL when that is not known.
    Value lower();

    /// Returns the greatest value that has a partner; NULL when that is not known.
    Value upper();

    /// Finds the selected rows of a batch whose value may have a partner. A NULL has none.
    ///
    /// @param values the column, as long as the batch
    /// @param selected set to those physical rows, ascending; may be the batch's own selection,
    ///   narrowed in place
    /// @return how many there are
    int select(ColumnVector values, Batch rows, int[] selected);

    /// Returns the numbers that may have a partner, when they are an interval, as it is known now.
    ///
    /// @param scale numerics are taken times 10^scale
    default Optional<NumberInterval> interval(int scale) {
        return Optional.empty();
    }

    /// Returns whether fewer and fewer values pass while the scan runs.
    default boolean tightens() {
        return false;
    }
}
