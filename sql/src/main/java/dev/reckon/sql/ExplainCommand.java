package dev.reckon.sql;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Plan;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;

/// EXPLAIN: plans a statement, runs it when asked to, and tells of the plan.
record ExplainCommand(Session session, PreparedCommands prepared) {
    List<ResultColumn> columns(UtilityStatement.Explain explain) {
        return List.of(
                new ResultColumn(
                        "QUERY PLAN",
                        ExplainOptions.of(explain).json() ? DataType.JSON : DataType.TEXT,
                        -1,
                        0,
                        0));
    }

    Result run(UtilityStatement.Explain explain, List<Value> parameters) {
        ExplainOptions options = ExplainOptions.of(explain);
        Subject subject = subject(explain.statement(), parameters);
        SessionTransaction transaction = session.transaction();
        if (options.analyze()) {
            transaction.use();
        }
        long planStart = System.nanoTime();
        try (Snapshot snapshot = transaction.snapshot()) {
            Catalog catalog = session.seeCatalog(snapshot);
            BoundStatement bound =
                    session.planner()
                            .binder(catalog)
                            .bind(subject.statement, subject.types, subject.parameterCount);
            Plan plan = session.planner().optimize(bound, catalog, snapshot);
            QueryCompiler compiler = QueryCompiler.measuring(session.planner().modifications());
            QueryPlan compiled =
                    session.planner().compile(subject.statement, bound, plan, catalog, compiler);
            long planNanos = System.nanoTime() - planStart;
            var report = new PlanReport(session, options, compiler, snapshot, plan, planNanos);
            if (options.analyze()) {
                report.execute(compiled, subject.parameters);
            }
            String tag = "EXPLAIN";
            if (options.json()) {
                return TextRows.of(columns(explain), List.of(List.of(report.json())), tag);
            }
            List<List<String>> lines = report.text().stream().map(List::of).toList();
            return TextRows.of(columns(explain), lines, tag);
        }
    }

    /// The statement that is explained.
    private record Subject(
            Preparable statement,
            List<DataType> types,
            int parameterCount,
            List<Value> parameters) {}

    private Subject subject(Statement statement, List<Value> parameters) {
        return switch (statement) {
            case Preparable preparable ->
                    new Subject(
                            preparable,
                            List.of(),
                            Math.max(parameters.size(), ParameterCounts.of(preparable)),
                            parameters);
            case SessionStatement.Execute execute -> {
                CachedStatement cached = prepared.find(execute.name());
                yield new Subject(
                        cached.preparable(),
                        cached.parameterTypes(),
                        cached.parameterCount(),
                        prepared.arguments(execute, cached));
            }
            case SessionStatement.DeclareCursor declare ->
                    new Subject(declare.query(), List.of(), 0, List.of());
            case TableStatement.CreateTableAs create
                    when create.source() instanceof Preparable source ->
                    new Subject(source, List.of(), 0, List.of());
            default ->
                    throw DatabaseException.notSupported(
                                    "EXPLAIN of this statement", "Explain its query.")
                            .at(statement.position());
        };
    }
}
