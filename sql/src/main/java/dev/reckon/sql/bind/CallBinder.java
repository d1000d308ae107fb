package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.catalog.FunctionCall;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.ResolvedFunction;
import dev.reckon.sql.function.catalog.ResolvedFunction.Source;
import dev.reckon.sql.function.catalog.ResolvedFunction.Target;
import dev.reckon.sql.function.json.JsonRows;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetCall;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Binds calls of functions of all kinds.
final class CallBinder {
    private final ExpressionBinder expressions;
    private final Binder binder;

    CallBinder(ExpressionBinder expressions) {
        this.expressions = expressions;
        this.binder = expressions.binder;
    }

    /// A call whose function is known and whose arguments are converted.
    ///
    /// @param rowDomain the domain that the resulting rows must meet: where a row is made to fill
    ///   from JSON, that of the row given
    record ResolvedCall(
            ResolvedFunction function, List<Scalar> arguments, Optional<DataType> rowDomain) {
        /// Makes the result meet its domain.
        Scalar checked(Scalar result, Binder binder, int position) {
            return rowDomain.isPresent()
                    ? binder.coercion.explicit(result, rowDomain.get(), -1, position)
                    : result;
        }
    }

    Scalar bind(Expression.FunctionCall call) {
        Optional<Scalar> field = fieldNotation(call);
        if (field.isPresent()) {
            return field.get();
        }
        if (call.over().isPresent()) {
            return new WindowBinder(expressions).bind(call);
        }
        List<Expression> written = new ArrayList<>(call.arguments());
        if (call.withinGroup()) {
            call.orderBy().forEach(key -> written.add(key.expression()));
        }
        Optional<AggregateBinder> aggregate =
                FunctionCatalogs.mayBeAggregate(binder, call.name())
                        ? Optional.of(new AggregateBinder(expressions, call))
                        : Optional.empty();
        ExpressionBinder argumentBinder =
                aggregate.map(AggregateBinder::argumentBinder).orElse(expressions);
        ResolvedCall resolved;
        if (aggregate.isEmpty() && mayBeField(call)) {
            Scalar argument = expressions.bind(call.arguments().getFirst());
            try {
                resolved = resolve(call, argument, call.arguments().getFirst());
            } catch (DatabaseException missing) {
                Optional<Scalar> part = fieldInPlaceOf(call, argument, missing);
                if (part.isPresent()) {
                    return part.get();
                }
                throw missing;
            }
        } else {
            resolved = resolve(call, written, argumentBinder);
        }
        return bind(call, resolved, aggregate);
    }

    /// Binds the call of a function that is written as a field of a row.
    ///
    /// @param row the expression whose value is `argument`
    /// @throws DatabaseException 42883 when there is no such function
    Scalar fieldCall(String name, Scalar argument, Expression row, int position) {
        if (binder.notes().isPresent()) {
            throw DatabaseException.notSupported(
                            "a stored query with a function that is written as a field",
                            "Write it as a call.")
                    .at(position);
        }
        var call =
                Expression.FunctionCall.of(
                        new QualifiedName(List.of(name), position),
                        List.of(row),
                        Expression.CallForm.PLAIN,
                        position);
        return bind(call, resolve(call, argument, row), Optional.empty());
    }

    private Scalar bind(
            Expression.FunctionCall call,
            ResolvedCall resolved,
            Optional<AggregateBinder> aggregate) {
        int position = call.position();
        if (!(resolved.function.target() instanceof Target.Aggregate)) {
            requirePlain(call);
        }
        return switch (resolved.function.target()) {
            case Target.Scalar(ScalarFunction function) ->
                    resolved.checked(
                            binder.folding.fold(
                                    new Scalar.Call(
                                            function,
                                            resolved.arguments,
                                            resolved.function.resultType(),
                                            -1,
                                            -1)),
                            binder,
                            position);
            case Target.Cast _ ->
                    binder.coercion.explicit(
                            resolved.arguments.getFirst(),
                            resolved.function.resultType(),
                            -1,
                            position);
            case Target.Aggregate(var function) ->
                    aggregate
                            .orElseThrow(IllegalStateException::new)
                            .bind(function, resolved.arguments, resolved.function.resultType());
            case Target.Window _ ->
                    throw new DatabaseException(
                                    SqlState.WRONG_OBJECT_TYPE,
                                    "window function "
                                            + call.name().dotted()
                                            + " requires an OVER clause")
                            .at(position);
            case Target.Table(var function) -> set(call, function, resolved);
            case Target.Own _ -> own(call, resolved);
        };
    }

