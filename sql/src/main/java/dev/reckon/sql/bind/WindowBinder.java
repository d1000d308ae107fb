package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.WindowFunction;
import dev.reckon.sql.function.catalog.ResolvedFunction.Target;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.sql.plan.WindowCall;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds calls with OVER.
final class WindowBinder {
    private final ExpressionBinder expressions;
    private final Binder binder;

    WindowBinder(ExpressionBinder expressions) {
        this.expressions = expressions;
        this.binder = expressions.binder;
    }

    Scalar bind(Expression.FunctionCall call) {
        Optional<Collector> collector = expressions.scope.collector();
        if (!expressions.clause.allowsWindows() || collector.isEmpty()) {
            throw new DatabaseException(
                            SqlState.WINDOWING_ERROR,
                            expressions.clause == Clause.WINDOW_DEFINITION
                                    ? "window function calls cannot be nested"
                                    : expressions.clause == Clause.AGGREGATE_ARGUMENT
                                            ? "aggregate function calls cannot contain window"
                                                    + " function calls"
                                            : "window functions are not allowed in "
                                                    + expressions.clause.text())
                    .at(call.position());
        }
        ExpressionBinder inside = expressions.in(Clause.WINDOW_DEFINITION);
        var resolved = new CallBinder(expressions).resolve(call, call.arguments(), inside);
        String name = call.name().dotted();
        WindowCall.Function function =
                switch (resolved.function().target()) {
                    case Target.Window(WindowFunction own) -> new WindowCall.Function.Own(own);
                    case Target.Aggregate(AggregateFunction whole) ->
                            new WindowCall.Function.Whole(whole);
                    default ->
                            throw new DatabaseException(
                                            SqlState.WRONG_OBJECT_TYPE,
                                            "OVER specified, but "
                                                    + name
                                                    + " is not a window function nor an aggregate"
                                                    + " function")
                                    .at(call.position());
                };
        requireForm(call, function);
        Optional<Scalar> filter =
                call.filter()
                        .map(each -> expressions.in(Clause.FILTER).bindCondition(each, "FILTER"));
        Over.Specification specification = specification(call, collector.get());
        var partition = new ArrayList<Scalar>();
        for (Expression key : specification.partitionBy()) {
            Scalar value = inside.bindKnown(key);
            Orders.requireOrder(value.type(), key.position());
            partition.add(value);
        }
        var order = new ArrayList<SortKey>();
        for (var key : specification.orderBy()) {
            order.add(Orders.key(inside.bindKnown(key.expression()), key));
        }
        Column output = binder.newColumn(call.name().name(), resolved.function().resultType(), -1);
        var bound =
                new WindowCall(
                        output,
                        function,
                        resolved.arguments(),
                        filter,
                        frame(specification, order, inside));
        return collector.get().addWindowCall(partition, order, bound).value();
    }

    private static void requireForm(Expression.FunctionCall call, WindowCall.Function function) {
        String wrong = "";
        if (call.distinct()) {
            wrong = "DISTINCT is not implemented for window functions";
        } else if (!call.orderBy().isEmpty()) {
            wrong = "aggregate ORDER BY is not implemented for window functions";
        } else if (call.filter().isPresent() && function instanceof WindowCall.Function.Own) {
            wrong = "FILTER is not implemented for non-aggregate window functions";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(SqlState.FEATURE_NOT_SUPPORTED, wrong).at(call.position());
        }
    }

    /// Finds the window, and takes over what a base window says.
    private static Over.Specification specification(
            Expression.FunctionCall call, Collector collector) {
        Over over = call.over().orElseThrow();
        return switch (over) {
            case Over.Named(String name, int position) -> named(name, position, collector);
            case Over.Specification specification ->
                    specification.base().isEmpty()
                            ? specification
                            : merge(specification, collector);
        };
    }

