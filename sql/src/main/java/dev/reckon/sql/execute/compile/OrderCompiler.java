package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.expression.Layout;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.join.HashJoinFactory;
import dev.reckon.sql.execute.join.HashJoinPlan;
import dev.reckon.sql.execute.scan.RowCounts;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.execute.sort.SortKeys;
import dev.reckon.sql.execute.sort.SortOperator;
import dev.reckon.sql.execute.sort.TopNOperator;
import dev.reckon.sql.execute.sort.TopThreshold;
import dev.reckon.sql.execute.stream.LimitOperator;
import dev.reckon.sql.execute.stream.TiesOperator;
import dev.reckon.sql.execute.table.SetAllOperator;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetOperation;
import dev.reckon.sql.plan.Sort;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.sql.plan.TopN;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compiles what sorts, limits and compares whole rows.
final class OrderCompiler {
    private final QueryCompiler queries;

    OrderCompiler(QueryCompiler queries) {
        this.queries = queries;
    }

    OperatorFactory sort(Sort sort) {
        OperatorFactory input = queries.compile(sort.input());
        SortKeys keys = keys(sort.input().columns(), sort.keys());
        return evaluation -> new SortOperator(input.open(evaluation), keys, evaluation);
    }

    /// Finds the keys among the columns, or has them computed behind them.
    SortKeys keys(List<Column> columns, List<SortKey> sortKeys) {
        ScalarCompiler scalars = queries.scalars(columns);
        List<RowOrder.Key> keys = new ArrayList<>();
        List<Expression> computed = new ArrayList<>();
        List<PhysicalType> types = new ArrayList<>(QueryCompiler.physicalTypes(columns));
        for (SortKey key : sortKeys) {
            int position =
                    key.value() instanceof Scalar.ColumnValue column
                            ? scalars.layout().position(column.id())
                            : Layout.ABSENT;
            if (position == Layout.ABSENT) {
                position = types.size();
                computed.add(scalars.compile(key.value()));
                types.add(key.value().type().physical());
            }
            keys.add(
                    new RowOrder.Key(
                            position,
                            TypeOrder.of(key.value().type()),
                            key.descending(),
                            key.nullsFirst()));
        }
        return new SortKeys(new RowOrder(keys), types, computed, columns.size());
    }

    OperatorFactory topN(TopN top) {
        Optional<TopScan> scan = TopScan.of(top);
        scan.ifPresent(each -> queries.filterLate(each.scan(), each.target()));
        OperatorFactory input = queries.compile(top.input());
        SortKeys keys = keys(top.input().columns(), top.keys());
        Optional<Expression> offsetValue = top.offset().map(queries.outerScalars()::compile);
        Expression limitValue = queries.outerScalars().compile(top.limit());
        boolean isParallel = Parallelism.isSafe(top);
        return evaluation -> {
            long offset =
                    RowCounts.offset(QueryCompiler.number(offsetValue, evaluation).orElse(0L));
            Optional<Long> limit =
                    QueryCompiler.number(Optional.of(limitValue), evaluation).map(RowCounts::limit);
            if (limit.isPresent() && isFew(offset, limit.get())) {
                Optional<TopThreshold> threshold =
                        scan.map(each -> new TopThreshold(each.descending()));
                return new TopNOperator(
                        input,
                        keys,
                        offset,
                        limit.get(),
                        isParallel,
                        threshold,
                        threshold.isPresent()
                                ? evaluation.withRuntimeFilter(
                                        scan.get().target().filterId(), threshold.get())
                                : evaluation);
            }
            return new LimitOperator(
                    new SortOperator(input.open(evaluation), keys, evaluation),
                    offset,
                    limit.orElse(Long.MAX_VALUE));
        };
    }

    private static boolean isFew(long offset, long limit) {
        return offset <= TopNOperator.ROW_COUNT_MAX
                && limit <= TopNOperator.ROW_COUNT_MAX
                && offset + limit <= TopNOperator.ROW_COUNT_MAX;
    }