    /// `column(table)` means `table.column` when there is no such function.
    private Optional<Scalar> fieldNotation(Expression.FunctionCall call) {
        if (call.arguments().size() != 1
                || call.name().parts().size() != 1
                || call.star()
                || call.over().isPresent()
                || !(call.arguments().getFirst() instanceof Expression.ColumnReference reference)
                || reference.names().size() != 1
                || !FunctionCatalog.builtInFunctions(call.name().name()).isEmpty()
                || !binder.catalog.routines(binder.searchPath, call.name().parts()).isEmpty()) {
            return Optional.empty();
        }
        for (ScopeTable table : expressions.scope.tables(reference.names().getFirst())) {
            for (ScopeColumn column : table.columns()) {
                if (column.name().equals(call.name().name())) {
                    return Optional.of(column.value());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mayBeField(Expression.FunctionCall call) {
        return call.arguments().size() == 1
                && call.name().parts().size() == 1
                && !call.star()
                && !call.variadic()
                && !call.withinGroup()
                && !(call.arguments().getFirst() instanceof Expression.NamedArgument)
                && !(call.arguments().getFirst() instanceof Expression.Parameter);
    }

    /// `field(row)` means `row.field` when there is no such function.
    private Optional<Scalar> fieldInPlaceOf(
            Expression.FunctionCall call, Scalar argument, DatabaseException missing) {
        String name = call.name().name();
        boolean has =
                missing.sqlState() == SqlState.UNDEFINED_FUNCTION
                        && binder.fields(argument).stream()
                                .anyMatch(field -> field.name().equals(name));
        return has
                ? Optional.of(
                        new ColumnBinder(binder, expressions.scope)
                                .field(argument, name, call.position()))
                : Optional.empty();
    }

    private ResolvedCall resolve(
            Expression.FunctionCall call, Scalar argument, Expression written) {
        return resolve(
                call,
                List.of(written),
                List.of(argument),
                List.of(),
                wanted -> FunctionCatalogs.resolve(binder, call.name(), wanted));
    }

    /// Finds the function and converts the arguments.
    ///
    /// @param written the arguments, sort keys of WITHIN GROUP last
    /// @param arguments binds them
    ResolvedCall resolve(
            Expression.FunctionCall call, List<Expression> written, ExpressionBinder arguments) {
        return resolve(
                call,
                written,
                arguments,
                wanted -> FunctionCatalogs.resolve(binder, call.name(), wanted));
    }

    /// Finds the function by some rule and converts the arguments.
    ResolvedCall resolve(
            Expression.FunctionCall call,
            List<Expression> all,
            ExpressionBinder arguments,
            Function<FunctionCall, ResolvedFunction> rule) {
        List<Expression> written =
                call.withinGroup() ? all : all.stream().filter(this::isInput).toList();
        var names = new ArrayList<String>();
        var given = new ArrayList<Scalar>();
        for (Expression argument : written) {
            if (argument instanceof Expression.NamedArgument named) {
                if (names.contains(named.name())) {
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR,
                                    "argument name \"" + named.name() + "\" used more than once")
                            .at(named.position());
                }
                names.add(named.name());
                given.add(arguments.bind(named.value()));
            } else if (!names.isEmpty()) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "positional argument cannot follow named argument")
                        .at(argument.position());
            } else {
                given.add(arguments.bind(argument));
            }
        }
        return resolve(call, written, given, names, rule);
    }

    private ResolvedCall resolve(
            Expression.FunctionCall call,
            List<Expression> written,
            List<Scalar> given,
            List<String> names,
            Function<FunctionCall, ResolvedFunction> rule) {
        ExplicitCollations.requireOne(written);
        List<DataType> types = given.stream().map(Scalar::type).map(binder.coercion::base).toList();
        var wanted =
                new FunctionCall(
                        call.name().name(),
                        call.name().dotted(),
                        types,
                        names,
                        call.variadic(),
                        call.name().parts().size() == 1
                                || call.name().parts().getFirst().equals("pg_catalog"));
        ResolvedFunction function = found(rule, wanted, call.position());
        binder.notes().ifPresent(notes -> notes.function(call, function));
        if (call.star() && function.entry().parameters().size() > 0) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION,
                            "function " + call.name().dotted() + "() does not exist")
                    .at(call.position());
        }
        List<Scalar> converted = convert(function, given, written, call.position());
        if (function.expanded() && function.target() instanceof Target.Own) {
            converted = packed(function, converted);
        }
        Optional<DataType> rowDomain =
                function.entry().name().contains("_populate_record") && !given.isEmpty()
                        ? Optional.of(given.getFirst().type())
                                .filter(type -> !type.equals(binder.coercion.base(type)))
                        : Optional.empty();
        return new ResolvedCall(function, converted, rowDomain);
    }

    /// A parameter of type `void` stands where JDBC's driver has an output parameter: PostgreSQL
    /// passes it over.
    private boolean isInput(Expression argument) {
        return !(argument instanceof Expression.Parameter parameter
                && expressions.scope.argument(parameter.number()).isEmpty()
                && binder.variables().isEmpty()
                && binder.parameters.type(parameter.number() - 1).equals(DataType.VOID));
    }

    private static ResolvedFunction found(
            Function<FunctionCall, ResolvedFunction> rule, FunctionCall wanted, int position) {
        try {
            return rule.apply(wanted);
        } catch (DatabaseException wrong) {
            throw wrong.at(position);
        }
    }

    private List<Scalar> convert(
            ResolvedFunction function, List<Scalar> given, List<Expression> written, int position) {
        var converted = new ArrayList<Scalar>();
        for (int i = 0; i < function.sources().size(); i++) {
            DataType type = function.argumentTypes().get(i);
            switch (function.sources().get(i)) {
                case Source.Given(int index) -> {
                    Scalar argument = given.get(index);
                    converted.add(
                            type.equals(DataType.UNKNOWN) || type.equals(DataType.ANY)
                                    ? argument
                                    : binder.coercion.implicit(
                                            argument, type, written.get(index).position()));
                }
                case Source.Default(String text) ->
                        converted.add(
                                binder.coercion.implicit(
                                        new ExpressionBinder(binder, Scope.empty(), Clause.SELECT)
                                                .bind(Parser.parseExpression(text)),
                                        type,
                                        position));
            }
        }
        return converted;
    }

    /// Makes one array of the last arguments, as an SQL function with a VARIADIC parameter has it.
    private static List<Scalar> packed(ResolvedFunction function, List<Scalar> arguments) {
        int last = function.entry().parameters().size() - 1;
        List<Scalar> packed = new ArrayList<>(arguments.subList(0, last));
        List<Scalar> elements = arguments.subList(last, arguments.size());
        packed.add(
                new Scalar.ArrayConstructor(
                        elements, false, elements.getFirst().type().newArray()));
        return packed;
    }

    private static void requirePlain(Expression.FunctionCall call) {
        String name = call.name().dotted();
        String wrong = "";
        if (call.star()) {
            wrong = name + "(*) specified, but " + name + " is not an aggregate function";
        } else if (call.distinct()) {
            wrong = "DISTINCT specified, but " + name + " is not an aggregate function";
        } else if (call.withinGroup()) {
            wrong = "WITHIN GROUP specified, but " + name + " is not an aggregate function";
        } else if (!call.orderBy().isEmpty()) {
            wrong = "ORDER BY specified, but " + name + " is not an aggregate function";
        } else if (call.filter().isPresent()) {
            wrong = "FILTER specified, but " + name + " is not an aggregate function";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(SqlState.WRONG_OBJECT_TYPE, wrong).at(call.position());
        }
    }

    /// A set-returning function in a select list.
    private Scalar set(
            Expression.FunctionCall call,
            dev.reckon.sql.function.TableFunction function,
            ResolvedCall resolved) {
        Collector collector = setCollector(call.position());
        DataType type =
                function.columnTypes().size() == 1
                        ? function.columnTypes().getFirst()
                        : DataType.RECORD;
        if (function.columnTypes().isEmpty() && function.name().contains("_to_record")) {
            throw JsonRows.unknownRow(function.name());
        }
        Column output = binder.newColumn(call.name().name(), type, -1);
        List<DataType> columnTypes =
                function.columnTypes().isEmpty() ? List.of(type) : function.columnTypes();
        if (type.equals(DataType.RECORD) && function.columnTypes().size() > 1) {
            binder.setShape(output, new RowShape(function.columnNames(), function.columnTypes()));
        }
        Scalar value =
                collector
                        .addSet(new SetCall(function, resolved.arguments, columnTypes, output))
                        .value();
        return resolved.checked(value, binder, call.position());
    }

    private Collector setCollector(int position) {
        Optional<Collector> collector = expressions.scope.collector();
        if (expressions.clause.allowsSets() && collector.isPresent()) {
            collector.get().mentionSet(position);
            return collector.get();
        }
        DatabaseException wrong =
                expressions.clause == Clause.AGGREGATE_ARGUMENT
                        ? new DatabaseException(
                                        SqlState.FEATURE_NOT_SUPPORTED,
                                        "aggregate function calls cannot contain set-returning"
                                                + " function calls")
                                .withHint(
                                        "You might be able to move the set-returning function"
                                                + " into a LATERAL FROM item.")
                        : new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "set-returning functions are not allowed in "
                                        + expressions.clause.text());
        throw wrong.at(position);
    }

    /// @throws DatabaseException 42809 when it is a procedure
    static void requireFunction(
            Routine routine, Expression.FunctionCall call, ResolvedCall resolved) {
        if (routine.procedure()) {
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            call.name().dotted()
                                    + resolved.arguments.stream()
                                            .limit(call.arguments().size())
                                            .map(argument -> argument.type().sqlName())
                                            .collect(Collectors.joining(", ", "(", ")"))
                                    + " is a procedure")
                    .withHint("To call a procedure, use CALL.")
                    .at(call.position());
        }
    }

    /// A function made by CREATE FUNCTION.
    private Scalar own(Expression.FunctionCall call, ResolvedCall resolved) {
        Routine routine = Routines.of(binder.catalog, resolved.function);
        requireFunction(routine, call, resolved);
        if (routine.returnsSet()) {
            SelectedSet set =
                    new RoutineBinder(binder).set(routine, resolved.arguments, call.position());
            return setCollector(call.position()).addSet(set).value();
        }
        return new RoutineBinder(binder).scalar(routine, resolved.arguments, call.position());
    }

    /// Binds a call of one of PostgreSQL's own functions by name.
    Scalar system(String name, List<Scalar> arguments, int position) {
        List<DataType> types =
                arguments.stream().map(Scalar::type).map(binder.coercion::base).toList();
        ResolvedFunction function;
        try {
            function = binder.functions.function(FunctionCall.of(name, types));
        } catch (DatabaseException wrong) {
            throw wrong.at(position);
        }
        if (!(function.target() instanceof Target.Scalar(ScalarFunction scalar))) {
            throw new IllegalStateException(name + " is no scalar function");
        }
        var converted = new ArrayList<Scalar>();
        for (int i = 0; i < arguments.size(); i++) {
            converted.add(
                    binder.coercion.implicit(
                            arguments.get(i), function.argumentTypes().get(i), position));
        }
        return binder.folding.fold(
                new Scalar.Call(scalar, converted, function.resultType(), -1, -1));
    }

    Scalar sessionValue(Expression.SessionValue value) {
        int position = value.position();
        return switch (value.kind()) {
            case CURRENT_DATE -> now(DataType.DATE, value);
            case CURRENT_TIME -> now(DataType.TIMETZ, value);
            case CURRENT_TIMESTAMP -> now(DataType.TIMESTAMPTZ, value);
            case LOCALTIME -> now(DataType.TIME, value);
            case LOCALTIMESTAMP -> now(DataType.TIMESTAMP, value);
            case CURRENT_ROLE, CURRENT_USER, USER -> system("current_user", List.of(), position);
            case SESSION_USER -> system("session_user", List.of(), position);
            case CURRENT_CATALOG -> system("current_database", List.of(), position);
            case CURRENT_SCHEMA -> system("current_schema", List.of(), position);
        };
    }

    private Scalar now(DataType type, Expression.SessionValue value) {
        Scalar now = system("now", List.of(), value.position());
        return binder.coercion.explicit(now, type, value.precision().orElse(-1), value.position());
    }

    /// Binds GROUPING: it belongs to the innermost query whose columns its arguments name.
    Scalar grouping(Expression.Grouping grouping) {
        List<Scalar> operands = expressions.bindAll(grouping.operands());
        var ids = new HashSet<Integer>();
        operands.forEach(operand -> ids.addAll(Scalars.columnIds(operand)));
        Scope level = expressions.scope.owner(ids);
        Optional<Collector> collector = level.collector();
        Clause clause =
                level == expressions.scope
                        ? expressions.clause
                        : collector.map(Collector::clause).orElse(expressions.clause);
        if (collector.isEmpty() || !clause.allowsAggregates()) {
            throw new DatabaseException(
                            SqlState.GROUPING_ERROR,
                            "grouping operations are not allowed in " + clause.text())
                    .at(grouping.position());
        }
        Column output = binder.newColumn("grouping", DataType.INT4, -1);
        collector
                .get()
                .addGrouping(new Collector.GroupingMention(operands, output, grouping.position()));
        return output.value();
    }
}
