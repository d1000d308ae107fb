package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.ResolvedFunction.Target;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.FunctionScan;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableCall;
import dev.reckon.sql.plan.Values;
import dev.reckon.sql.plan.Zip;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds functions in FROM. They are always lateral.
record FunctionScanBinder(FromBinder from) {
    /// Calls of one function.
    ///
    /// @param record whether the rows are rows even when they have one column
    record Part(String name, Plan plan, DataType rowType, boolean record) {}

    FromBinder.Item bind(TableReference.Functions functions, Namespace left) {
        var expressions =
                new ExpressionBinder(from.binder, from.itemScope(true, left), Clause.FROM_FUNCTION);
        List<Part> parts =
                functions.functions().stream()
                        .flatMap(item -> spread(item).stream())
                        .map(item -> part(item, expressions))
                        .toList();
        Part first = parts.getFirst();
        boolean alone = parts.size() == 1;
        DataType rowType = alone ? first.rowType : DataType.RECORD;
        Plan plan = plan(parts, functions.ordinality());
        List<ScopeColumn> columns = new ArrayList<>();
        plan.columns()
                .forEach(column ->
                        columns.add(new ScopeColumn(column.name(), column.value(), 0, 0)));
        boolean scalar = alone && !first.record && first.plan.columns().size() == 1;
        Optional<TableReference.Alias> alias = functions.alias();
        boolean unnamed = columns.getFirst().name().equals(first.name);
        if (scalar && unnamed && alias.isPresent() && !alias.get().name().isEmpty()) {
            // The one column of a scalar function is called as the table is, unless the function
            // has a name for it.
            columns.set(0, columns.getFirst().withName(alias.get().name()));
        }
        ScopeTable table = RelationBinder.scopeTable(first.name, "", columns, rowType, 0, alias);
        return new FromBinder.Item(
                plan,
                Namespace.of(
                        new ScopeTable(
                                table.name(),
                                "",
                                table.columns(),
                                rowType,
                                0,
                                scalar && !functions.ordinality()
                                        ? ScopeTable.Kind.SCALAR_FUNCTION
                                        : ScopeTable.Kind.ROWS)));
    }

    /// `unnest` of several arrays is short for one `unnest` of each, side by side.
    private static List<TableReference.FunctionItem> spread(TableReference.FunctionItem item) {
        if (item.call() instanceof Expression.FunctionCall call
                && call.name().name().equals("unnest")
                && call.arguments().size() > 1
                && item.columns().isEmpty()) {
            return call.arguments().stream()
                    .map(argument ->
                            new TableReference.FunctionItem(
                                    Expression.FunctionCall.of(
                                            call.name(),
                                            List.of(argument),
                                            call.form(),
                                            call.position()),
                                    List.of()))
                    .toList();
        }
        return List.of(item);
    }

    /// Set-returning functions of PostgreSQL's own are called side by side; anything else is
    /// computed by itself.
    private Plan plan(List<Part> parts, boolean ordinality) {
        var calls = new ArrayList<TableCall>();
        for (Part part : parts) {
            if (part.plan instanceof FunctionScan scan) {
                calls.addAll(scan.calls());
            }
        }
        Optional<Column> number =
                ordinality
                        ? Optional.of(from.binder.newColumn("ordinality", DataType.INT8, -1))
                        : Optional.empty();
        if (calls.size() == parts.size()) {
            var columns = new ArrayList<Column>();
            calls.forEach(call -> columns.addAll(call.columns()));
            number.ifPresent(columns::add);
            return new FunctionScan(columns, calls, ordinality);
        }
        return parts.size() == 1 && !ordinality
                ? parts.getFirst().plan
                : new Zip(parts.stream().map(Part::plan).toList(), number);
    }

    private Part part(TableReference.FunctionItem item, ExpressionBinder expressions) {
        if (item.call() instanceof Expression.FunctionCall call) {
            var resolved = new CallBinder(expressions).resolve(call, call.arguments(), expressions);
            switch (resolved.function().target()) {
                case Target.Table(TableFunction function) when isRowSet(function) -> {
                    return rows(call, function, resolved, item);
                }
                case Target.Table(TableFunction function) -> {
                    return new Part(
                            call.name().name(),
                            fitted(tableCall(function, resolved.arguments(), item), item),
                            DataType.RECORD,
                            function.columnTypes().isEmpty() || function.columnTypes().size() > 1);
                }
                case Target.Own _ -> {
                    Routine routine = Routines.of(from.binder.catalog, resolved.function());
                    CallBinder.requireFunction(routine, call, resolved);
                    return new RoutineScanBinder(from).bind(routine, resolved.arguments(), item);
                }
                default -> {
                    Optional<TableFunction> declared =
                            item.columns().isEmpty()
                                    ? Optional.empty()
                                    : from.binder.functions.ofDeclaredColumns(resolved.function());
                    if (declared.isPresent()) {
                        return new Part(
                                call.name().name(),
                                fitted(tableCall(declared.get(), resolved.arguments(), item), item),
                                DataType.RECORD,
                                true);
                    }
                }
            }
        }
        return scalar(item, expressions);
    }

