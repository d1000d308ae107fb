package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.execute.TriggerEvent;
import dev.reckon.sql.function.CalledRoutine;
import dev.reckon.sql.function.GivenRows;
import dev.reckon.sql.function.RoutineCalls;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.procedural.ProcedureRunner;
import dev.reckon.sql.procedural.RowCollector;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs the routines whose bodies are statements, in whatever language. For the session's thread.
final class SessionRoutines implements RoutineCalls {
    private final Session session;
    private final RoutineContext context;
    private final ProcedureRunner procedures;
    private final SqlRoutines statements;
    private final Map<Key, Known> known = new HashMap<>();

    /// A routine as it is called.
    ///
    /// @param triggerOid of a trigger function, which can serve tables with other columns; 0
    ///   elsewhere
    private record Key(CalledRoutine called, long triggerOid) {}

    /// A procedure as it was compiled for a routine as it was.
    private record Known(Routine routine, ProcedureRunner.Compiled compiled) {}

    SessionRoutines(Session session) {
        this.session = session;
        this.context = session.routineContext();
        this.procedures = new ProcedureRunner(new ProcedureHost(session, this));
        this.statements = new SqlRoutines(session, procedures.conversions());
    }

    @Override
    public Value value(CalledRoutine called, List<Value> arguments) {
        Routine routine = routine(called);
        return inside(
                routine,
                true,
                () -> {
                    if (routine.language().equals("sql")) {
                        return statements.value(routine, called, arguments);
                    }
                    return procedure(routine, called, arguments, Optional.empty());
                });
    }

