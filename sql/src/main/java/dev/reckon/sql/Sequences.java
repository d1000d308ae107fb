package dev.reckon.sql;

import dev.reckon.sql.catalog.Sequence;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// How sequences count.
final class Sequences {
    private Sequences() {}

    /// Returns the value after a state.
    ///
    /// @throws DatabaseException 2200H at the end of a sequence that does not cycle
    static long next(Sequence sequence, long state) {
        long increment = sequence.increment();
        boolean overflows =
                increment > 0
                        ? state > sequence.maximum() - increment
                        : state < sequence.minimum() - increment;
        if (!overflows) {
            return state + increment;
        }
        if (sequence.cycle()) {
            return increment > 0 ? sequence.minimum() : sequence.maximum();
        }
        throw new DatabaseException(
                SqlState.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
                increment > 0
                        ? "nextval: reached maximum value of sequence \""
                                + sequence.name()
                                + "\" ("
                                + sequence.maximum()
                                + ")"
                        : "nextval: reached minimum value of sequence \""
                                + sequence.name()
                                + "\" ("
                                + sequence.minimum()
                                + ")");
    }
}
