package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.sql.function.catalog.ResolvedFunction.Target;
import dev.reckon.sql.plan.Apply;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.FunctionScan;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableCall;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds functions in FROM. They are always lateral.
record FunctionScanBinder(FromBinder from) {
    FromBinder.Item bind(TableReference.Functions functions, Namespace left) {
        var expressions =
                new ExpressionBinder(from.binder, from.itemScope(true, left), Clause.FROM_FUNCTION);
        Bound bound =
                functions.functions().size() == 1
                        ? one(functions.functions().getFirst(), functions, expressions)
                        : several(functions, expressions);
        var named = new ArrayList<ScopeColumn>();
        bound.plan
                .columns()
                .subList(0, bound.plan.columns().size())
                .forEach(column -> {
                    if (!bound.hidden.contains(column.id())) {
                        named.add(new ScopeColumn(column.name(), column.value(), 0, 0));
                    }
                });
        boolean scalar = named.size() == 1 && !bound.record;
        Optional<TableReference.Alias> alias = functions.alias();
        List<ScopeColumn> columns = named;
        if (scalar
                && alias.isPresent()
                && alias.get().columns().isEmpty()
                && !alias.get().name().isEmpty()) {
            // The one column of a scalar function is called as the table is.
            columns = List.of(named.getFirst().withName(alias.get().name()));
        }
        ScopeTable table =
                RelationBinder.scopeTable(bound.name, "", columns, bound.rowType, 0, alias);
        return new FromBinder.Item(
                bound.plan,
                Namespace.of(
                        new ScopeTable(
                                table.name(),
                                "",
                                table.columns(),
                                bound.rowType,
                                0,
                                scalar && !functions.ordinality())));
    }

    /// @param record whether the rows are rows even when they have one column
    /// @param hidden columns that are no part of the function's rows
    private record Bound(
            String name, Plan plan, DataType rowType, boolean record, List<Integer> hidden) {}

    private Bound one(
            TableReference.FunctionItem item,
            TableReference.Functions functions,
            ExpressionBinder expressions) {
        if (item.call() instanceof Expression.FunctionCall call) {
            var resolved = new CallBinder(expressions).resolve(call, call.arguments(), expressions);
            switch (resolved.function().target()) {
                case Target.Table(TableFunction function) -> {
                    TableCall table = tableCall(function, resolved.arguments(), item);
                    return new Bound(
                            call.name().name(),
                            scan(List.of(table), functions.ordinality()),
                            DataType.RECORD,
                            function.columnTypes().isEmpty() || function.columnTypes().size() > 1,
                            List.of());
                }
                case Target.Own _ -> {
                    Routine routine = Routines.of(from.binder.catalog, resolved.function().entry());
                    return own(routine, resolved.arguments(), item, functions);
                }
                default -> {}
            }
        }
        return scalar(item, functions, expressions);
    }

