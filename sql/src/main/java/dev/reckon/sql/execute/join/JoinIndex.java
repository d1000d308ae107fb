package dev.reckon.sql.execute.join;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;

/// Finds the build rows of a key: the first of them, from which a chain leads to the others.
/// Finished; safe for many threads.
sealed interface JoinIndex permits ArrayIndex, HashIndex, ValueIndex {
    /// What [Lookup#find] gives a row whose key no build row has.
    int NONE = -1;

    /// Makes the working memory of one thread.
    Lookup newLookup();

    /// Finds keys for one thread.
    interface Lookup {
        /// Finds the first build row with the key of each selected row.
        ///
        /// @param firsts set for each selected row, by its index; [JoinIndex#NONE] where there is
        ///   none
        void find(List<ColumnVector> keys, Batch rows, int[] firsts);
    }
}
