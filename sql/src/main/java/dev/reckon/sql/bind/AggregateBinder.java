package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.plan.AggregateCall;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Binds one call of an aggregate: it belongs to the innermost query whose columns its arguments
/// name.
final class AggregateBinder {
    private final ExpressionBinder expressions;
    private final Expression.FunctionCall call;
    private final ExpressionBinder arguments;
    private final int firstMention;

    AggregateBinder(ExpressionBinder expressions, Expression.FunctionCall call) {
        this.expressions = expressions;
        this.call = call;
        this.arguments = expressions.in(Clause.AGGREGATE_ARGUMENT);
        this.firstMention = expressions.binder.mentions().size();
    }

    ExpressionBinder argumentBinder() {
        return arguments;
    }

    /// @param converted the arguments as the function takes them
    Scalar bind(AggregateFunction function, List<Scalar> converted, DataType resultType) {
        requireForm(function);
        Binder binder = expressions.binder;
        Optional<Scalar> filter =
                call.filter()
                        .map(each -> expressions.in(Clause.FILTER).bindCondition(each, "FILTER"));
        List<SortKey> orderBy = orderBy(function, converted);
        if (call.distinct()) {
            requireDistinct(converted, orderBy);
        }
        Collector collector = owner(converted, orderBy, filter);
        Column output = binder.newColumn(call.name().name(), resultType, -1);
        return collector
                .addAggregate(
                        new AggregateCall(
                                output, function, converted, call.distinct(), orderBy, filter))
                .value();
    }

    private void requireForm(AggregateFunction function) {
        String name = call.name().dotted();
        boolean orderedSet = function.kind() != AggregateFunction.Kind.PLAIN;
        String wrong = "";
        if (orderedSet && !call.withinGroup()) {
            wrong = "WITHIN GROUP is required for ordered-set aggregate " + name;
        } else if (!orderedSet && call.withinGroup()) {
            wrong = name + " is not an ordered-set aggregate, so it cannot have WITHIN GROUP";
        } else if (!call.star() && call.arguments().isEmpty() && !orderedSet) {
            wrong = name + "(*) must be used to call a parameterless aggregate function";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(SqlState.WRONG_OBJECT_TYPE, wrong).at(call.position());
        }
    }

    /// The keys of WITHIN GROUP were converted as the last arguments; those of a plain ORDER BY are
    /// bound here.
    private List<SortKey> orderBy(AggregateFunction function, List<Scalar> converted) {
        var keys = new ArrayList<SortKey>();
        for (int i = 0; i < call.orderBy().size(); i++) {
            var key = call.orderBy().get(i);
            Scalar value =
                    function.kind() == AggregateFunction.Kind.PLAIN
                            ? expressions.binder.coercion.known(arguments.bind(key.expression()))
                            : converted.get(converted.size() - call.orderBy().size() + i);
            keys.add(Orders.key(value, key));
        }
        return keys;
    }

    private void requireDistinct(List<Scalar> converted, List<SortKey> orderBy) {
        if (call.star()) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, "DISTINCT is not implemented with *")
                    .at(call.position());
        }
        var texts = new HashSet<String>();
        for (Scalar argument : converted) {
            Orders.requireEquality(argument.type(), call.position());
            texts.add(Fingerprint.of(argument));
        }
        for (SortKey key : orderBy) {
            if (!texts.contains(Fingerprint.of(key.value()))) {
                throw new DatabaseException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "in an aggregate with DISTINCT, ORDER BY expressions must appear in"
                                        + " argument list")
                        .at(call.orderBy().getFirst().position());
            }
        }
    }

    /// Finds the query that the aggregate belongs to.
    private Collector owner(
            List<Scalar> converted, List<SortKey> orderBy, Optional<Scalar> filter) {
        var ids = new HashSet<Integer>();
        List<Integer> mentions = expressions.binder.mentions();
        ids.addAll(mentions.subList(firstMention, mentions.size()));
        converted.forEach(each -> ids.addAll(Scalars.columnIds(each)));
        orderBy.forEach(key -> ids.addAll(Scalars.columnIds(key.value())));
        filter.ifPresent(each -> ids.addAll(Scalars.columnIds(each)));
        Scope level = expressions.scope.owner(ids);
        boolean own = level == expressions.scope;
        Optional<Collector> collector = level.collector();
        Clause clause =
                own
                        ? expressions.clause
                        : collector.map(Collector::clause).orElse(expressions.clause);
        boolean nested =
                collector.isPresent() && ids.stream().anyMatch(collector.get()::aggregates);
        if (nested || (own && clause == Clause.AGGREGATE_ARGUMENT)) {
            throw new DatabaseException(
                            SqlState.GROUPING_ERROR, "aggregate function calls cannot be nested")
                    .at(call.position());
        }
        if (!clause.allowsAggregates() || collector.isEmpty()) {
            throw new DatabaseException(
                            SqlState.GROUPING_ERROR,
                            "aggregate functions are not allowed in " + clause.text())
                    .at(call.position());
        }
        return collector.get();
    }
}