    /// Makes values fit the lengths and precisions of the columns that the caller declares.
    private Plan fitted(TableCall table, TableReference.FunctionItem item) {
        Plan scan = new FunctionScan(table.columns(), List.of(table), false);
        if (item.columns().isEmpty()
                || table.columns().stream().allMatch(column -> column.modifier() < 0)) {
            return scan;
        }
        var outputs = new ArrayList<Output>();
        for (Column column : table.columns()) {
            Scalar value =
                    from.binder
                            .coercion
                            .convert(
                                    new Scalar.ColumnValue(
                                            column.id(), column.name(), column.type(), -1),
                                    column.type(),
                                    column.modifier(),
                                    CastContext.ASSIGNMENT,
                                    item.call().position())
                            .orElseThrow();
            outputs.add(new Output(from.binder.newColumn(column.name(), value), value));
        }
        return new Project(scan, outputs);
    }

    /// Returns whether a function returns a set of values of a row type.
    private boolean isRowSet(TableFunction function) {
        return function.columnTypes().size() == 1
                && from.binder.coercion.base(function.columnTypes().getFirst()).category()
                        == TypeCategory.COMPOSITE;
    }

    /// A set of row values: a column for each field.
    private Part rows(
            Expression.FunctionCall call,
            TableFunction function,
            CallBinder.ResolvedCall resolved,
            TableReference.FunctionItem item) {
        TableCall table = tableCall(function, resolved.arguments(), item);
        Column row = table.columns().getFirst();
        var outputs = new ArrayList<Output>();
        addFields(resolved.checked(row.value(), from.binder, call.position()), outputs);
        return new Part(
                call.name().name(),
                new Project(new FunctionScan(table.columns(), List.of(table), false), outputs),
                from.binder.coercion.base(row.type()),
                true);
    }

    private void addFields(Scalar row, List<Output> outputs) {
        List<Column> fields = from.binder.fields(row);
        for (int i = 0; i < fields.size(); i++) {
            Column field = fields.get(i);
            Scalar part =
                    new Scalar.FieldSelection(row, i, field.name(), field.type(), field.modifier());
            outputs.add(new Output(from.binder.newColumn(field.name(), part), part));
        }
    }

    /// Takes a row apart whose fields the caller declares.
    private void addDeclared(Scalar row, TableReference.FunctionItem item, List<Output> outputs) {
        int position = item.call().position();
        if (!row.type().equals(DataType.RECORD)) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "a column definition list is only allowed for functions returning"
                                    + " \"record\"")
                    .at(position);
        }
        List<Column> known = from.binder.fields(row);
        List<Column> declared =
                item.columns().stream().map(each -> defined(from.binder, each)).toList();
        boolean fits = known.isEmpty() || known.size() == declared.size();
        for (int i = 0; fits && i < known.size(); i++) {
            fits = known.get(i).type().equals(declared.get(i).type());
        }
        if (!fits) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "function return row and query-specified return row do not match");
        }
        for (int i = 0; i < declared.size(); i++) {
            Column field = declared.get(i);
            outputs.add(
                    new Output(
                            field,
                            new Scalar.FieldSelection(
                                    row, i, field.name(), field.type(), field.modifier())));
        }
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
            item.columns().forEach(column -> columns.add(defined(from.binder, column)));
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

    static Column defined(Binder binder, TableElement.Column column) {
        TypeBinder.BoundType type =
                binder.types.bind(
                        column.type()
                                .orElseThrow(() ->
                                        new DatabaseException(
                                                        SqlState.SYNTAX_ERROR,
                                                        "column without a type")
                                                .at(column.position())));
        return binder.newColumn(column.name(), type.type(), type.modifier());
    }

    /// A function of one value: one row of it.
    private Part scalar(TableReference.FunctionItem item, ExpressionBinder expressions) {
        Scalar value = expressions.bindKnown(item.call());
        String name = ItemNames.of(item.call());
        DataType base = from.binder.coercion.base(value.type());
        var outputs = new ArrayList<Output>();
        boolean record = base.category() == TypeCategory.COMPOSITE;
        if (!item.columns().isEmpty()) {
            record = true;
            addDeclared(value, item, outputs);
        } else if (record) {
            addFields(value, outputs);
        } else {
            outputs.add(new Output(from.binder.newColumn(name, value), value));
        }
        return new Part(name, new Project(Values.oneRow(), outputs), base, record);
    }
}
