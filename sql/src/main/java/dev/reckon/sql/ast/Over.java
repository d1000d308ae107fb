package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// The window of a window function.
public sealed interface Over {
    /// Where it begins.
    int position();

    /// `OVER name`: the named window itself.
    record Named(String name, int position) implements Over {}

    /// `OVER (…)`, and the definition of a named window.
    ///
    /// @param base the window whose partitioning this one takes over
    record Specification(
            Optional<String> base,
            List<Expression> partitionBy,
            List<SortKey> orderBy,
            Optional<Frame> frame,
            int position)
            implements Over {}

    /// `ROWS|RANGE|GROUPS [BETWEEN] start [AND end] [EXCLUDE …]`; without an end it is the current
    /// row.
    record Frame(FrameMode mode, Bound start, Bound end, Exclusion exclusion, int position) {}

    /// What a frame counts in.
    enum FrameMode {
        ROWS,
        RANGE,
        GROUPS
    }

    /// One end of a frame.
    ///
    /// @param offset present for the two kinds with an offset
    record Bound(BoundKind kind, Optional<Expression> offset, int position) {}

    /// The kinds of bounds, from the first row on.
    enum BoundKind {
        UNBOUNDED_PRECEDING,
        OFFSET_PRECEDING,
        CURRENT_ROW,
        OFFSET_FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /// Rows that a frame leaves out.
    enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /// `WINDOW name AS (…)`.
    record Definition(String name, Specification specification, int position) {}
}