    private static Over.Specification named(String name, int position, Collector collector) {
        Over.Specification specification = collector.namedWindows().get(name);
        if (specification == null) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT, "window \"" + name + "\" does not exist")
                    .at(position);
        }
        return specification.base().isEmpty() ? specification : merge(specification, collector);
    }

    static Over.Specification merge(Over.Specification specification, Collector collector) {
        String name = specification.base().orElseThrow();
        Over.Specification base = named(name, specification.position(), collector);
        String wrong = "";
        if (!specification.partitionBy().isEmpty()) {
            wrong = "cannot override PARTITION BY clause of window \"" + name + "\"";
        } else if (!specification.orderBy().isEmpty() && !base.orderBy().isEmpty()) {
            wrong = "cannot override ORDER BY clause of window \"" + name + "\"";
        } else if (base.frame().isPresent()) {
            wrong = "cannot copy window \"" + name + "\" because it has a frame clause";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(SqlState.WINDOWING_ERROR, wrong)
                    .at(specification.position());
        }
        return new Over.Specification(
                Optional.empty(),
                base.partitionBy(),
                specification.orderBy().isEmpty() ? base.orderBy() : specification.orderBy(),
                specification.frame(),
                specification.position());
    }

    private WindowCall.Frame frame(
            Over.Specification specification, List<SortKey> order, ExpressionBinder inside) {
        if (specification.frame().isEmpty()) {
            return WindowCall.Frame.DEFAULT;
        }
        Over.Frame frame = specification.frame().get();
        var mode = WindowCall.Mode.valueOf(frame.mode().name());
        var start = WindowCall.Bound.valueOf(frame.start().kind().name());
        var end = WindowCall.Bound.valueOf(frame.end().kind().name());
        requireOrderOfEnds(start, end, frame);
        boolean offsets = frame.start().offset().isPresent() || frame.end().offset().isPresent();
        if (mode == WindowCall.Mode.GROUPS && order.isEmpty()) {
            throw new DatabaseException(
                            SqlState.WINDOWING_ERROR, "GROUPS mode requires an ORDER BY clause")
                    .at(frame.position());
        }
        if (mode == WindowCall.Mode.RANGE && offsets && order.size() != 1) {
            throw new DatabaseException(
                            SqlState.WINDOWING_ERROR,
                            "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY"
                                    + " column")
                    .at(frame.position());
        }
        Optional<Scalar> startOffset = frame.start().offset().map(each -> inside.bind(each));
        Optional<Scalar> endOffset = frame.end().offset().map(each -> inside.bind(each));
        Optional<WindowCall.RangeBounds> bounds = Optional.empty();
        if (mode == WindowCall.Mode.RANGE && offsets) {
            DataType offsetType =
                    rangeOffsetType(
                            order.getFirst().value().type(),
                            startOffset.or(() -> endOffset).orElseThrow().type());
            startOffset =
                    startOffset.map(each ->
                            binder.coercion.implicit(each, offsetType, frame.start().position()));
            Optional<Scalar> convertedEnd =
                    endOffset.map(each ->
                            binder.coercion.implicit(each, offsetType, frame.end().position()));
            bounds = Optional.of(rangeBounds(order.getFirst(), offsetType, frame.position()));
            return new WindowCall.Frame(
                    mode, start, startOffset, end, convertedEnd, exclusion(frame), bounds);
        }
        return new WindowCall.Frame(
                mode,
                start,
                startOffset.map(each -> rowOffset(each, mode, frame.start().position())),
                end,
                endOffset.map(each -> rowOffset(each, mode, frame.end().position())),
                exclusion(frame),
                bounds);
    }

    private static WindowCall.Exclusion exclusion(Over.Frame frame) {
        return WindowCall.Exclusion.valueOf(frame.exclusion().name());
    }

    private Scalar rowOffset(Scalar offset, WindowCall.Mode mode, int position) {
        if (!Scalars.columnIds(offset).isEmpty()) {
            throw new DatabaseException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "argument of " + mode + " must not contain variables")
                    .at(position);
        }
        return binder.coercion
                .convert(
                        offset,
                        DataType.INT8,
                        -1,
                        dev.reckon.sql.function.catalog.CastContext.IMPLICIT,
                        position)
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "argument of "
                                                + mode
                                                + " must be type bigint, not type "
                                                + offset.type())
                                .at(position));
    }

    private DataType rangeOffsetType(DataType key, DataType offset) {
        DataType base = binder.coercion.base(key);
        return switch (base.category()) {
            case DATE_TIME -> DataType.INTERVAL;
            case TIMESPAN -> DataType.INTERVAL;
            default ->
                    offset.equals(DataType.UNKNOWN) || base.equals(DataType.NUMERIC)
                            ? base
                            : offset;
        };
    }

    private WindowCall.RangeBounds rangeBounds(SortKey key, DataType offset, int position) {
        DataType type = binder.coercion.base(key.value().type());
        int keyId = binder.ids.next();
        int offsetId = binder.ids.next();
        Scalar keyValue = new Scalar.ColumnValue(keyId, "key", type, -1);
        Scalar offsetValue = new Scalar.ColumnValue(offsetId, "offset", offset, -1);
        Scalar minus = expressions.operators.binary("-", keyValue, offsetValue, position);
        Scalar plus = expressions.operators.binary("+", keyValue, offsetValue, position);
        return new WindowCall.RangeBounds(
                keyId,
                offsetId,
                binder.coercion.explicit(minus, type, -1, position),
                binder.coercion.explicit(plus, type, -1, position));
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