    OperatorFactory limit(Limit limit) {
        OperatorFactory input = queries.compile(limit.input());
        Optional<Expression> offsetValue = limit.offset().map(queries.outerScalars()::compile);
        Optional<Expression> limitValue = limit.limit().map(queries.outerScalars()::compile);
        List<Expression> ties =
                queries.scalars(limit.input().columns())
                        .compileAll(limit.ties().stream().map(SortKey::value).toList());
        List<TypeOrder> tieOrders =
                limit.ties().stream().map(key -> TypeOrder.of(key.value().type())).toList();
        return evaluation -> {
            long offset =
                    RowCounts.offset(QueryCompiler.number(offsetValue, evaluation).orElse(0L));
            long count =
                    QueryCompiler.number(limitValue, evaluation)
                            .map(RowCounts::limit)
                            .orElse(Long.MAX_VALUE);
            Operator rows = input.open(evaluation);
            if (ties.isEmpty()) {
                return new LimitOperator(rows, offset, count);
            }
            return new TiesOperator(
                    new LimitOperator(rows, offset, Long.MAX_VALUE),
                    count,
                    ties,
                    tieOrders,
                    evaluation);
        };
    }

    OperatorFactory setOperation(SetOperation operation) {
        if (operation.kind() == SetOperation.Kind.UNION) {
            OperatorFactory both = queries.append(List.of(operation.left(), operation.right()));
            return operation.all() ? both : withoutRepeats(both, operation.columns());
        }
        boolean isIntersect = operation.kind() == SetOperation.Kind.INTERSECT;
        return operation.all()
                ? setAll(operation, isIntersect)
                : withoutRepeats(membership(operation, isIntersect), operation.columns());
    }

    private OperatorFactory withoutRepeats(OperatorFactory rows, List<Column> columns) {
        List<Integer> all = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            all.add(column);
        }
        return queries.distinct(rows, columns, all);
    }

    /// The left rows that are among the right ones, or that are not.
    private OperatorFactory membership(SetOperation operation, boolean isIntersect) {
        OperatorFactory left = queries.compile(operation.left());
        OperatorFactory right = queries.compile(operation.right());
        List<DataType> types = QueryCompiler.types(operation.columns());
        var plan =
                new HashJoinPlan(
                        isIntersect ? JoinKind.SEMI : JoinKind.ANTI,
                        all(operation.left()),
                        all(operation.right()),
                        types,
                        true,
                        Optional.empty(),
                        QueryCompiler.physicalTypes(operation.left().columns()),
                        QueryCompiler.physicalTypes(operation.right().columns()),
                        List.of(),
                        Parallelism.isSafe(operation));
        return new HashJoinFactory(left, right, plan);
    }

    private List<Expression> all(Plan plan) {
        return queries.scalars(plan.columns())
                .compileAll(plan.columns().stream().map(Column::value).toList());
    }

    private OperatorFactory setAll(SetOperation operation, boolean isIntersect) {
        OperatorFactory left = queries.compile(operation.left());
        OperatorFactory right = queries.compile(operation.right());
        SortKeys leftKeys = allKeys(operation.left().columns());
        SortKeys rightKeys = allKeys(operation.right().columns());
        return evaluation ->
                new SetAllOperator(
                        new SortOperator(left.open(evaluation), leftKeys, evaluation),
                        new SortOperator(right.open(evaluation), rightKeys, evaluation),
                        leftKeys.order(),
                        isIntersect,
                        evaluation);
    }

    private static SortKeys allKeys(List<Column> columns) {
        List<RowOrder.Key> keys = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            keys.add(RowOrder.Key.ascending(column, TypeOrder.ofAny(columns.get(column).type())));
        }
        return new SortKeys(
                new RowOrder(keys),
                QueryCompiler.physicalTypes(columns),
                List.of(),
                columns.size());
    }
}