    private TableCall tableCall(
            TableFunction function, List<Scalar> arguments, TableReference.FunctionItem item) {
        var columns = new ArrayList<Column>();
        if (function.columnTypes().isEmpty()) {
            if (item.columns().isEmpty()) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "a column definition list is required for functions returning"
                                        + " \"record\"")
                        .at(item.call().position());
            }
            item.columns().forEach(column -> columns.add(defined(column)));
        } else {
            if (!item.columns().isEmpty()) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "a column definition list is only allowed for functions returning"
                                        + " \"record\"")
                        .at(item.call().position());
            }
            for (int i = 0; i < function.columnTypes().size(); i++) {
                columns.add(
                        from.binder.newColumn(
                                function.columnNames().get(i), function.columnTypes().get(i), -1));
            }
        }
        return new TableCall(function, arguments, columns);
    }

    private Column defined(TableElement.Column column) {
        TypeBinder.BoundType type =
                from.binder.types.bind(
                        column.type()
                                .orElseThrow(() ->
                                        new DatabaseException(
                                                        SqlState.SYNTAX_ERROR,
                                                        "column without a type")
                                                .at(column.position())));
        return from.binder.newColumn(column.name(), type.type(), type.modifier());
    }

    private Plan scan(List<TableCall> calls, boolean ordinality) {
        var columns = new ArrayList<Column>();
        calls.forEach(call -> columns.addAll(call.columns()));
        if (ordinality) {
            columns.add(from.binder.newColumn("ordinality", DataType.INT8, -1));
        }
        return new FunctionScan(columns, calls, ordinality);
    }

    /// A function of one value: one row of it.
    private Bound scalar(
            TableReference.FunctionItem item,
            TableReference.Functions functions,
            ExpressionBinder expressions) {
        Scalar value = expressions.bindKnown(item.call());
        String name = ItemNames.of(item.call());
        DataType base = from.binder.coercion.base(value.type());
        var outputs = new ArrayList<Output>();
        boolean record = base.category() == TypeCategory.COMPOSITE;
        if (record) {
            List<Column> fields = Composites.fields(from.binder.catalog, base);
            for (int i = 0; i < fields.size(); i++) {
                Column field = fields.get(i);
                Scalar part =
                        new Scalar.FieldSelection(
                                value, i, field.name(), field.type(), field.modifier());
                outputs.add(new Output(from.binder.newColumn(field.name(), part), part));
            }
        } else {
            outputs.add(new Output(from.binder.newColumn(name, value), value));
        }
        if (functions.ordinality()) {
            Scalar one = new Scalar.Constant(new Value.Int(1), DataType.INT8, -1);
            outputs.add(new Output(from.binder.newColumn("ordinality", one), one));
        }
        return new Bound(name, new Project(Values.oneRow(), outputs), base, record, List.of());
    }

    /// A function made by CREATE FUNCTION: its query, over the arguments.
    private Bound own(
            Routine routine,
            List<Scalar> arguments,
            TableReference.FunctionItem item,
            TableReference.Functions functions) {
        if (functions.ordinality()) {
            throw DatabaseException.notSupported(
                            "WITH ORDINALITY on an SQL function", "Use row_number() over it.")
                    .at(functions.position());
        }
        Binder binder = from.binder;
        var held = new ArrayList<Scalar>();
        var computed = new ArrayList<Output>();
        for (Scalar argument : arguments) {
            if (ExpressionBinder.isRepeatable(argument)) {
                held.add(argument);
            } else {
                Column column = binder.newColumn("argument", argument);
                computed.add(new Output(column, argument));
                held.add(column.value());
            }
        }
        int position = item.call().position();
        if (!routine.returnsSet()) {
            Scalar value = new RoutineBinder(binder).scalar(routine, arguments, position);
            DataType base = binder.coercion.base(value.type());
            if (base.category() != TypeCategory.COMPOSITE && !base.equals(DataType.RECORD)) {
                var output = new Output(binder.newColumn(routine.name(), value), value);
                return new Bound(
                        routine.name(),
                        new Project(Values.oneRow(), List.of(output)),
                        base,
                        false,
                        List.of());
            }
        }
        BoundQuery query = new RoutineBinder(binder).body(routine, held, position);
        List<Column> names = resultColumns(routine, item);
        if (!names.isEmpty() && names.size() != query.columns().size()) {
            throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "return type mismatch in function declared to return "
                                    + routine.result())
                    .withDetail("Final statement returns a different number of columns.");
        }
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < query.columns().size(); i++) {
            Scalar value = query.columns().get(i).value();
            String name = routine.name();
            if (!names.isEmpty()) {
                value = binder.coercion.explicit(value, names.get(i).type(), -1, position);
                name = names.get(i).name();
            } else {
                value = binder.coercion.explicit(value, routine.result(), -1, position);
            }
            outputs.add(new Output(binder.newColumn(name, value), value));
        }
        Plan plan = new Project(query.plan(), outputs);
        List<Integer> hidden = List.of();
        if (!computed.isEmpty()) {
            plan =
                    new Apply(
                            JoinKind.INNER,
                            new Project(Values.oneRow(), computed),
                            plan,
                            Optional.empty());
            hidden = computed.stream().map(output -> output.column().id()).toList();
        }
        return new Bound(routine.name(), plan, routine.result(), !names.isEmpty(), hidden);
    }

    private List<Column> resultColumns(Routine routine, TableReference.FunctionItem item) {
        if (!item.columns().isEmpty()) {
            return item.columns().stream().map(this::defined).toList();
        }
        List<Column> outputs =
                routine.parameters().stream()
                        .filter(Routine.Parameter::isOutput)
                        .map(parameter ->
                                from.binder.newColumn(parameter.name(), parameter.type(), -1))
                        .toList();
        return outputs.isEmpty()
                ? Composites.fields(from.binder.catalog, routine.result())
                : outputs;
    }

    /// `ROWS FROM (f(…), g(…))`.
    private Bound several(TableReference.Functions functions, ExpressionBinder expressions) {
        var calls = new ArrayList<TableCall>();
        for (TableReference.FunctionItem item : functions.functions()) {
            if (item.call() instanceof Expression.FunctionCall call) {
                var resolved =
                        new CallBinder(expressions).resolve(call, call.arguments(), expressions);
                if (resolved.function().target() instanceof Target.Table(TableFunction table)) {
                    calls.add(tableCall(table, resolved.arguments(), item));
                    continue;
                }
            }
            throw DatabaseException.notSupported(
                            "ROWS FROM with a function that returns no set",
                            "Join the functions with CROSS JOIN LATERAL.")
                    .at(item.call().position());
        }
        String name = ItemNames.of(functions.functions().getFirst().call());
        return new Bound(
                name, scan(calls, functions.ordinality()), DataType.RECORD, true, List.of());
    }
}
