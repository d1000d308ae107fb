package dev.reckon.sql.procedural;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TransactionStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.bind.BoundCall;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Names;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statements of SQL, written in the procedure or made by it. For the session's thread.
final class SqlSteps {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final Host host;
    private final Expressions expressions;
    private final Places places;

    SqlSteps(Host host, Expressions expressions, Places places) {
        this.host = host;
        this.expressions = expressions;
        this.places = places;
    }

    /// Returns the values of a row.
    static List<Value> row(Batch batch, int row) {
        return batch.columns().stream().map(column -> column.value(row)).toList();
    }

    void run(Step.Sql step, Frame frame) {
        Statement tree = step.code().tree();
        boolean isInto = step.into().isPresent();
        switch (tree) {
            case UtilityStatement.Call call -> call(step, call, frame);
            case Preparable preparable when !isTableMade(preparable) -> {
                Kept kept = kept(step.code(), preparable, frame);
                PlannedSql plan = planned(kept);
                boolean hasRows = !plan.columns().isEmpty();
                if (!isInto && hasRows) {
                    throw noDestination(preparable);
                }
                if (isInto && !hasRows) {
                    throw cannotReturn();
                }
                try (RowStream rows = open(plan, kept, step.code().text(), frame)) {
                    boolean strict = step.strict();
                    boolean single = strict || !(preparable instanceof Query);
                    finish(rows, step.into(), strict, single, true, frame);
                }
            }
            default -> {
                if (isInto) {
                    throw cannotReturn();
                }
                requireAllowed(tree);
                named(
                        "SQL statement \"" + step.code().text() + "\"",
                        () -> host.run(tree, step.code().text()),
                        frame);
                frame.rowCount = 0;
            }
        }
    }

    private static boolean isTableMade(Preparable statement) {
        return statement instanceof Query query
                && query.body() instanceof Query.Select select
                && select.into().isPresent();
    }

    private static DatabaseException noDestination(Preparable statement) {
        var wrong =
                new DatabaseException(
                        SqlState.SYNTAX_ERROR, "query has no destination for result data");
        return statement instanceof Query
                ? wrong.withHint(
                        "If you want to discard the results of a SELECT, use PERFORM instead.")
                : wrong;
    }

    private static DatabaseException cannotReturn() {
        return new DatabaseException(
                SqlState.SYNTAX_ERROR, "INTO used with a command that cannot return data");
    }

