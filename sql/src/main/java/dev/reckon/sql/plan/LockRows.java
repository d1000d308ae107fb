package dev.reckon.sql.plan;

import java.util.List;

/// Locks the rows of some tables that each row was made from, and evaluates the row again when
/// another transaction changed one meanwhile.
public record LockRows(Plan input, List<RowLock> locks) implements Plan {
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
        return new LockRows(newInputs.get(0), locks);
    }
}
