package dev.reckon.sql.bind;

import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.plan.Apply;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.FunctionScan;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Limit;
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
        List<Column> names = resultColumns(routine, item);
        DataType result = binder.coercion.base(routine.result());
        boolean isRow =
                names.size() > 1
                        || !item.columns().isEmpty()
                        || result.category() == TypeCategory.COMPOSITE
                        || result.equals(DataType.RECORD);
        if (!routine.returnsSet() && !isRow) {
            Scalar value = new RoutineBinder(binder).scalar(routine, arguments, position);
            String name = names.isEmpty() ? routine.name() : names.getFirst().name();
            var output = new Output(binder.newColumn(name, value), value);
            return new FunctionScanBinder.Part(
                    routine.name(),
                    new Project(Values.oneRow(), List.of(output)),
                    binder.coercion.base(value.type()),
                    false);
        }
        var calls = new RoutineCallBinder(binder);
        if (!calls.isInlined(routine)) {
            // A type's fields have numbers of the type's own, which are no columns' of this query.
            List<Column> fields =
                    names.stream()
                            .map(each ->
                                    binder.newColumn(each.name(), each.type(), each.modifier()))
                            .toList();
            TableCall call = calls.table(routine, arguments, isRow ? fields : List.of());
            return new FunctionScanBinder.Part(
                    routine.name(),
                    new FunctionScan(call.columns(), List.of(call), false),
                    routine.result(),
                    !names.isEmpty());
        }
        BoundQuery query = new RoutineBinder(binder).body(routine, held);
        List<Output> outputs = outputs(routine, query, names, isRow, position);
        Plan plan = new Project(query.plan(), outputs);
        if (!routine.returnsSet()) {
            plan = one(plan);
        }
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

    /// Returns the first row of a plan, or one of NULLs when it has none.
    private static Plan one(Plan plan) {
        if (plan instanceof Project(Project(Values values, var _), var _)
                && values.rows().size() == 1) {
            return plan;
        }
        Scalar first = new Scalar.Constant(new Value.Int(1), DataType.INT8, -1);
        return new Apply(
                JoinKind.LEFT,
                Values.oneRow(),
                new Limit(plan, Optional.empty(), Optional.of(first), List.of()),
                Optional.empty());
    }

    private List<Output> outputs(
            Routine routine, BoundQuery query, List<Column> names, boolean isRow, int position) {
        Binder binder = from.binder;
        List<Scalar> values = query.columns().stream().map(Column::value).toList();
        if (!names.isEmpty() && isRow && values.size() == 1) {
            values = fields(values.getFirst(), names);
        }
        if (!names.isEmpty() && names.size() != values.size()) {
            throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "return type mismatch in function declared to return "
                                    + routine.result())
                    .withDetail("Final statement returns a different number of columns.");
        }
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < values.size(); i++) {
            DataType type = names.isEmpty() ? routine.result() : names.get(i).type();
            int modifier = names.isEmpty() ? -1 : names.get(i).modifier();
            String name = names.isEmpty() ? routine.name() : names.get(i).name();
            int number = i + 1;
            Scalar given = values.get(i);
            Scalar value =
                    binder.coercion
                            .convert(given, type, modifier, CastContext.ASSIGNMENT, position)
                            .orElseThrow(() ->
                                    new DatabaseException(
                                                    SqlState.INVALID_FUNCTION_DEFINITION,
                                                    "return type mismatch in function declared to"
                                                            + " return "
                                                            + routine.result())
                                            .withDetail(
                                                    "Final statement returns "
                                                            + given.type()
                                                            + " instead of "
                                                            + type
                                                            + " at column "
                                                            + number
                                                            + "."));
            outputs.add(new Output(binder.newColumn(name, value), value));
        }
        return outputs;
    }

    /// Takes a row apart that is a function's whole result.
    private List<Scalar> fields(Scalar value, List<Column> names) {
        DataType type = from.binder.coercion.base(value.type());
        if (type.category() != TypeCategory.COMPOSITE && !type.equals(DataType.RECORD)) {
            return List.of(value);
        }
        List<Column> known = from.binder.fields(value);
        if (known.isEmpty()) {
            return List.of(value);
        }
        boolean fits = known.size() == names.size();
        for (int i = 0; fits && i < known.size(); i++) {
            fits = known.get(i).type().equals(names.get(i).type());
        }
        if (!fits) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "function return row and query-specified return row do not match");
        }
        var fields = new ArrayList<Scalar>();
        for (int i = 0; i < known.size(); i++) {
            Column field = known.get(i);
            fields.add(
                    new Scalar.FieldSelection(
                            value, i, field.name(), field.type(), field.modifier()));
        }
        return fields;
    }

    private List<Column> resultColumns(Routine routine, TableReference.FunctionItem item) {
        var outputs = new ArrayList<Column>();
        for (Routine.Parameter parameter : routine.parameters()) {
            if (parameter.isOutput()) {
                String name =
                        parameter.name().isEmpty()
                                ? "column" + (outputs.size() + 1)
                                : parameter.name();
                outputs.add(from.binder.newColumn(name, parameter.type(), -1));
            }
        }
        boolean isRecord = routine.result().equals(DataType.RECORD) && outputs.isEmpty();
        if (item.columns().isEmpty()) {
            if (isRecord) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "a column definition list is required for functions returning"
                                        + " \"record\"")
                        .at(item.call().position());
            }
            if (outputs.size() == 1 && outputs.getFirst().name().equals("column1")) {
                return List.of();
            }
            return outputs.isEmpty()
                    ? Composites.fields(
                            from.binder.catalog, from.binder.coercion.base(routine.result()))
                    : outputs;
        }
        if (!isRecord) {
            String wrong =
                    outputs.size() > 1
                            ? "a column definition list is redundant for a function with OUT"
                                    + " parameters"
                            : Composites.fields(from.binder.catalog, routine.result()).isEmpty()
                                    ? "a column definition list is only allowed for functions"
                                            + " returning \"record\""
                                    : "a column definition list is redundant for a function"
                                            + " returning a named composite type";
            throw new DatabaseException(SqlState.SYNTAX_ERROR, wrong).at(item.call().position());
        }
        return item.columns().stream()
                .map(column -> FunctionScanBinder.defined(from.binder, column))
                .toList();
    }
}
