package dev.reckon.sql.plan;

import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.WindowFunction;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One function over the window of a [Window].
///
/// @param output the column that holds the result
public record WindowCall(
        Column output,
        Function function,
        List<Scalar> arguments,
        Optional<Scalar> filter,
        Frame frame) {
    public WindowCall {
        arguments = List.copyOf(arguments);
    }

    /// What is computed.
    public sealed interface Function {
        /// A function that exists over windows only.
        record Own(WindowFunction function) implements Function {}

        /// Any aggregate, over the frame.
        record Whole(AggregateFunction function) implements Function {}
    }

    /// The rows of the partition that count for a row.
    ///
    /// @param startOffset of the kinds with an offset; for RANGE of the type that is added to the
    ///   sort key, else bigint
    /// @param endOffset likewise
    /// @param rangeBounds for RANGE with offsets: how the ends compare with a sort key
    public record Frame(
            Mode mode,
            Bound start,
            Optional<Scalar> startOffset,
            Bound end,
            Optional<Scalar> endOffset,
            Exclusion exclusion,
            Optional<RangeBounds> rangeBounds) {
        /// RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW.
        public static final Frame DEFAULT =
                new Frame(
                        Mode.RANGE,
                        Bound.UNBOUNDED_PRECEDING,
                        Optional.empty(),
                        Bound.CURRENT_ROW,
                        Optional.empty(),
                        Exclusion.NO_OTHERS,
                        Optional.empty());
    }

    /// How RANGE offsets work: over the column ids `keyId` (a row's sort key) and `offsetId` (the
    /// offset), the key minus and plus the offset.
    public record RangeBounds(int keyId, int offsetId, Scalar minus, Scalar plus) {}

    /// What a frame counts in.
    public enum Mode {
        ROWS,
        RANGE,
        GROUPS
    }

    /// The kinds of ends, from the first row on.
    public enum Bound {
        UNBOUNDED_PRECEDING,
        OFFSET_PRECEDING,
        CURRENT_ROW,
        OFFSET_FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /// Rows that the frame leaves out.
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /// Returns this with each scalar changed.
    public WindowCall map(UnaryOperator<Scalar> change) {
        var changed =
                new Frame(
                        frame.mode,
                        frame.start,
                        frame.startOffset.map(change),
                        frame.end,
                        frame.endOffset.map(change),
                        frame.exclusion,
                        frame.rangeBounds);
        return new WindowCall(
                output, function, Scalar.mapAll(arguments, change), filter.map(change), changed);
    }
}
