package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.CalledRoutine;
import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.RoutineKernel;
import dev.reckon.sql.function.RoutineSet;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.sql.function.extension.ExtensionFunctions;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetCall;
import dev.reckon.sql.plan.TableCall;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Binds calls of routines that cannot be put in the place of the call: the session runs them while
/// the statement is executed.
record RoutineCallBinder(Binder binder) {
    /// Returns whether the body of a routine can stand in the place of a call: it is in SQL, its
    /// statements are queries that change nothing, it runs with the caller's rights, and it does
    /// not call itself.
    boolean isInlined(Routine routine) {
        if (!routine.language().equals("sql")
                || routine.securityDefiner()
                || binder.isInlining(routine.oid())) {
            return false;
        }
        List<ParsedStatement> statements = Parser.parse(routine.body());
        return !statements.isEmpty()
                && statements.stream()
                        .allMatch(
                                each -> each.statement() instanceof Query query && !changes(query));
    }

    private static boolean changes(Query query) {
        boolean isInto = query.body() instanceof Query.Select select && select.into().isPresent();
        return isInto
                || !query.locking().isEmpty()
                || query.with()
                        .filter(with ->
                                with.tables().stream()
                                        .anyMatch(each -> !(each.statement() instanceof Query)))
                        .isPresent();
    }

    /// Returns the value of a function, which is called for each row.
    Scalar scalar(Routine routine, List<Scalar> arguments) {
        CalledRoutine called = called(routine, arguments);
        var function =
                new ScalarFunction(
                        (int) routine.oid(),
                        routine.name(),
                        called.argumentTypes(),
                        false,
                        routine.result(),
                        routine.strict(),
                        routine.volatility(),
                        routine.language().equals("c")
                                ? ofExtension(routine)
                                : new RoutineKernel(called, routine.strict(), shape(routine)));
        return new Scalar.Call(function, arguments, routine.result(), -1, -1);
    }

    /// Only extensions make functions in C.
    private static Kernel ofExtension(Routine routine) {
        return ExtensionFunctions.find(routine.body(), routine.strict(), routine.result())
                .orElseThrow(() -> notSupported(routine));
    }

    private static DatabaseException notSupported(Routine routine) {
        return DatabaseException.notSupported(
                "function "
                        + routine.name()
                        + routine.argumentTypes().stream()
                                .map(DataType::sqlName)
                                .collect(Collectors.joining(",", "(", ")")),
                "PostgreSQL's extension has this function, Reckon's not yet.");
    }

    private static void requireWritten(Routine routine) {
        if (routine.language().equals("c")) {
            throw notSupported(routine);
        }
    }

    private CalledRoutine called(Routine routine, List<Scalar> arguments) {
        if (routine.result().equals(DataType.TRIGGER)) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "trigger functions can only be called as triggers");
        }
        binder.accesses.addRoutine(routine.oid(), binder.role, binder.depth == 0);
        return new CalledRoutine(
                routine.oid(),
                arguments.stream().map(Scalar::type).toList(),
                routine.result(),
                outputs(routine).stream().map(Routine.Parameter::type).toList());
    }

    private static List<Routine.Parameter> outputs(Routine routine) {
        return routine.parameters().stream().filter(Routine.Parameter::isOutput).toList();
    }

    private static RowShape shape(Routine routine) {
        List<Routine.Parameter> outputs = outputs(routine);
        if (!routine.result().equals(DataType.RECORD) || outputs.isEmpty()) {
            return RowShape.UNKNOWN;
        }
        var names = new ArrayList<String>();
        for (Routine.Parameter output : outputs) {
            names.add(output.name().isEmpty() ? "column" + (names.size() + 1) : output.name());
        }
        return new RowShape(names, outputs.stream().map(Routine.Parameter::type).toList());
    }

    /// Returns the rows of a set-returning function in a select list, each as one value.
    SelectedSet.BuiltIn set(Routine routine, List<Scalar> arguments) {
        requireWritten(routine);
        DataType type = routine.result();
        TableFunction function =
                function(routine, arguments, List.of(routine.name()), List.of(type), true);
        Column output = binder.newColumn(routine.name(), type, -1);
        RowShape shape = shape(routine);
        if (shape.isKnown()) {
            binder.setShape(output, shape);
        }
        return new SelectedSet.BuiltIn(new SetCall(function, arguments, List.of(type), output));
    }

    /// Returns the rows of a function in FROM.
    ///
    /// @param names the fields of the rows; none for one column of the function's result
    TableCall table(Routine routine, List<Scalar> arguments, List<Column> names) {
        requireWritten(routine);
        List<Column> columns =
                names.isEmpty()
                        ? List.of(binder.newColumn(routine.name(), routine.result(), -1))
                        : names;
        DataType base = binder.coercion.base(routine.result());
        boolean isRow = base.category() == TypeCategory.COMPOSITE || base.equals(DataType.RECORD);
        TableFunction function =
                function(
                        routine,
                        arguments,
                        columns.stream().map(Column::name).toList(),
                        columns.stream().map(Column::type).toList(),
                        names.isEmpty() || !isRow);
        return new TableCall(function, arguments, columns);
    }

    private TableFunction function(
            Routine routine,
            List<Scalar> arguments,
            List<String> names,
            List<DataType> types,
            boolean whole) {
        CalledRoutine called = called(routine, arguments);
        return new TableFunction(
                (int) routine.oid(),
                routine.name(),
                called.argumentTypes(),
                names,
                types,
                routine.strict(),
                routine.volatility(),
                new RoutineSet(called, routine.strict(), routine.returnsSet(), whole));
    }
}
