package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Puts the bodies of SQL functions in the place of their calls.
record RoutineBinder(Binder binder) {
    private static final int DEPTH_MAX = 60;

    /// Returns the value of a function.
    ///
    /// @param arguments of the parameters' types
    Scalar scalar(Routine routine, List<Scalar> arguments, int position) {
        var calls = new RoutineCallBinder(binder);
        if (!calls.isInlined(routine)) {
            return calls.scalar(routine, arguments);
        }
        var held = new ArrayList<Scalar>();
        var lets = new ArrayList<Scalar.Let>();
        for (Scalar argument : arguments) {
            if (ExpressionBinder.isRepeatable(argument)) {
                held.add(argument);
            } else {
                int id = binder.ids.next();
                held.add(
                        new Scalar.ColumnValue(
                                id, "argument", argument.type(), argument.modifier()));
                lets.addFirst(new Scalar.Let(id, argument, argument));
            }
        }
        Scalar body = value(routine, held, position);
        if (routine.strict() && !held.isEmpty()) {
            List<Scalar> tests =
                    held.stream().map(each -> (Scalar) new Scalar.IsNull(each, false)).toList();
            body =
                    new Scalar.Case(
                            List.of(
                                    new Scalar.Branch(
                                            tests.size() == 1
                                                    ? tests.getFirst()
                                                    : new Scalar.Or(tests),
                                            new Scalar.Constant(Value.Null.NULL, body.type(), -1))),
                            body,
                            body.type(),
                            body.modifier());
        }
        for (Scalar.Let let : lets) {
            body = new Scalar.Let(let.id(), let.value(), body);
        }
        return body;
    }

    private Scalar value(Routine routine, List<Scalar> arguments, int position) {
        BoundQuery query = body(routine, arguments);
        DataType result = routine.result();
        if (result.equals(DataType.VOID)) {
            Column first = query.columns().getFirst();
            // The query is run for what it does; it has no value.
            return new Scalar.Let(
                    binder.ids.next(),
                    new Scalar.ScalarSubquery(
                            new Limit(
                                    query.plan(),
                                    Optional.empty(),
                                    Optional.of(
                                            new Scalar.Constant(
                                                    new Value.Int(1), DataType.INT8, -1)),
                                    List.of()),
                            first.type(),
                            first.modifier()),
                    new Scalar.Constant(Value.Null.NULL, DataType.VOID, -1));
        }
        boolean whole =
                query.columns().size() > 1
                        && (binder.coercion.base(result).category() == TypeCategory.COMPOSITE
                                || result.equals(DataType.RECORD));
        if (query.plan() instanceof Project(Values one, List<Output> outputs)
                && one.rows().size() == 1
                && one.columns().isEmpty()
                && outputs.size() == 1) {
            return binder.coercion.explicit(outputs.getFirst().value(), result, -1, position);
        }
        Plan plan = query.plan();
        if (whole) {
            Scalar row =
                    new Scalar.RowConstructor(
                            query.columns().stream().map(Column::value).toList(),
                            query.columns().stream().map(Column::name).toList(),
                            DataType.RECORD);
            if (!Composites.fields(binder.catalog, binder.coercion.base(result)).isEmpty()) {
                // Each field takes the type and the precision of the result's.
                row = binder.coercion.explicit(row, result, -1, position);
            }
            plan = new Project(plan, List.of(new Output(binder.newColumn("row", row), row)));
        }
        Column column = plan.columns().getFirst();
        Plan first =
                new Limit(
                        plan,
                        Optional.empty(),
                        Optional.of(new Scalar.Constant(new Value.Int(1), DataType.INT8, -1)),
                        List.of());
        return binder.coercion.explicit(
                new Scalar.ScalarSubquery(first, column.type(), column.modifier()),
                result,
                -1,
                position);
    }

    /// Returns the rows of a set-returning function, each as one value.
    SelectedSet set(Routine routine, List<Scalar> arguments, int position) {
        var calls = new RoutineCallBinder(binder);
        if (!calls.isInlined(routine)) {
            return calls.set(routine, arguments);
        }
        var held = new ArrayList<Scalar>();
        var computed = new ArrayList<Output>();
        for (Scalar argument : arguments) {
            if (argument instanceof Scalar.Constant || argument instanceof Scalar.Parameter) {
                held.add(argument);
            } else {
                Column column = binder.newColumn("argument", argument);
                computed.add(new Output(column, argument));
                held.add(column.value());
            }
        }
        BoundQuery query = body(routine, held);
        Plan plan = query.plan();
        if (routine.strict() && !held.isEmpty()) {
            plan =
                    new Filter(
                            plan,
                            Plans.and(
                                    held.stream()
                                            .map(each -> (Scalar) new Scalar.IsNull(each, true))
                                            .toList()));
        }
        Scalar value = setValue(routine, query, position);
        Column output = binder.newColumn(routine.name(), value);
        binder.copyShape(value, output);
        return new SelectedSet.Routine(
                computed, new Project(plan, List.of(new Output(output, value))));
    }

