package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.aggregate.AggregateFactory;
import dev.reckon.sql.execute.aggregate.AggregateInput;
import dev.reckon.sql.execute.aggregate.AggregatePlan;
import dev.reckon.sql.execute.aggregate.AggregateSpec;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.plan.Aggregate;
import dev.reckon.sql.plan.AggregateCall;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compiles aggregations: a value that several calls use is computed once.
final class AggregateCompiler {
    private final QueryCompiler queries;

    AggregateCompiler(QueryCompiler queries) {
        this.queries = queries;
    }

    OperatorFactory compile(Aggregate aggregate) {
        Optional<Aggregate> inTwoSteps = DistinctInTwoSteps.of(aggregate);
        if (inTwoSteps.isEmpty()) {
            return ofInput(aggregate);
        }
        AggregateFactory.Threads threads = threads(inTwoSteps.get());
        Aggregate first = (Aggregate) inTwoSteps.get().input();
        AggregatePlan plan = plan(inTwoSteps.get(), first.columns());
        return new AggregateFactory(ofInput(first), plan, threads);
    }

    private OperatorFactory ofInput(Aggregate aggregate) {
        AggregateFactory.Threads threads = threads(aggregate);
        CompiledRows input = queries.compileFor(Plans.scalars(aggregate), aggregate.input());
        AggregatePlan plan = plan(aggregate, input.columns());
        return new AggregateFactory(
                plan.keepsNoRows() ? input.rows().lending() : input.rows(), plan, threads);
    }

    /// Chooses how threads share the work, before the input is compiled: it may have to be divided
    /// in another way for that.
    private AggregateFactory.Threads threads(Aggregate aggregate) {
        if (!isDivisible(aggregate)) {
            return AggregateFactory.Threads.ONE;
        }
        Optional<KeyParts> parts = KeyParts.of(aggregate);
        parts.ifPresent(each -> queries.partByKey(each.scan(), each.keyColumnCount()));
        return parts.isPresent() ? AggregateFactory.Threads.APART : AggregateFactory.Threads.MERGED;
    }

    /// Returns whether the rows may come in any order, on several threads.
    static boolean isDivisible(Aggregate aggregate) {
        // array_agg and its relatives show the order in which rows come: that of one thread.
        return Parallelism.isSafe(aggregate)
                && aggregate.calls().stream().noneMatch(call -> call.function().orderSensitive());
    }

    /// @param columns of the input's rows
    private AggregatePlan plan(Aggregate aggregate, List<Column> columns) {
        var values = new ValueList(queries.scalars(columns));
        List<PhysicalType> keyTypes = new ArrayList<>();
        List<Integer> allKeys = new ArrayList<>();
        for (Output key : aggregate.keys()) {
            allKeys.add(values.addKey(key.value()));
            keyTypes.add(key.column().type().physical());
        }
        List<AggregateSpec> specs = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            specs.add(spec(call, values));
        }
        return new AggregatePlan(
                new AggregateInput(values.computed),
                keyTypes,
                aggregate.sets().isEmpty() ? List.of(allKeys) : aggregate.sets(),
                aggregate.sets().isEmpty()
                        ? KeyDependencies.deciding(aggregate.keys(), aggregate.input())
                        : allKeys,
                specs,
                aggregate.setNumber().isPresent());
    }

    private static AggregateSpec spec(AggregateCall call, ValueList values) {
        int filterColumn =
                call.filter()
                        .map(filter -> values.add(filter, AggregateInput.NO_FILTER))
                        .orElse(AggregateInput.NO_FILTER);
        List<Integer> arguments = new ArrayList<>();
        List<DataType> argumentTypes = new ArrayList<>();
        for (Scalar argument : call.arguments()) {
            arguments.add(values.add(argument, filterColumn));
            argumentTypes.add(argument.type());
        }
        List<RowOrder.Key> order = new ArrayList<>();
        for (SortKey key : call.orderBy()) {
            order.add(
                    new RowOrder.Key(
                            values.add(key.value(), filterColumn),
                            TypeOrder.of(key.value().type()),
                            key.descending(),
                            key.nullsFirst()));
        }
        if (call.distinct() && call.function().orderSensitive()) {
            // PostgreSQL tells duplicates by sorting, and the result shows it.
            for (int argument = 0; argument < arguments.size(); argument++) {
                order.add(
                        RowOrder.Key.ascending(
                                arguments.get(argument),
                                TypeOrder.ofAny(argumentTypes.get(argument))));
            }
        }
        return new AggregateSpec(
                call.function().implementation(),
                arguments,
                argumentTypes,
                call.output().type(),
                filterColumn,
                call.distinct(),
                order);
    }

    /// Collects the values that are computed from each row.
    private static final class ValueList {
        private final ScalarCompiler scalars;
        private final List<AggregateInput.Computed> computed = new ArrayList<>();
        private final Map<Key, Integer> positions = new HashMap<>();

        private record Key(Scalar scalar, int filterColumn) {}

        ValueList(ScalarCompiler scalars) {
            this.scalars = scalars;
        }

        /// Adds a grouping key, at a position of its own.
        int addKey(Scalar scalar) {
            int position = computed.size();
            computed.add(
                    new AggregateInput.Computed(
                            scalars.compile(scalar), scalar.type(), AggregateInput.NO_FILTER));
            positions.putIfAbsent(new Key(scalar, AggregateInput.NO_FILTER), position);
            return position;
        }

        /// Returns the position of a value, which is added if it is new.
        int add(Scalar scalar, int filterColumn) {
            // Reading a column cannot fail, so that the filter does not matter.
            int filter =
                    scalar instanceof Scalar.ColumnValue ? AggregateInput.NO_FILTER : filterColumn;
            Integer known = positions.get(new Key(scalar, filter));
            // A volatile value is computed for each use.
            if (known != null && Parallelism.isSafe(scalar)) {
                return known;
            }
            int position = computed.size();
            computed.add(
                    new AggregateInput.Computed(scalars.compile(scalar), scalar.type(), filter));
            positions.put(new Key(scalar, filter), position);
            return position;
        }
    }
}
