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
    ANTI_NULL_AWARE,
    /// The right rows that have a partner, once each; only the right columns. Of hash joins only.
    RIGHT_SEMI,
    /// The right rows that have no partner; only the right columns. Of hash joins only.
    RIGHT_ANTI;

    /// Returns the columns of a join of this kind.
    public List<Column> columns(Plan left, Plan right) {
        return switch (this) {
            case INNER, LEFT, RIGHT, FULL -> {
                var all = new ArrayList<Column>(left.columns());
                all.addAll(right.columns());
                yield all;
            }
            case SEMI, ANTI, ANTI_NULL_AWARE -> left.columns();
            case RIGHT_SEMI, RIGHT_ANTI -> right.columns();
        };
    }

    /// Returns whether pairs come out: rows with the columns of both sides.
    public boolean givesPairs() {
        return this == INNER || isOuter();
    }

    /// Returns whether left rows without a partner don't come out.
    public boolean dropsLeft() {
        return switch (this) {
            case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
            case LEFT, FULL, ANTI, ANTI_NULL_AWARE -> false;
        };
    }

    /// Returns whether one side may be filled up with NULLs.
    public boolean isOuter() {
        return this == LEFT || this == RIGHT || this == FULL;
    }
}