    private Scalar setValue(Routine routine, BoundQuery query, int position) {
        List<Column> given = query.columns();
        List<Routine.Parameter> outputs =
                routine.parameters().stream().filter(Routine.Parameter::isOutput).toList();
        DataType result = binder.coercion.base(routine.result());
        boolean isRow =
                outputs.size() > 1
                        || result.category() == TypeCategory.COMPOSITE
                        || result.equals(DataType.RECORD);
        if (!isRow || (given.size() == 1 && isRow(given.getFirst().type()))) {
            return binder.coercion.explicit(
                    given.getFirst().value(), routine.result(), -1, position);
        }
        List<Column> fields =
                outputs.size() > 1
                        ? outputs.stream()
                                .map(each -> binder.newColumn(each.name(), each.type(), -1))
                                .toList()
                        : Composites.fields(binder.catalog, result);
        if (fields.isEmpty()) {
            return new Scalar.RowConstructor(
                    given.stream().map(Column::value).toList(),
                    given.stream().map(Column::name).toList(),
                    DataType.RECORD);
        }
        if (fields.size() != given.size()) {
            throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "return type mismatch in function declared to return "
                                    + routine.result())
                    .withDetail("Final statement returns a different number of columns.");
        }
        var values = new ArrayList<Scalar>();
        for (int i = 0; i < fields.size(); i++) {
            values.add(
                    binder.coercion.explicit(
                            given.get(i).value(),
                            fields.get(i).type(),
                            fields.get(i).modifier(),
                            position));
        }
        return new Scalar.RowConstructor(
                values, fields.stream().map(Column::name).toList(), result);
    }

    private boolean isRow(DataType type) {
        DataType base = binder.coercion.base(type);
        return base.category() == TypeCategory.COMPOSITE || base.equals(DataType.RECORD);
    }

    /// Binds the one query of a function's body.
    BoundQuery body(Routine routine, List<Scalar> arguments) {
        binder.accesses.addRoutine(routine.oid(), binder.role, binder.depth == 0);
        if (binder.depth > DEPTH_MAX) {
            throw new DatabaseException(
                            SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                    .withDetail("Function " + routine.name() + " calls itself without end.");
        }
        Binder inside = inside(routine);
        inside.inlines(routine.oid());
        return new QueryBinder(inside).bind(query(routine), scope(routine, arguments), true);
    }

    /// Returns the query that gives a function's value: the last one. Those before it have no
    /// effect.
    private static Query query(Routine routine) {
        return (Query) Parser.parse(routine.body()).getLast().statement();
    }

    /// Returns a binder for a routine's body.
    Binder inside(Routine routine) {
        List<String> schemas =
                routine.header()
                        .option("search_path")
                        .map(text ->
                                Arrays.stream(text.split(","))
                                        .map(each -> each.strip().replaceAll("^\"|\"$", ""))
                                        .filter(each -> !each.isEmpty())
                                        .toList())
                        .orElse(routine.searchPath());
        boolean own = routine.header().option("search_path").isPresent() || !schemas.isEmpty();
        SearchPath path =
                own ? new SearchPath(schemas, binder.searchPath.temporary()) : binder.callerPath();
        Binder inside =
                binder.nested(
                        path,
                        new ParameterTypes(List.of(), 0),
                        routine.securityDefiner()
                                ? Optional.of(routine.header().ownerOid())
                                : binder.role,
                        List.of());
        inside.setCallerPath(path);
        return inside;
    }

    /// Returns the scope in which a routine's body finds its arguments, by name and by number.
    static Scope scope(Routine routine, List<Scalar> arguments) {
        var named = new ArrayList<ScopeColumn>();
        int index = 0;
        for (Routine.Parameter parameter : routine.parameters()) {
            if (parameter.isInput()) {
                Scalar argument = arguments.get(index++);
                if (!parameter.name().isEmpty()) {
                    named.add(new ScopeColumn(parameter.name(), argument, 0, 0));
                }
            }
        }
        var table =
                new ScopeTable(routine.name(), "", named, DataType.RECORD, 0, ScopeTable.Kind.ROWS);
        Scope scope = Scope.of(Namespace.of(table));
        scope.takeArguments(arguments);
        return scope;
    }
}
