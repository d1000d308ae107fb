package dev.reckon.sql.procedural;

import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Runs the steps of procedures: what decides what runs next. For the session's thread.
final class Interpreter {
    private final Host host;
    private final Expressions expressions;
    private final Places places;
    private final Loops loops;
    private final SqlSteps sql;
    private final CursorSteps cursors;
    private final Messages messages;
    private final Returns returns;

    Interpreter(Host host, Conversions conversions) {
        this.host = host;
        this.expressions = new Expressions(host, conversions);
        this.places = new Places(host, conversions, expressions);
        this.cursors = new CursorSteps(host, expressions, places);
        this.sql = new SqlSteps(host, expressions, places);
        this.loops = new Loops(this, host, expressions, places, sql, cursors);
        this.messages = new Messages(host, expressions, places);
        this.returns = new Returns(expressions, conversions, sql);
    }

    /// Runs the body of a procedure.
    void run(Frame frame) {
        frame.during = "during function entry";
        Flow flow = block(frame.procedure().body(), frame);
        frame.step = Optional.empty();
        frame.during = "during function exit";
        if (flow == Flow.EXIT || flow == Flow.CONTINUE) {
            throw new IllegalStateException("left with " + flow);
        }
    }

    /// Runs steps one after another, until one of them leads elsewhere.
    Flow steps(List<Step> steps, Frame frame) {
        for (Step step : steps) {
            frame.step = Optional.of(step);
            Flow flow = step(step, frame);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow step(Step step, Frame frame) {
        switch (step) {
            case Step.Assign assign -> places.assign(assign, frame);
            case Step.If choice -> {
                return choice(choice, frame);
            }
            case Step.Case choice -> {
                return caseOf(choice, frame);
            }
            case Step.Block block -> {
                return block(block, frame);
            }
            case Step.Loop loop -> {
                return loops.endless(loop, frame);
            }
            case Step.While loop -> {
                return loops.conditional(loop, frame);
            }
            case Step.ForInteger loop -> {
                return loops.integers(loop, frame);
            }
            case Step.ForRows loop -> {
                return loops.rows(loop, frame);
            }
            case Step.ForEach loop -> {
                return loops.elements(loop, frame);
            }
            case Step.Exit exit -> {
                return exit(exit, frame);
            }
            case Step.Return returned -> {
                returns.one(returned, frame);
                return Flow.RETURN;
            }
            case Step.ReturnNext next -> returns.next(next, frame);
            case Step.ReturnQuery query -> returns.query(query, frame);
            case Step.Raise raise -> messages.raise(raise, frame);
            case Step.Assert assertion -> messages.check(assertion, frame);
            case Step.GetDiagnostics get -> messages.diagnostics(get, frame);
            case Step.Sql statement -> sql.run(statement, frame);
            case Step.Perform perform -> sql.perform(perform, frame);
            case Step.Execute execute -> sql.execute(execute, frame);
            case Step.Open open -> cursors.open(open, frame);
            case Step.Fetch fetch -> cursors.fetch(fetch, frame);
            case Step.Close close -> cursors.close(close, frame);
            case Step.EndTransaction end -> host.endTransaction(end.commit(), end.chain());
        }
        return Flow.NEXT;
    }

    private Flow choice(Step.If choice, Frame frame) {
        for (Step.Choice each : choice.choices()) {
            if (expressions.isTrue(each.condition(), frame)) {
                return steps(each.steps(), frame);
            }
        }
        return steps(choice.otherwise(), frame);
    }

    private Flow caseOf(Step.Case choice, Frame frame) {
        if (choice.operand().isPresent()) {
            Expressions.Typed value = expressions.typed(choice.operand().get().value(), frame);
            Variable variable = choice.operand().get().variable();
            frame.set(
                    variable,
                    new Value.Row(
                            List.of(value.value()),
                            new RowShape(List.of("v"), List.of(value.type()))));
        }
        for (Step.Choice each : choice.choices()) {
            if (expressions.isTrue(each.condition(), frame)) {
                return steps(each.steps(), frame);
            }
        }
        if (choice.otherwise().isEmpty()) {
            throw new DatabaseException(SqlState.CASE_NOT_FOUND, "case not found")
                    .withHint("CASE statement is missing ELSE part.");
        }
        return steps(choice.otherwise().get(), frame);
    }

    private Flow exit(Step.Exit exit, Frame frame) {
        if (exit.when().isPresent() && !expressions.isTrue(exit.when().get(), frame)) {
            return Flow.NEXT;
        }
        frame.exitLabel = exit.label();
        return exit.isExit() ? Flow.EXIT : Flow.CONTINUE;
    }

    private Flow block(Step.Block block, Frame frame) {
        Optional<Step> outer = frame.step;
        frame.step = Optional.empty();
        frame.during = "during statement block local variable initialization";
        for (Variable variable : block.variables()) {
            initialize(variable, frame);
        }
        frame.step = outer;
        Flow flow =
                block.handlers().isEmpty() ? steps(block.steps(), frame) : guarded(block, frame);
        if (flow == Flow.EXIT
                && !frame.exitLabel.isEmpty()
                && frame.exitLabel.equals(block.label())) {
            frame.exitLabel = "";
            return Flow.NEXT;
        }
        return flow;
    }

    private void initialize(Variable variable, Frame frame) {
        Optional<Code.Value> initial = variable.declaration().initial();
        frame.clear(variable);
        if (initial.isPresent()) {
            if (variable.isRow()) {
                Expressions.Typed value = expressions.typed(initial.get(), frame);
                places.assign(variable, value.value(), value.type(), frame);
            } else {
                places.put(
                        variable,
                        expressions.as(initial.get(), frame, variable.type(), variable.modifier()),
                        frame);
            }
        } else if (!variable.isRow()) {
            // A domain may not allow NULL.
            places.assign(variable, Value.Null.NULL, DataType.UNKNOWN, frame);
        }
    }

    /// Runs the steps of a block with handlers: an error undoes what they did.
    private Flow guarded(Step.Block block, Frame frame) {
        Optional<Step> outer = frame.step;
        Object savepoint = host.savepoint();
        Flow flow;
        try {
            flow = steps(block.steps(), frame);
        } catch (DatabaseException error) {
            frame.statement = Optional.empty();
            Optional<Step.Handler> handler = handler(block, error);
            if (handler.isEmpty()) {
                host.rollBackTo(savepoint);
                throw error;
            }
            frame.addTo(error);
            host.rollBackTo(savepoint);
            frame.step = outer;
            frame.caught.push(error);
            try {
                block.errorState()
                        .ifPresent(state -> {
                            frame.set(state.state(), Value.text(error.code()));
                            frame.set(state.message(), Value.text(Messages.text(error)));
                        });
                return steps(handler.get().steps(), frame);
            } finally {
                frame.caught.pop();
            }
        } catch (StackOverflowError tooDeep) {
            host.rollBackTo(savepoint);
            throw tooDeep;
        }
        host.release(savepoint);
        return flow;
    }

    private static Optional<Step.Handler> handler(Step.Block block, DatabaseException error) {
        for (Step.Handler handler : block.handlers()) {
            for (String condition : handler.conditions()) {
                if (meets(error, condition)) {
                    return Optional.of(handler);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean meets(DatabaseException error, String condition) {
        if (condition.equals(Step.Handler.OTHERS)) {
            return error.sqlState() != SqlState.QUERY_CANCELED
                    && error.sqlState() != SqlState.ASSERT_FAILURE;
        }
        return error.code().equals(condition)
                || (condition.endsWith("000")
                        && error.code().startsWith(condition.substring(0, 2)));
    }
}
