package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.plan.WindowCall;
import java.util.Optional;

/// A compiled frame. Immutable.
///
/// @param startOffset reads no column
/// @param endOffset likewise
/// @param minus for RANGE with offsets: over a row of a sort key and an offset, the key minus the
///   offset
/// @param plus likewise, the key plus the offset
public record FrameSpec(
        WindowCall.Mode mode,
        WindowCall.Bound start,
        Optional<Expression> startOffset,
        WindowCall.Bound end,
        Optional<Expression> endOffset,
        WindowCall.Exclusion exclusion,
        Optional<Expression> minus,
        Optional<Expression> plus) {
    /// Returns whether the frame is the same for all rows of a partition: all of them.
    boolean isWholePartition() {
        return start == WindowCall.Bound.UNBOUNDED_PRECEDING
                && end == WindowCall.Bound.UNBOUNDED_FOLLOWING
                && exclusion == WindowCall.Exclusion.NO_OTHERS;
    }
}
