package dev.reckon.sql.plan;

import java.util.List;

/// UNION, INTERSECT or EXCEPT of two inputs, column by column in order; the types agree.
public record SetOperation(Kind kind, boolean all, Plan left, Plan right, List<Column> columns)
        implements Plan {
    public SetOperation {
        columns = List.copyOf(columns);
    }

    @Override
    public List<Plan> inputs() {
        return List.of(left, right);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new SetOperation(kind, all, newInputs.get(0), newInputs.get(1), columns);
    }

    /// Which set operation.
    public enum Kind {
        UNION,
        INTERSECT,
        EXCEPT
    }
}
