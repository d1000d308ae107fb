package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Over;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.sql.plan.WindowCall;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.List;
import java.util.Optional;

/// Binds the frames of windows.
///
/// @param expressions binds the call whose window it is
/// @param inside binds what stands in the window
record FrameBinder(ExpressionBinder expressions, ExpressionBinder inside) {
    /// Returns the order of a window with its key in the type in which RANGE with an offset
    /// compares it: dates become timestamps, for an interval may be a part of a day.
    List<SortKey> order(Over.Frame frame, List<SortKey> order) {
        if (!isRangeWithOffset(frame) || order.size() != 1) {
            return order;
        }
        SortKey key = order.getFirst();
        DataType type = expressions.binder.coercion.base(key.value().type());
        if (type.equals(DataType.DATE)) {
            return List.of(compared(key, DataType.TIMESTAMP, frame));
        }
        return type.equals(DataType.FLOAT4)
                ? List.of(compared(key, DataType.FLOAT8, frame))
                : order;
    }

    private SortKey compared(SortKey key, DataType type, Over.Frame frame) {
        return key.with(
                expressions.binder.coercion.explicit(key.value(), type, -1, frame.position()));
    }

    private static boolean isRangeWithOffset(Over.Frame frame) {
        return frame.mode() == Over.FrameMode.RANGE
                && (frame.start().offset().isPresent() || frame.end().offset().isPresent());
    }

    /// Binds a frame.
    ///
    /// @param written the types of the window's keys as they are written
    /// @param order the keys as [#order] gives them
    WindowCall.Frame bind(Over.Frame frame, List<DataType> written, List<SortKey> order) {
        var mode = WindowCall.Mode.valueOf(frame.mode().name());
        var start = WindowCall.Bound.valueOf(frame.start().kind().name());
        var end = WindowCall.Bound.valueOf(frame.end().kind().name());
        requireOrderOfEnds(start, end, frame);
        if (mode == WindowCall.Mode.GROUPS && order.isEmpty()) {
            throw new DatabaseException(
                            SqlState.WINDOWING_ERROR, "GROUPS mode requires an ORDER BY clause")
                    .at(frame.position());
        }
        boolean isShifted = isRangeWithOffset(frame);
        if (isShifted && order.size() != 1) {
            throw new DatabaseException(
                            SqlState.WINDOWING_ERROR,
                            "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY"
                                    + " column")
                    .at(frame.position());
        }
        Optional<WindowCall.RangeBounds> bounds = Optional.empty();
        if (isShifted) {
            DataType key = expressions.binder.coercion.base(order.getFirst().value().type());
            bounds =
                    Optional.of(
                            rangeBounds(key, offsetType(key, written.getFirst(), frame), frame));
        }
        return new WindowCall.Frame(
                mode,
                start,
                offset(frame.start(), mode, written),
                end,
                offset(frame.end(), mode, written),
                WindowCall.Exclusion.valueOf(frame.exclusion().name()),
                bounds);
    }

    private Optional<Scalar> offset(
            Over.Bound bound, WindowCall.Mode mode, List<DataType> written) {
        return bound.offset()
                .map(inside::bind)
                .map(each ->
                        mode == WindowCall.Mode.RANGE
                                ? rangeOffset(each, written.getFirst(), bound.position())
                                : rowOffset(each, mode, bound.position()));
    }

    private Scalar rowOffset(Scalar offset, WindowCall.Mode mode, int position) {
        requireNoVariables(offset, mode, position);
        return expressions
                .binder
                .coercion
                .convert(offset, DataType.INT8, -1, CastContext.IMPLICIT, position)
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "argument of "
                                                + mode
                                                + " must be type bigint, not type "
                                                + offset.type())
                                .at(position));
    }

    /// The arguments of a function whose body this is are no variables.
    private void requireNoVariables(Scalar offset, WindowCall.Mode mode, int position) {
        if (Scalars.columnIds(offset).stream().anyMatch(expressions.scope::owns)) {
            throw new DatabaseException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "argument of " + mode + " must not contain variables")
                    .at(position);
        }
    }

    private Scalar rangeOffset(Scalar offset, DataType written, int position) {
        requireNoVariables(offset, WindowCall.Mode.RANGE, position);
        DataType type = offsetType(expressions.binder.coercion.base(written)).orElseThrow();
        return expressions
                .binder
                .coercion
                .convert(offset, type, -1, CastContext.IMPLICIT, position)
                .orElseThrow(() ->
                        unsupported(written + " and offset type " + offset.type(), position)
                                .withHint("Cast the offset value to an appropriate type."));
    }

    private DataType offsetType(DataType key, DataType written, Over.Frame frame) {
        return offsetType(key)
                .orElseThrow(() ->
                        unsupported(
                                written.equals(DataType.VARCHAR)
                                        ? DataType.TEXT.sqlName()
                                        : written.sqlName(),
                                frame.position()));
    }

    private static DatabaseException unsupported(String types, int position) {
        return new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "RANGE with offset PRECEDING/FOLLOWING is not supported for column type "
                                + types)
                .at(position);
    }

    /// Returns the type of what is added to keys of a type.
    private static Optional<DataType> offsetType(DataType key) {
        if (List.of(DataType.INT2, DataType.INT4, DataType.INT8).contains(key)) {
            return Optional.of(DataType.INT8);
        } else if (List.of(DataType.FLOAT4, DataType.FLOAT8).contains(key)) {
            return Optional.of(DataType.FLOAT8);
        } else if (key.equals(DataType.NUMERIC)) {
            return Optional.of(DataType.NUMERIC);
        }
        return key.category() == TypeCategory.DATE_TIME || key.category() == TypeCategory.TIMESPAN
                ? Optional.of(DataType.INTERVAL)
                : Optional.empty();
    }

    private WindowCall.RangeBounds rangeBounds(DataType key, DataType offset, Over.Frame frame) {
        Binder binder = expressions.binder;
        int keyId = binder.ids.next();
        int offsetId = binder.ids.next();
        Scalar keyValue = new Scalar.ColumnValue(keyId, "key", key, -1);
        Scalar offsetValue = new Scalar.ColumnValue(offsetId, "offset", offset, -1);
        int position = frame.position();
        Scalar minus = expressions.operators.binary("-", keyValue, offsetValue, position);
        Scalar plus = expressions.operators.binary("+", keyValue, offsetValue, position);
        return new WindowCall.RangeBounds(
                keyId,
                offsetId,
                binder.coercion.explicit(minus, key, -1, position),
                binder.coercion.explicit(plus, key, -1, position));
    }

    private static void requireOrderOfEnds(
            WindowCall.Bound start, WindowCall.Bound end, Over.Frame frame) {
        String wrong = "";
        if (start == WindowCall.Bound.UNBOUNDED_FOLLOWING) {
            wrong = "frame start cannot be UNBOUNDED FOLLOWING";
        } else if (end == WindowCall.Bound.UNBOUNDED_PRECEDING) {
            wrong = "frame end cannot be UNBOUNDED PRECEDING";
        } else if (start == WindowCall.Bound.CURRENT_ROW
                && end == WindowCall.Bound.OFFSET_PRECEDING) {
            wrong = "frame starting from current row cannot have preceding rows";
        } else if (start == WindowCall.Bound.OFFSET_FOLLOWING
                && (end == WindowCall.Bound.OFFSET_PRECEDING
                        || end == WindowCall.Bound.CURRENT_ROW)) {
            wrong = "frame starting from following row cannot have preceding rows";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(SqlState.WINDOWING_ERROR, wrong).at(frame.position());
        }
    }
}