    private static void requireAllowed(Statement statement) {
        if (statement instanceof TransactionStatement each
                && !(each instanceof TransactionStatement.SetTransaction)
                && !(each instanceof TransactionStatement.SetConstraints)) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "unsupported transaction command in PL/pgSQL");
        }
        if (statement instanceof DataStatement.Copy copy && copy.target().isEmpty()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot COPY to/from client in PL/pgSQL");
        }
    }

    void perform(Step.Perform step, Frame frame) {
        Kept kept = kept(step.code(), (Preparable) step.code().tree(), frame);
        try (RowStream rows = open(planned(kept), kept, step.code().text(), frame)) {
            finish(rows, Optional.empty(), false, false, true, frame);
        }
    }

    /// Reads rows to their end, or until the target has what it needs.
    ///
    /// @param single whether more than one row is an error
    /// @param sets whether FOUND is set
    private void finish(
            RowStream rows,
            Optional<Step.Target> into,
            boolean strict,
            boolean single,
            boolean sets,
            Frame frame) {
        long count = 0;
        List<Value> first = List.of();
        boolean isFirstOnly = into.isPresent() && !single && !rows.changes();
        try {
            for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                if (count == 0 && into.isPresent()) {
                    first = row(batch.get(), batch.get().row(0));
                }
                count += batch.get().selectedCount();
                if (isFirstOnly && count > 0) {
                    count = 1;
                    break;
                }
                if (into.isPresent() && single && count > 1) {
                    frame.rowCount = 2; // As many as were asked for.
                    throw new DatabaseException(
                                    SqlState.TOO_MANY_ROWS, "query returned more than one row")
                            .withHint("Make sure the query returns a single row, or use LIMIT 1.");
                }
            }
        } catch (DatabaseException wrong) {
            if (wrong.sqlState() == SqlState.TOO_MANY_ROWS) {
                frame.statement = Optional.empty();
                throw wrong;
            }
            throw SqlErrors.inStatement(wrong, frame);
        }
        frame.statement = Optional.empty();
        frame.rowCount = count;
        if (into.isPresent()) {
            if (strict && count == 0) {
                throw new DatabaseException(SqlState.NO_DATA_FOUND, "query returned no rows");
            }
            places.assign(into.get(), rows.columns(), first, frame);
        }
        if (sets) {
            frame.found(count > 0);
        }
    }

    private void named(String line, Runnable action, Frame frame) {
        frame.statement = Optional.of(line);
        try {
            action.run();
        } catch (DatabaseException wrong) {
            throw SqlErrors.inStatement(wrong, frame);
        }
        frame.statement = Optional.empty();
    }

    static PlannedSql planned(Kept kept) {
        PlannedSql plan = kept.sql();
        if (plan == null) {
            throw new IllegalStateException("not planned");
        }
        return plan;
    }

    @SuppressWarnings("ReferenceEquality") // The state is told by identity.
    Kept kept(Code.Sql code, Preparable statement, Frame frame) {
        Kept known = frame.kept[code.id()];
        if (known != null && known.state() == host.planState() && known.variables().fits(frame)) {
            return known;
        }
        var variables = new CodeVariables(code.names(), host.binder(), frame);
        PlannedSql plan;
        try {
            plan = host.plan(statement, variables, code.text());
        } catch (DatabaseException wrong) {
            throw SqlErrors.ofCode(wrong, code.text(), "SQL statement \"" + code.text() + "\"");
        }
        var made =
                new Kept(host.planState(), variables, List.of(), DataType.VOID, null, null, plan);
        frame.kept[code.id()] = made;
        return made;
    }

    private RowStream open(PlannedSql plan, Kept kept, String text, Frame frame) {
        return open(plan, kept.variables().parameters(frame.values), text, frame);
    }

    private RowStream open(PlannedSql plan, List<Value> parameters, String text, Frame frame) {
        frame.statement = Optional.of("SQL statement \"" + text + "\"");
        try {
            return host.open(plan, parameters);
        } catch (DatabaseException wrong) {
            throw SqlErrors.inStatement(wrong, frame);
        }
    }

    /// Opens the rows of a query, or of a text that gives one.
    RowStream open(Step.Rows rows, Frame frame) {
        return switch (rows) {
            case Step.Rows.Static(Code.Sql query) -> {
                if (!(query.tree() instanceof Preparable preparable)) {
                    yield command(query.tree(), query.text(), frame);
                }
                Kept kept = kept(query, preparable, frame);
                if (planned(kept).columns().isEmpty()) {
                    throw cannotOpen(query.text());
                }
                yield open(planned(kept), kept, query.text(), frame);
            }
            case Step.Rows.Dynamic(Code.Value text, List<Code.Value> using) -> {
                Dynamic made = dynamic(text, using, frame);
                Optional<PlannedSql> planned = made.sql.planned();
                if (planned.isEmpty() && made.sql.tree().isPresent()) {
                    yield command(made.sql.tree().get(), made.sql.text(), frame);
                }
                if (planned.isEmpty() || planned.get().columns().isEmpty()) {
                    throw cannotOpen(made.sql.text());
                }
                yield open(
                        made.sql.planned().get(),
                        made.sql.parameters().orElse(made.values),
                        made.sql.text(),
                        frame);
            }
            case Step.Rows.OfCursor cursor ->
                    throw new IllegalStateException("a cursor is opened elsewhere: " + cursor);
        };
    }

    /// Opens the rows of a command such as EXPLAIN.
    private RowStream command(Statement tree, String text, Frame frame) {
        if (tree instanceof Preparable) {
            throw cannotOpen(text);
        }
        requireAllowed(tree);
        frame.statement = Optional.of("SQL statement \"" + text + "\"");
        try {
            return host.rows(tree).orElseThrow(() -> cannotOpen(text));
        } catch (DatabaseException wrong) {
            throw SqlErrors.inStatement(wrong, frame);
        }
    }

    private static DatabaseException cannotOpen(String text) {
        return new DatabaseException(
                SqlState.INVALID_CURSOR_DEFINITION,
                "cannot open "
                        + text.strip().split("\\s", 2)[0].toUpperCase(java.util.Locale.ROOT)
                        + " query as cursor");
    }

    private record Dynamic(DynamicSql sql, List<Value> values) {}

    private Dynamic dynamic(Code.Value text, List<Code.Value> using, Frame frame) {
        String sql = text(text, frame);
        var values = new ArrayList<Value>();
        var types = new ArrayList<DataType>();
        for (Code.Value each : using) {
            Expressions.Typed value = expressions.typed(each, frame);
            values.add(value.value());
            types.add(value.type());
        }
        try {
            return new Dynamic(host.dynamic(sql, types), values);
        } catch (DatabaseException wrong) {
            throw SqlErrors.ofCode(wrong, sql, "SQL statement \"" + sql + "\"");
        }
    }

    /// Evaluates the text of a statement.
    String text(Code.Value code, Frame frame) {
        Value text = expressions.as(code, frame, DataType.TEXT, -1);
        if (text.isNull()) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "query string argument of EXECUTE is null");
        }
        return text.toString();
    }

    void execute(Step.Execute step, Frame frame) {
        Dynamic made = dynamic(step.text(), step.using(), frame);
        if (made.sql.tree().isEmpty()) {
            frame.rowCount = 0;
            return;
        }
        if (made.sql.planned().isEmpty()) {
            Statement tree = made.sql.tree().get();
            if (tree instanceof Preparable) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "EXECUTE of SELECT ... INTO is not implemented")
                        .withHint(
                                "You might want to use EXECUTE ... INTO or EXECUTE CREATE TABLE"
                                        + " ... AS instead.");
            }
            if (tree instanceof TransactionStatement) {
                throw new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "EXECUTE of transaction commands is not implemented");
            }
            requireAllowed(tree);
            if (step.into().isPresent()) {
                try (RowStream rows = command(tree, made.sql.text(), frame)) {
                    finish(rows, step.into(), step.strict(), step.strict(), false, frame);
                }
                return;
            }
            named("SQL statement \"" + made.sql.text() + "\"", () -> host.run(made.sql), frame);
            frame.rowCount = 0;
            return;
        }
        PlannedSql plan = made.sql.planned().get();
        if (step.into().isPresent() && plan.columns().isEmpty()) {
            throw cannotReturn();
        }
        try (RowStream rows =
                open(plan, made.sql.parameters().orElse(made.values), made.sql.text(), frame)) {
            finish(rows, step.into(), step.strict(), step.strict(), false, frame);
        }
    }

    /// Runs CALL: what its output parameters get is assigned to the arguments.
    private void call(Step.Sql step, UtilityStatement.Call call, Frame frame) {
        var variables = new CodeVariables(step.code().names(), host.binder(), frame);
        BoundCall bound;
        try {
            bound = host.binder().procedure(variables).bindCall(call.call());
        } catch (DatabaseException wrong) {
            throw wrong.inside(step.code().text());
        }
        var arguments = new ArrayList<Value>();
        List<Value> parameters = variables.parameters(frame.values);
        var types = variables.parameterTypes().stream().map(DataType::physical).toList();
        for (Scalar argument : bound.arguments()) {
            arguments.add(
                    host.compile(argument)
                            .evaluate(ONE_ROW, host.evaluation(parameters, types))
                            .value(0));
        }
        Routine routine = bound.routine();
        List<Names.Found> targets = targets(routine, call, step.code());
        var outputs = new ArrayList<Value>();
        named(
                "SQL statement \"" + step.code().text() + "\"",
                () -> outputs.addAll(host.call(routine, arguments)),
                frame);
        int index = 0;
        for (Routine.Parameter parameter : routine.parameters()) {
            if (parameter.isOutput()) {
                places.assign(
                        targets.get(index).variable(), outputs.get(index), parameter.type(), frame);
                index++;
            }
        }
        frame.rowCount = 0;
    }

    /// Returns the variables that stand where the procedure has output parameters.
    private static List<Names.Found> targets(
            Routine routine, UtilityStatement.Call call, Code.Sql code) {
        var targets = new ArrayList<Names.Found>();
        for (int i = 0; i < routine.parameters().size(); i++) {
            Routine.Parameter parameter = routine.parameters().get(i);
            if (!parameter.isOutput()) {
                continue;
            }
            Optional<Names.Found> target =
                    argument(call.call(), i, parameter.name())
                            .filter(Expression.ColumnReference.class::isInstance)
                            .map(Expression.ColumnReference.class::cast)
                            .flatMap(reference -> code.names().find(reference.names()));
            if (target.isEmpty() || target.get().variable().declaration().constant()) {
                throw new DatabaseException(
                        SqlState.SYNTAX_ERROR,
                        "procedure parameter "
                                + (parameter.name().isEmpty()
                                        ? String.valueOf(i + 1)
                                        : "\"" + parameter.name() + "\"")
                                + " is an output parameter but corresponding argument is not"
                                + " writable");
            }
            targets.add(target.get());
        }
        return targets;
    }

    private static Optional<Expression> argument(
            Expression.FunctionCall call, int index, String name) {
        for (Expression each : call.arguments()) {
            if (each instanceof Expression.NamedArgument named && named.name().equals(name)) {
                return Optional.of(named.value());
            }
        }
        return index < call.arguments().size()
                        && !(call.arguments().get(index) instanceof Expression.NamedArgument)
                ? Optional.of(call.arguments().get(index))
                : Optional.empty();
    }
}
