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
        List<SortKey> order = new ArrayList<>();
        for (var key : specification.orderBy()) {
            order.add(Orders.key(inside.bindKnown(key.expression()), key));
        }
        WindowCall.Frame frame = WindowCall.Frame.DEFAULT;
        if (specification.frame().isPresent()) {
            var frames = new FrameBinder(expressions, inside);
            List<DataType> written = order.stream().map(key -> key.value().type()).toList();
            order = frames.order(specification.frame().get(), order);
            frame = frames.bind(specification.frame().get(), written, order);
        }
        Column output = binder.newColumn(call.name().name(), resolved.function().resultType(), -1);
        var bound = new WindowCall(output, function, resolved.arguments(), filter, frame);
        return collector.get().addWindowCall(partition, order, bound).value();
    }

    private static void requireForm(Expression.FunctionCall call, WindowCall.Function function) {
        if (function instanceof WindowCall.Function.Whole
                && !call.star()
                && call.arguments().isEmpty()
                && !call.withinGroup()) {
            String name = call.name().dotted();
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            name + "(*) must be used to call a parameterless aggregate function")
                    .at(call.position());
        }
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
}
