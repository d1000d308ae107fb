package dev.reckon.sql.procedural;

import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.execute.TriggerEvent;
import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Calls procedures. For the session's thread.
public final class ProcedureRunner {
    /// The one value of type `void`, which is not NULL.
    private static final Value NOTHING = Value.text("");

    private final Host host;
    private final Conversions conversions;
    private final Interpreter interpreter;

    public ProcedureRunner(Host host) {
        this.host = host;
        this.conversions = new Conversions(host);
        this.interpreter = new Interpreter(host, conversions);
    }

    /// A procedure with the plans that its calls in the session share. For the session's thread.
    public static final class Compiled {
        private final Procedure procedure;
        private final Kept[] kept;

        public Compiled(Procedure procedure) {
            this.procedure = procedure;
            this.kept = new Kept[procedure.codeCount()];
        }

        public Procedure procedure() {
            return procedure;
        }
    }

    /// What is called, and for what.
    ///
    /// @param result what it returns; of a set, what one row is
    /// @param rows gathers the rows of a set-returning function
    public record Request(
            Compiled compiled,
            List<Value> arguments,
            DataType result,
            boolean isProcedure,
            Optional<RowCollector> rows) {}

    public Conversions conversions() {
        return conversions;
    }

    /// Calls a routine and returns its value; NULL of a set-returning one.
    ///
    /// @throws DatabaseException whatever its statements throw, with the call as a line of context;
    ///   2F005 when it ends without a value
    public Value call(Request request) {
        Frame frame = frame(request);
        run(frame);
        if (request.result.equals(DataType.VOID)) {
            return NOTHING;
        }
        if (request.rows.isPresent()) {
            return Value.Null.NULL;
        }
        Procedure procedure = frame.procedure();
        if (!procedure.outputs().isEmpty()) {
            return Returns.outputs(procedure, frame);
        }
        return frame.result;
    }

    /// Calls a procedure and returns the values of its output parameters in order.
    public List<Value> outputs(Request request) {
        Frame frame = frame(request);
        run(frame);
        return frame.procedure().outputs().stream().map(frame::value).toList();
    }

    /// Calls a trigger function and returns the row that it gives; empty for NULL.
    ///
    /// @throws DatabaseException 39P01 when it gives a row that is none of the relation's
    public Optional<Value.Row> trigger(Compiled compiled, TriggerEvent event) {
        Frame frame =
                frame(new Request(compiled, List.of(), DataType.TRIGGER, false, Optional.empty()));
        new TriggerValues(event).set(frame);
        run(frame);
        boolean isRow =
                event.level() == TriggerEvent.Level.ROW && event.timing() != TriggerTiming.AFTER;
        return isRow && frame.result instanceof Value.Row row
                ? Optional.of(new TriggerValues(event).fitted(row, conversions))
                : frame.result instanceof Value.Row row ? Optional.of(row) : Optional.empty();
    }

    private Frame frame(Request request) {
        Procedure procedure = request.compiled.procedure;
        var frame = new Frame(procedure, request.compiled.kept, request.result, request.rows);
        List<Variable> parameters = procedure.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Value value = request.arguments.get(i);
            if (value instanceof Value.Row row && !row.shape().isKnown()) {
                value = new Value.Row(row.fields(), conversions.shape(parameters.get(i).type()));
            }
            frame.set(parameters.get(i), value);
        }
        frame.found(false);
        boolean needsReturn =
                request.rows.isEmpty()
                        && !request.isProcedure
                        && procedure.outputs().isEmpty()
                        && !request.result.equals(DataType.VOID);
        frame.hasReturned = !needsReturn;
        return frame;
    }

    private void run(Frame frame) {
        host.push(frame);
        try {
            interpreter.run(frame);
            if (!frame.hasReturned) {
                frame.during = "";
                throw new DatabaseException(
                        SqlState.FUNCTION_EXECUTED_NO_RETURN_STATEMENT,
                        frame.procedure().trigger().isPresent()
                                ? "control reached end of trigger procedure without RETURN"
                                : "control reached end of function without RETURN");
            }
        } catch (DatabaseException wrong) {
            frame.addTo(wrong);
            throw wrong;
        } finally {
            host.pop();
        }
    }
}
