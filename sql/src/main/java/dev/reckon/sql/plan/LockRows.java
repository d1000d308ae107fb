package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Locks the rows of some tables that each row was made from, and evaluates the row again when
/// another transaction changed one meanwhile.
///
/// @param recheck what must still hold, over the columns of the input, when a row has changed; it
///   is dropped otherwise
public record LockRows(Plan input, List<RowLock> locks, Optional<Scalar> recheck) implements Plan {
    public LockRows {
        locks = List.copyOf(locks);
    }

    @Override
    public List<Column> columns() {
        return input.columns();
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new LockRows(newInputs.get(0), locks, recheck);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new LockRows(input, locks, recheck.map(change));
    }
}
