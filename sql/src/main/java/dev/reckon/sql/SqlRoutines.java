package dev.reckon.sql;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TransactionStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.bind.BoundCall;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.CalledRoutine;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.procedural.Conversions;
import dev.reckon.sql.procedural.RowCollector;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Runs the bodies of routines in SQL, statement by statement. What a routine gives are the rows of
/// the last one. For the session's thread.
final class SqlRoutines {
    private final Session session;
    private final Conversions conversions;
    private final Map<CalledRoutine, Body> known = new HashMap<>();

    /// A body with the plans that were made so far, one for each statement.
    private record Body(
            Routine routine, List<ParsedStatement> statements, CachedStatement[] planned) {}

    /// Takes the rows of the last statement.
    @FunctionalInterface
    private interface Sink {
        /// @return whether more are wanted
        boolean take(List<ResultColumn> columns, Batch rows);
    }

    SqlRoutines(Session session, Conversions conversions) {
        this.session = session;
        this.conversions = conversions;
    }

    /// Returns the value of a function: its first row.
    Value value(Routine routine, CalledRoutine called, List<Value> arguments) {
        Value[] value = {Value.Null.NULL};
        run(
                routine,
                called,
                arguments,
                (columns, rows) -> {
                    value[0] = one(columns, row(rows, rows.row(0)), called);
                    return false;
                });
        return called.resultType().equals(DataType.VOID) ? Value.Null.NULL : value[0];
    }

    /// Returns the values of a procedure's output parameters: its first row.
    List<Value> outputs(Routine routine, CalledRoutine called, List<Value> arguments) {
        var outputs = new ArrayList<Value>();
        run(
                routine,
                called,
                arguments,
                (columns, rows) -> {
                    List<Value> row = row(rows, rows.row(0));
                    for (int i = 0; i < Math.min(row.size(), called.outputTypes().size()); i++) {
                        outputs.add(
                                conversions.convert(
                                        row.get(i),
                                        columns.get(i).type(),
                                        called.outputTypes().get(i),
                                        -1));
                    }
                    return false;
                });
        while (outputs.size() < called.outputTypes().size()) {
            outputs.add(Value.Null.NULL);
        }
        return outputs;
    }

    /// Gathers the rows of a set-returning function.
    void rows(
            Routine routine, CalledRoutine called, List<Value> arguments, RowCollector collector) {
        run(
                routine,
                called,
                arguments,
                (columns, rows) -> {
                    for (int i = 0; i < rows.selectedCount(); i++) {
                        collector.add(fitted(columns, row(rows, rows.row(i)), collector.types()));
                    }
                    return true;
                });
    }

