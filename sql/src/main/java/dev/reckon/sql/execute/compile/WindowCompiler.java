package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.expression.Layout;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.execute.sort.SortKeys;
import dev.reckon.sql.execute.window.FrameSpec;
import dev.reckon.sql.execute.window.WindowOperator;
import dev.reckon.sql.execute.window.WindowPlan;
import dev.reckon.sql.execute.window.WindowSpec;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.sql.plan.Window;
import dev.reckon.sql.plan.WindowCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compiles window functions.
final class WindowCompiler {
    private final QueryCompiler queries;

    WindowCompiler(QueryCompiler queries) {
        this.queries = queries;
    }

    OperatorFactory compile(Window window) {
        List<Column> columns = window.input().columns();
        List<SortKey> sortKeys = new ArrayList<>();
        for (Scalar key : window.partitionBy()) {
            sortKeys.add(new SortKey(key, false, false));
        }
        sortKeys.addAll(window.orderBy());
        SortKeys keys = new OrderCompiler(queries).keys(columns, sortKeys);
        List<RowOrder.Key> all = keys.order().keys();
        int partitionCount = window.partitionBy().size();
        List<WindowSpec> calls = window.calls().stream().map(call -> spec(call, columns)).toList();
        var plan =
                new WindowPlan(
                        keys,
                        new RowOrder(all.subList(0, partitionCount)),
                        new RowOrder(all.subList(partitionCount, all.size())),
                        calls);
        OperatorFactory input = queries.compile(window.input());
        return evaluation -> new WindowOperator(input.open(evaluation), plan, evaluation);
    }

    private WindowSpec spec(WindowCall call, List<Column> columns) {
        ScalarCompiler scalars = queries.scalars(columns);
        WindowSpec.Function function =
                switch (call.function()) {
                    case WindowCall.Function.Own own ->
                            new WindowSpec.Function.Own(own.function().kind());
                    case WindowCall.Function.Whole whole ->
                            new WindowSpec.Function.Whole(whole.function().implementation());
                };
        return new WindowSpec(
                function,
                scalars.compileAll(call.arguments()),
                call.arguments().stream().map(Scalar::type).toList(),
                call.output().type(),
                call.filter().map(scalars::compilePredicate),
                frame(call.frame()));
    }

    private FrameSpec frame(WindowCall.Frame frame) {
        Optional<Expression> minus =
                frame.rangeBounds().map(bounds -> shift(bounds, bounds.minus()));
        Optional<Expression> plus = frame.rangeBounds().map(bounds -> shift(bounds, bounds.plus()));
        return new FrameSpec(
                frame.mode(),
                frame.start(),
                frame.startOffset().map(queries.outerScalars()::compile),
                frame.end(),
                frame.endOffset().map(queries.outerScalars()::compile),
                frame.exclusion(),
                minus,
                plus);
    }

    /// Compiles a scalar over a sort key and an offset.
    private Expression shift(WindowCall.RangeBounds bounds, Scalar scalar) {
        return new ScalarCompiler(
                        Layout.of(List.of()).with(bounds.keyId()).with(bounds.offsetId()), queries)
                .compile(scalar);
    }
}
