package dev.reckon.sql.bind;

import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.plan.Apply;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds the calls of SQL functions in FROM: their queries stand in the place of the calls.
record RoutineScanBinder(FromBinder from) {
    /// Binds one call.
    FunctionScanBinder.Part bind(
            Routine routine, List<Scalar> arguments, TableReference.FunctionItem item) {
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
                return new FunctionScanBinder.Part(
                        routine.name(), new Project(Values.oneRow(), List.of(output)), base, false);
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
        if (!computed.isEmpty()) {
            plan =
                    new Apply(
                            JoinKind.INNER,
                            new Project(Values.oneRow(), computed),
                            plan,
                            Optional.empty());
            plan = new Project(plan, outputs.stream().map(Output::column).map(Output::of).toList());
        }
        return new FunctionScanBinder.Part(
                routine.name(), plan, routine.result(), !names.isEmpty());
    }

    private List<Column> resultColumns(Routine routine, TableReference.FunctionItem item) {
        if (!item.columns().isEmpty()) {
            return item.columns().stream()
                    .map(column -> FunctionScanBinder.defined(from.binder, column))
                    .toList();
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
}