    private List<Value> fitted(List<ResultColumn> columns, List<Value> row, List<DataType> types) {
        List<DataType> given = columns.stream().map(ResultColumn::type).toList();
        List<Value> values = row;
        if (row.size() == 1 && types.size() > 1 && row.getFirst() instanceof Value.Row whole) {
            values = whole.fields();
            given =
                    whole.shape().isKnown()
                            ? whole.shape().types()
                            : conversions.shape(given.getFirst()).types();
        }
        if (values.size() != types.size()) {
            throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "return type mismatch in function declared to return record")
                    .withDetail("Final statement returns a different number of columns.");
        }
        var converted = new ArrayList<Value>();
        for (int i = 0; i < values.size(); i++) {
            converted.add(conversions.convert(values.get(i), given.get(i), types.get(i), -1));
        }
        return converted;
    }

    private Value one(List<ResultColumn> columns, List<Value> row, CalledRoutine called) {
        DataType result = called.resultType();
        if (result.equals(DataType.VOID)) {
            return Value.Null.NULL;
        }
        if (!conversions.isRow(result) || (row.size() == 1 && isRow(columns))) {
            return conversions.convert(row.getFirst(), columns.getFirst().type(), result, -1);
        }
        List<DataType> types = columns.stream().map(ResultColumn::type).toList();
        if (!result.equals(DataType.RECORD)) {
            return conversions.row(row, types, result);
        }
        if (called.outputTypes().size() > 1) {
            types = called.outputTypes();
            row = fitted(columns, row, types);
        }
        return new Value.Row(
                row, new RowShape(columns.stream().map(ResultColumn::name).toList(), types));
    }

    private boolean isRow(List<ResultColumn> columns) {
        return conversions.isRow(columns.getFirst().type());
    }

    private static List<Value> row(Batch rows, int row) {
        return rows.columns().stream().map(column -> column.value(row)).toList();
    }

    private void run(Routine routine, CalledRoutine called, List<Value> arguments, Sink sink) {
        Body body = body(routine, called);
        int count = body.statements.size();
        for (int i = 0; i < count; i++) {
            try {
                run(
                        body,
                        i,
                        called,
                        arguments,
                        i == count - 1 ? Optional.of(sink) : Optional.empty());
            } catch (DatabaseException wrong) {
                wrong.inside(routine.body());
                String line = "SQL function \"" + routine.name() + "\" statement " + (i + 1);
                wrong.with(
                        ErrorField.WHERE,
                        wrong.field(ErrorField.WHERE).map(each -> each + "\n" + line).orElse(line));
                throw wrong;
            }
        }
    }

    private Body body(Routine routine, CalledRoutine called) {
        Body body = known.get(called);
        if (body == null || !body.routine.equals(routine)) {
            List<ParsedStatement> statements = Parser.parse(routine.body());
            body = new Body(routine, statements, new CachedStatement[statements.size()]);
            known.put(called, body);
        }
        return body;
    }

    private void run(
            Body body,
            int index,
            CalledRoutine called,
            List<Value> arguments,
            Optional<Sink> sink) {
        switch (body.statements.get(index).statement()) {
            case Preparable preparable when !Commands.isCreateTableAs(preparable) ->
                    run(planned(body, index, preparable, called), arguments, sink);
            case UtilityStatement.Call call -> call(body.routine, call, called, arguments);
            case TransactionStatement each ->
                    throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            each.getClass().getSimpleName().toUpperCase(Locale.ROOT)
                                    + " is not allowed in an SQL function");
            case Statement other -> {
                requireVolatile(true, other.getClass().getSimpleName());
                session.runCommand(other).close();
            }
        }
    }

    private void requireVolatile(boolean changes, String verb) {
        if (changes && session.routineContext().isReadOnly()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    verb.toUpperCase(Locale.ROOT) + " is not allowed in a non-volatile function");
        }
    }

    private CachedStatement planned(
            Body body, int index, Preparable statement, CalledRoutine called) {
        CachedStatement known = body.planned[index];
        if (known == null) {
            try (Snapshot snapshot = session.transaction().snapshot()) {
                QueryPlan plan = plan(body.routine, statement, called, snapshot);
                known =
                        CachedStatement.of(
                                body.routine.body(),
                                statement,
                                plan,
                                again -> plan(body.routine, statement, called, again));
            }
            body.planned[index] = known;
        }
        return known;
    }

    private QueryPlan plan(
            Routine routine, Preparable statement, CalledRoutine called, Snapshot snapshot) {
        var arguments = new ArrayList<Scalar>();
        for (DataType type : called.argumentTypes()) {
            arguments.add(new Scalar.Parameter(arguments.size(), type));
        }
        return session.planner()
                .plan(routine, statement, arguments, called.argumentTypes(), snapshot);
    }

    private void run(CachedStatement cached, List<Value> arguments, Optional<Sink> sink) {
        QueryPlan plan = cached.plan().orElseThrow();
        requireVolatile(plan.writes(), plan.verb().split(" ", -1)[0]);
        try (QueryRunner.Execution execution = session.queries().open(cached, arguments)) {
            List<ResultColumn> columns = cached.plan().orElseThrow().columns().orElse(List.of());
            boolean wanted = sink.isPresent() && !columns.isEmpty();
            for (Optional<Batch> batch = execution.operator().next();
                    batch.isPresent();
                    batch = execution.operator().next()) {
                if (wanted && !sink.get().take(columns, batch.get())) {
                    if (!plan.writes()) {
                        return;
                    }
                    wanted = false;
                }
            }
        }
    }

    private void call(
            Routine routine,
            UtilityStatement.Call call,
            CalledRoutine called,
            List<Value> arguments) {
        var given = new ArrayList<Scalar>();
        for (int i = 0; i < arguments.size(); i++) {
            given.add(new Scalar.Constant(arguments.get(i), called.argumentTypes().get(i), -1));
        }
        BoundCall bound =
                session.planner()
                        .binder(session.refreshCatalog())
                        .bindCall(call.call(), Optional.of(new BoundCall(routine, given)));
        if (bound.routine().parameters().stream().anyMatch(Routine.Parameter::isOutput)) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "calling procedures with output arguments is not supported in SQL functions");
        }
        session.routines()
                .call(
                        bound.routine(),
                        bound.arguments().stream().map(session.queries()::value).toList(),
                        true);
    }
}
