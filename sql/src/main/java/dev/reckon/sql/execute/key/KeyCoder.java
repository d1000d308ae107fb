package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;

/// Turns the values of one key column into 64-bit codes that are equal exactly when the values are
/// equal as SQL compares them.
sealed interface KeyCoder permits LongCoder, DoubleCoder, NumericCoder, BytesCoder, ObjectCoder {
    /// The code of a value that has none yet: equal to that of no value that has one.
    long ABSENT = Long.MAX_VALUE;

    /// Writes the codes of the selected rows; those of NULL rows are unspecified.
    ///
    /// With `grow`, new values get codes, and one thread may call; without it, they are [#ABSENT],
    /// and many threads may call while none grows.
    ///
    /// @param codes set for each selected row, by its index in the selection
    /// @param memo the calling thread's, for this column
    void encode(ColumnVector vector, Batch rows, long[] codes, StringMemo memo, boolean grow);

    /// Returns about how many bytes of memory the coder takes.
    long byteCount();

    /// Returns whether another batch might not fit, whatever the memory.
    default boolean isFull() {
        return false;
    }
}
