package dev.reckon.sql.plan;

import java.util.ArrayList;
import java.util.List;

/// Which rows a join gives.
public enum JoinKind {
    INNER,
    /// Also the left rows without a partner, with NULLs on the right.
    LEFT,
    RIGHT,
    FULL,
    /// The left rows that have a partner, once each; only the left columns.
    SEMI,
    /// The left rows that have no partner; only the left columns.
    ANTI,
    /// As `NOT IN`: the left rows for which no pair is true or NULL; only the left columns.
    ANTI_NULL_AWARE;

    /// Returns the columns of a join of this kind.
    public List<Column> columns(Plan left, Plan right) {
        if (!givesRight()) {
            return left.columns();
        }
        var all = new ArrayList<Column>(left.columns());
        all.addAll(right.columns());
        return all;
    }

    /// Returns whether the rows hold the right input's columns.
    public boolean givesRight() {
        return this == INNER || isOuter();
    }

    /// Returns whether left rows without a partner don't come out.
    public boolean dropsLeft() {
        return this == INNER || this == RIGHT || this == SEMI;
    }

    /// Returns whether one side may be filled up with NULLs.
    public boolean isOuter() {
        return this == LEFT || this == RIGHT || this == FULL;
    }
}
