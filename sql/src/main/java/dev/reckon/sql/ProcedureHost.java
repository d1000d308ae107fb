package dev.reckon.sql;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.bind.Variables;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.procedural.DynamicSql;
import dev.reckon.sql.procedural.Frame;
import dev.reckon.sql.procedural.Host;
import dev.reckon.sql.procedural.PlannedSql;
import dev.reckon.sql.procedural.RowStream;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a session does for the procedures that run in it. For its thread.
final class ProcedureHost implements Host {
    private final Session session;
    private final SessionRoutines routines;
    private final RoutineContext context;

    /// What scalars without tables are evaluated with; absent before the first.
    private Optional<Evaluation.Resources> resources = Optional.empty();

    /// A binder that is right while the state of plans is [#binderState].
    private @Nullable StatementBinder binder;

    private Object binderState = new Object();
    private long savepointCount;

    ProcedureHost(Session session, SessionRoutines routines) {
        this.session = session;
        this.routines = routines;
        this.context = session.routineContext();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The state is told by identity.
    public StatementBinder binder() {
        StatementBinder known = binder;
        if (known == null || binderState != context.state()) {
            binderState = context.state();
            known = session.planner().binder(session.catalog());
            binder = known;
        }
        return known;
    }

    @Override
    public Object planState() {
        return context.state();
    }

    @Override
    public void require(Accesses accesses) {
        new PrivilegeChecks(session).require(accesses);
    }

    @Override
    public Expression compile(Scalar scalar) {
        return QueryCompiler.of(session.planner().modifications())
                .scalars(List.of())
                .compile(scalar);
    }

    @Override
    public Evaluation evaluation(List<Value> parameters, List<PhysicalType> types) {
        if (resources.isEmpty()) {
            resources = Optional.of(session.queries().resources());
        }
        return Evaluation.of(resources.get(), parameters, types);
    }

    @Override
    public void checkCancelled() {
        session.environment().checkCancelled();
    }

    @Override
    public PlannedSql plan(Preparable statement, Variables variables, String text) {
        try (Snapshot snapshot = session.transaction().snapshot()) {
            QueryPlan plan = session.planner().plan(statement, variables, snapshot);
            return new KeptStatement(
                    CachedStatement.of(
                            text,
                            statement,
                            plan,
                            again -> session.planner().plan(statement, variables, again)));
        }
    }

    @Override
    public DynamicSql dynamic(String text, List<DataType> parameterTypes) {
        Prepared prepared = session.preparation().prepare(text, parameterTypes);
        CachedStatement cached = prepared.cached();
        return new DynamicSql(
                text,
                cached.statement(),
                cached.plan().isPresent()
                        ? Optional.of(new KeptStatement(cached))
                        : Optional.empty(),
                prepared.literals().isEmpty()
                        ? Optional.empty()
                        : Optional.of(prepared.literals()));
    }

    @Override
    public RowStream open(PlannedSql statement, List<Value> parameters) {
        if (!(statement instanceof KeptStatement(CachedStatement cached))) {
            throw new IllegalStateException("not planned here");
        }
        requireAllowed(cached.plan().orElseThrow().writes(), cached);
        var execution = session.queries().open(cached, parameters);
        List<PlannedSql.Field> columns = KeptStatement.fields(cached.plan().orElseThrow());
        return new StatementRows(
                columns,
                cached.plan().orElseThrow().writes(),
                execution.operator()::next,
                execution);
    }

    @Override
    public Optional<RowStream> rows(Statement statement) {
        Result result = session.runCommand(statement);
        if (!(result instanceof Result.Rows rows)) {
            result.close();
            return Optional.empty();
        }
        List<PlannedSql.Field> columns =
                rows.columns().stream()
                        .map(each ->
                                new PlannedSql.Field(each.name(), each.type(), each.modifier()))
                        .toList();
        return Optional.of(new StatementRows(columns, false, rows::next, rows));
    }

    /// A function that is not volatile changes nothing.
    private void requireAllowed(boolean changes, CachedStatement cached) {
        if (changes && context.isReadOnly()) {
            String verb = cached.plan().orElseThrow().verb().split(" ", -1)[0];
            throw notAllowed(verb);
        }
    }

    private static DatabaseException notAllowed(String verb) {
        return new DatabaseException(
                SqlState.FEATURE_NOT_SUPPORTED,
                verb + " is not allowed in a non-volatile function");
    }

    @Override
    public void run(Statement statement, String text) {
        if (context.isReadOnly()) {
            throw notAllowed(text.strip().split("\\s", 2)[0].toUpperCase(java.util.Locale.ROOT));
        }
        session.runCommand(statement).close();
    }

    @Override
    public void run(DynamicSql statement) {
        run(statement.tree().orElseThrow(), statement.text());
    }

    @Override
    public List<Value> call(Routine routine, List<Value> arguments) {
        return routines.call(routine, arguments, context.isAtomic());
    }

    @Override
    public Object savepoint() {
        String name = " block " + savepointCount++;
        session.transaction().savepoint(name, session.results().mark());
        return name;
    }

    @Override
    public void rollBackTo(Object savepoint) {
        String name = (String) savepoint;
        long mark = session.transaction().rollbackTo(name);
        session.results().closeSince(mark);
        session.commands().cursors().closeSince(mark);
        session.transaction().release(name);
        session.settingsChanged();
        session.refreshCatalog();
    }

    @Override
    public void release(Object savepoint) {
        session.transaction().release((String) savepoint);
    }

    @Override
    public void endTransaction(boolean commit, boolean chain) {
        if (context.isAtomic()) {
            throw new DatabaseException(
                    SqlState.INVALID_TRANSACTION_TERMINATION, "invalid transaction termination");
        }
        if (session.transaction().hasSavepoints()) {
            throw new DatabaseException(
                    SqlState.INVALID_TRANSACTION_TERMINATION,
                    "cannot "
                            + (commit ? "commit" : "roll back")
                            + " while a subtransaction is active");
        }
        SessionTransaction.Modes modes = session.transaction().modes();
        session.commands().endInside(commit);
        if (chain) {
            session.transaction().chain(modes);
        }
        session.refreshCatalog();
    }

    @Override
    public void notice(String severity, DatabaseException message) {
        session.notice(severity, message);
    }

    @Override
    public String openCursor(
            String name,
            Query query,
            Variables variables,
            String text,
            Optional<Boolean> scroll,
            ParameterSource parameters) {
        Planner.CursorPlan planned = session.planner().cursorPlan(query, variables);
        var cached = CachedStatement.of(text, query, planned.plan(), _ -> planned.plan());
        return session.commands()
                .cursors()
                .open(name, query, cached, planned.rows(), parameters.values(), scroll);
    }

    @Override
    public String openCursor(
            String name,
            String text,
            List<DataType> parameterTypes,
            List<Value> parameters,
            Optional<Boolean> scroll) {
        DynamicSql made = dynamic(text, parameterTypes);
        if (!(made.tree().orElse(null) instanceof Query query)) {
            throw new DatabaseException(
                    SqlState.INVALID_CURSOR_DEFINITION,
                    "cannot open "
                            + text.strip().split("\\s", 2)[0].toUpperCase(java.util.Locale.ROOT)
                            + " query as cursor");
        }
        Planner.CursorPlan planned =
                session.planner().cursorPlan(query, parameterTypes, parameterTypes.size());
        var cached = CachedStatement.of(text, query, planned.plan(), _ -> planned.plan());
        return session.commands()
                .cursors()
                .open(
                        name,
                        query,
                        cached,
                        planned.rows(),
                        made.parameters().orElse(parameters),
                        scroll);
    }

    @Override
    public FetchedRows fetch(String name, String direction, long count) {
        return session.commands().cursors().fetch(name, direction, count);
    }

    @Override
    public void closeCursor(String name) {
        session.commands().cursors().close(name);
    }

    @Override
    public void push(Frame frame) {
        context.push(frame);
    }

    @Override
    public void pop() {
        context.pop();
    }

    @Override
    public String context() {
        return context.lines();
    }
}
