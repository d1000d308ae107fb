package dev.reckon.sql;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TransactionStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.bind.BoundCall;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CALL: runs the statements of a procedure in SQL one after another. The output parameters are the
/// first row that the last of them gives.
record ProcedureCalls(Session session) {
    private static final int DEPTH_MAX = 100;

    /// Returns the columns of the result; empty for a procedure without output parameters.
    Optional<List<ResultColumn>> columns(UtilityStatement.Call call) {
        Catalog catalog = session.refreshCatalog();
        return columns(
                session.planner()
                        .binder(catalog)
                        .bindCall(call.call(), Optional.empty())
                        .routine());
    }

    private static Optional<List<ResultColumn>> columns(Routine routine) {
        List<ResultColumn> columns =
                routine.parameters().stream()
                        .filter(Routine.Parameter::isOutput)
                        .map(each -> new ResultColumn(each.name(), each.type(), -1, 0, 0))
                        .toList();
        return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
    }

    Result run(UtilityStatement.Call call) {
        return run(call, Optional.empty(), 0);
    }

    private Result run(UtilityStatement.Call call, Optional<BoundCall> caller, int depth) {
        Catalog catalog = session.refreshCatalog();
        BoundCall bound = session.planner().binder(catalog).bindCall(call.call(), caller);
        Routine routine = bound.routine();
        if (!Rights.of(catalog, session.currentUser()).may(routine, 'X')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied for procedure " + routine.name());
        }
        if (!routine.language().equals("sql")) {
            throw DatabaseException.notSupported(
                            "language " + routine.language(), "Write the procedure in SQL.")
                    .at(call.position());
        }
        if (depth > DEPTH_MAX) {
            throw new DatabaseException(
                    SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
        Optional<List<ResultColumn>> columns = columns(routine);
        if (caller.isPresent() && columns.isPresent()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "calling procedures with output arguments is not supported in SQL functions");
        }
        var arguments = new ArrayList<Scalar>();
        for (Scalar argument : bound.arguments()) {
            arguments.add(
                    new Scalar.Constant(
                            session.queries().value(argument),
                            argument.type(),
                            argument.modifier()));
        }
        var values = new BoundCall(routine, arguments);
        List<Scalar> last = List.of();
        for (ParsedStatement parsed : Parser.parse(routine.body())) {
            last = run(parsed.statement(), values, depth);
        }
        return columns.isPresent()
                ? new FixedRows(columns.get(), List.of(row(columns.get(), last)), "CALL")
                : new Result.Command("CALL");
    }

    /// Runs one statement, and returns the first row that it gives; empty when it gives none.
    private List<Scalar> run(Statement statement, BoundCall call, int depth) {
        return switch (statement) {
            case Preparable preparable -> run(preparable, call);
            case UtilityStatement.Call nested -> {
                run(nested, Optional.of(call), depth + 1).close();
                yield List.of();
            }
            case TransactionStatement each ->
                    throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            each.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT)
                                    + " is not allowed in an SQL function");
            default -> {
                session.runCommand(statement).close();
                yield List.of();
            }
        };
    }

    private List<Scalar> run(Preparable statement, BoundCall call) {
        CachedStatement cached;
        List<BoundStatement.Field> fields;
        session.transaction().use();
        try (Snapshot snapshot = session.transaction().snapshot()) {
            Catalog catalog = session.seeCatalog(snapshot);
            BoundStatement bound =
                    session.planner()
                            .binder(catalog)
                            .bindBody(call.routine(), statement, call.arguments());
            fields = bound.fields();
            Plan plan = session.planner().optimize(bound, catalog, snapshot);
            QueryPlan compiled =
                    session.planner()
                            .compile(
                                    statement,
                                    bound,
                                    plan,
                                    catalog,
                                    QueryCompiler.of(session.planner().modifications()));
            cached =
                    new CachedStatement(
                            call.routine().body(),
                            Optional.of(statement),
                            List.of(),
                            0,
                            Optional.of(compiled),
                            Optional.empty());
        }
        List<Value> values = session.queries().firstRow(cached);
        var constants = new ArrayList<Scalar>();
        for (int i = 0; i < values.size(); i++) {
            constants.add(
                    new Scalar.Constant(
                            values.get(i), fields.get(i).type(), fields.get(i).modifier()));
        }
        return constants;
    }

    private Batch row(List<ResultColumn> columns, List<Scalar> values) {
        var vectors = new ArrayList<ColumnVector>();
        for (int i = 0; i < columns.size(); i++) {
            ResultColumn column = columns.get(i);
            var builder = new VectorBuilder(column.type().physical(), 1);
            if (i < values.size()) {
                Scalar assigned =
                        session.planner()
                                .binder(session.catalog())
                                .assign(values.get(i), column.type(), -1, column.name(), -1);
                builder.append(session.queries().value(assigned));
            } else {
                builder.append(Value.Null.NULL);
            }
            vectors.add(builder.build());
        }
        return new Batch(vectors, 1);
    }
}