    @Override
    public TableFunction.Rows rows(
            CalledRoutine called,
            List<Value> arguments,
            List<DataType> columnTypes,
            boolean whole) {
        Routine routine = routine(called);
        boolean isRow = procedures.conversions().isRow(called.resultType());
        if (!routine.returnsSet()) {
            Value value = value(called, arguments);
            if (whole || !isRow) {
                return GivenRows.one(List.of(value), columnTypes);
            }
            return GivenRows.one(fields(value, columnTypes), columnTypes);
        }
        RowShape shape = shape(routine, called);
        List<DataType> types =
                !isRow
                        ? List.of(called.resultType())
                        : shape.isKnown() ? shape.types() : whole ? List.of() : columnTypes;
        if (types.isEmpty()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "materialize mode required, but it is not allowed in this context");
        }
        var collector = new RowCollector(types);
        inside(
                routine,
                true,
                () -> {
                    if (routine.language().equals("sql")) {
                        statements.rows(routine, called, arguments, collector);
                        return Value.Null.NULL;
                    }
                    return procedure(routine, called, arguments, Optional.of(collector));
                });
        return new GivenRows(whole && isRow ? wholes(collector, shape) : collector.batches());
    }

    /// Runs a routine in PL/pgSQL.
    ///
    /// @param rows what gathers the rows of a set; empty for a function that gives a value
    private Value procedure(
            Routine routine,
            CalledRoutine called,
            List<Value> arguments,
            Optional<RowCollector> rows) {
        return procedures.call(
                new ProcedureRunner.Request(
                        compiled(routine, new Key(called, 0)),
                        arguments,
                        called.resultType(),
                        false,
                        rows));
    }

    /// Returns the fields of a row that a function gave, which must have the types that the caller
    /// reads.
    private static List<Value> fields(Value value, List<DataType> types) {
        if (!(value instanceof Value.Row row)) {
            return java.util.Collections.nCopies(types.size(), Value.Null.NULL);
        }
        boolean fits = row.fields().size() == types.size();
        for (int i = 0; fits && row.shape().isKnown() && i < types.size(); i++) {
            fits = row.shape().types().get(i).equals(types.get(i));
        }
        if (!fits) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "function return row and query-specified return row do not match");
        }
        return row.fields();
    }

    private RowShape shape(Routine routine, CalledRoutine called) {
        if (called.resultType().equals(DataType.RECORD)) {
            List<String> names =
                    routine.parameters().stream()
                            .filter(Routine.Parameter::isOutput)
                            .map(Routine.Parameter::name)
                            .toList();
            return new RowShape(names, called.outputTypes());
        }
        return procedures.conversions().isRow(called.resultType())
                ? procedures.conversions().shape(called.resultType())
                : RowShape.UNKNOWN;
    }

    private static List<Batch> wholes(RowCollector collector, RowShape shape) {
        var whole = new ArrayList<Batch>();
        for (Batch batch : collector.batches()) {
            var builder =
                    new dev.reckon.storage.batch.VectorBuilder(
                            dev.reckon.storage.type.PhysicalType.OBJECT, batch.rowCount());
            for (int row = 0; row < batch.rowCount(); row++) {
                int at = row;
                builder.append(
                        new Value.Row(
                                batch.columns().stream().map(each -> each.value(at)).toList(),
                                shape));
            }
            whole.add(new Batch(List.<ColumnVector>of(builder.build()), batch.rowCount()));
        }
        return whole;
    }

    private Routine routine(CalledRoutine called) {
        return session.catalog().object(called.oid()).orElse(null) instanceof Routine routine
                ? routine
                : failGone(called);
    }

    private static Routine failGone(CalledRoutine called) {
        throw new DatabaseException(
                SqlState.UNDEFINED_FUNCTION,
                "function with OID " + called.oid() + " does not exist");
    }

    /// Runs a routine's body with the rights and the names that are its own.
    private <T> T inside(Routine routine, boolean atomic, Supplier<T> body) {
        return session.transaction()
                .inside(() -> {
                    context.enter(routine, atomic);
                    try {
                        return body.get();
                    } catch (StackOverflowError tooDeep) {
                        throw RoutineContext.tooDeep();
                    } finally {
                        context.leave();
                    }
                });
    }

    /// Calls a trigger function: the row that it gives, or nothing.
    ///
    /// @throws DatabaseException whatever its statements throw
    Optional<Value.Row> call(long routineOid, TriggerEvent event) {
        var called = new CalledRoutine(routineOid, List.of(), DataType.TRIGGER, List.of());
        Routine routine = routine(called);
        return inside(
                routine,
                true,
                () ->
                        procedures.trigger(
                                compiled(routine, new Key(called, event.triggerOid())), event));
    }

    /// Calls a procedure and returns the values of its output parameters.
    ///
    /// @param atomic whether it may not end the transaction
    List<Value> call(Routine routine, List<Value> arguments, boolean atomic) {
        Catalog catalog = session.catalog();
        if (!Rights.of(catalog, session.currentUser()).may(routine, 'X')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied for procedure " + routine.name());
        }
        var called =
                new CalledRoutine(
                        routine.oid(),
                        routine.argumentTypes(),
                        DataType.VOID,
                        routine.parameters().stream()
                                .filter(Routine.Parameter::isOutput)
                                .map(Routine.Parameter::type)
                                .toList());
        var outputs = new ArrayList<Value>();
        inside(
                routine,
                atomic,
                () -> {
                    if (routine.language().equals("sql")) {
                        outputs.addAll(statements.outputs(routine, called, arguments));
                    } else {
                        outputs.addAll(
                                procedures.outputs(
                                        new ProcedureRunner.Request(
                                                compiled(routine, new Key(called, 0)),
                                                arguments,
                                                DataType.VOID,
                                                true,
                                                Optional.empty())));
                    }
                    return Value.Null.NULL;
                });
        return outputs;
    }

    /// Runs the body of DO.
    void run(String body) {
        var compiled =
                new ProcedureRunner.Compiled(
                        new ProcedureCompiler(session.planner().binder(session.catalog()))
                                .block(body));
        var routine =
                new Routine(
                        new Header(0, 0, "inline_code_block", session.currentUserOid()),
                        true,
                        List.of(),
                        DataType.VOID,
                        false,
                        "plpgsql",
                        body,
                        Volatility.VOLATILE,
                        false,
                        false,
                        List.of(),
                        Routine.Traits.usual(false, false));
        inside(
                routine,
                session.transaction().isExplicit() || context.isInside(),
                () ->
                        procedures.call(
                                new ProcedureRunner.Request(
                                        compiled,
                                        List.of(),
                                        DataType.VOID,
                                        true,
                                        Optional.empty())));
    }

    private ProcedureRunner.Compiled compiled(Routine routine, Key key) {
        Known found = known.get(key);
        if (found == null || !found.routine.equals(routine)) {
            found =
                    new Known(
                            routine,
                            new ProcedureRunner.Compiled(
                                    new ProcedureCompiler(
                                                    session.planner().binder(session.catalog()))
                                            .compile(routine, key.called)));
            known.put(key, found);
        }
        return found.compiled;
    }
}
