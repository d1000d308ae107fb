package dev.reckon.sql;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.bind.CursorRows;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.bind.Variables;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.modify.ForeignKeys;
import dev.reckon.sql.modify.Modifications;
import dev.reckon.sql.optimize.Optimizer;
import dev.reckon.sql.optimize.SnapshotStatistics;
import dev.reckon.sql.plan.CommonTable;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Update;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// Binds, optimizes and compiles statements for a session. For its thread.
final class Planner {
    private final Session session;
    private final Modifications modifications;
    private final TransitionTables transitionTables = new TransitionTables();

    Planner(Session session) {
        this.session = session;
        var triggers = new TriggerCalls(session, transitionTables);
        this.modifications =
                new Modifications(
                        count -> session.store().allocateIds(count),
                        new ForeignKeys(
                                session::catalog, triggers::runInternally, session.environment()),
                        session::deferredChecks,
                        triggers);
    }

    TransitionTables transitionTables() {
        return transitionTables;
    }

    Modifications modifications() {
        return modifications;
    }

    /// Returns a binder for the present catalog and search path.
    StatementBinder binder(Catalog catalog) {
        return new StatementBinder(catalog, session.searchPath(), session.environment());
    }

    /// Plans a statement by what the session sees now.
    QueryPlan plan(Preparable statement, List<DataType> parameterTypes, int parameterCount) {
        try (Snapshot snapshot = session.transaction().snapshot()) {
            return plan(statement, parameterTypes, parameterCount, snapshot);
        }
    }

    /// Plans a statement by what a snapshot has.
    QueryPlan plan(
            Preparable statement,
            List<DataType> parameterTypes,
            int parameterCount,
            Snapshot snapshot) {
        Catalog catalog = session.seeCatalog(snapshot);
        BoundStatement bound = binder(catalog).bind(statement, parameterTypes, parameterCount);
        return plan(statement, bound, catalog, snapshot);
    }

    /// Plans a statement that is run later, when constants in it that can't be computed become
    /// errors.
    QueryPlan planAhead(Preparable statement, List<DataType> parameterTypes, int parameterCount) {
        try (Snapshot snapshot = session.transaction().snapshot()) {
            Catalog catalog = session.seeCatalog(snapshot);
            BoundStatement bound = binder(catalog).bind(statement, parameterTypes, parameterCount);
            try {
                return plan(statement, bound, catalog, snapshot);
            } catch (DatabaseException failed) {
                if (failed.sqlState() == SqlState.QUERY_CANCELED) {
                    throw failed;
                }
                var nothing = new Values(List.of(), List.of());
                QueryCompiler compiler = QueryCompiler.of(modifications);
                return compile(statement, bound, nothing, catalog, compiler).outdated();
            }
        }
    }

    /// Plans a statement of a procedure, which can name variables.
    QueryPlan plan(Preparable statement, Variables variables, Snapshot snapshot) {
        Catalog catalog = session.seeCatalog(snapshot);
        BoundStatement bound = binder(catalog).procedure(variables).bind(statement);
        return plan(statement, bound, catalog, snapshot);
    }

    /// Plans a statement of the body of a routine in SQL.
    ///
    /// @param arguments what it finds its parameters to be
    QueryPlan plan(
            Routine routine,
            Preparable statement,
            List<Scalar> arguments,
            List<DataType> parameterTypes,
            Snapshot snapshot) {
        Catalog catalog = session.seeCatalog(snapshot);
        BoundStatement bound =
                binder(catalog)
                        .bindBody(routine, statement, arguments)
                        .withParameterTypes(parameterTypes);
        return plan(statement, bound, catalog, snapshot);
    }

    private QueryPlan plan(
            Preparable statement, BoundStatement bound, Catalog catalog, Snapshot snapshot) {
        Plan plan = optimize(bound, catalog, snapshot);
        return compile(statement, bound, plan, catalog, QueryCompiler.of(modifications))
                .withSizes(PlannedSizes.of(plan, snapshot));
    }

    /// The plan of a cursor's query.
    record CursorPlan(QueryPlan plan, CursorRows rows) {}

    /// Plans the query of a cursor.
    CursorPlan cursorPlan(Query query, List<DataType> parameterTypes, int parameterCount) {
        try (Snapshot snapshot = session.transaction().snapshot()) {
            Catalog catalog = session.seeCatalog(snapshot);
            return cursorPlan(
                    query,
                    binder(catalog).bindCursor(query, parameterTypes, parameterCount),
                    catalog,
                    snapshot);
        }
    }

    /// Plans the query of a procedure's cursor.
    CursorPlan cursorPlan(Query query, Variables variables) {
        try (Snapshot snapshot = session.transaction().snapshot()) {
            Catalog catalog = session.seeCatalog(snapshot);
            return cursorPlan(
                    query,
                    binder(catalog).procedure(variables).bindCursor(query),
                    catalog,
                    snapshot);
        }
    }

    private CursorPlan cursorPlan(
            Query query, StatementBinder.BoundCursor bound, Catalog catalog, Snapshot snapshot) {
        Plan plan = optimize(bound.statement(), catalog, snapshot);
        QueryCompiler compiler = QueryCompiler.of(modifications);
        return new CursorPlan(
                compile(query, bound.statement(), plan, catalog, compiler), bound.rows());
    }

    /// Returns the optimized plan of a bound statement.
    Plan optimize(BoundStatement bound, Catalog catalog, Snapshot snapshot) {
        var optimizer =
                new Optimizer(
                        new SnapshotStatistics(snapshot),
                        bound.indexes(),
                        new CatalogNames(catalog, session.searchPath()),
                        Evaluation.of(session.queries().resources(), List.of(), List.of()),
                        bound.ids()::next);
        return optimizer.optimize(bound.plan());
    }

    QueryPlan compile(
            Preparable statement,
            BoundStatement bound,
            Plan plan,
            Catalog catalog,
            QueryCompiler compiler) {
        boolean hasRows = statement instanceof Query || !bound.fields().isEmpty();
        boolean writes = writes(plan);
        return new QueryPlan(
                plan,
                writes ? modifications.whole(compiler.compile(plan), plan) : compiler.compile(plan),
                hasRows
                        ? Optional.of(columns(ResultModifiers.of(bound.fields(), plan), catalog))
                        : Optional.empty(),
                bound.parameterTypes(),
                bound.parameterTypes().stream().map(DataType::physical).toList(),
                bound.accesses(),
                verb(statement),
                writes,
                writes || locks(plan),
                PlannedLocks.of(plan),
                catalog.version(),
                session.searchPath(),
                PlannedSizes.NONE);
    }

    /// Returns what a client is told of the columns: of domains, the types that they are over.
    static List<ResultColumn> columns(List<BoundStatement.Field> fields, Catalog catalog) {
        return fields.stream()
                .map(field ->
                        new ResultColumn(
                                field.name(),
                                catalog.baseType(field.type()),
                                catalog.baseModifier(field.type(), field.modifier()),
                                field.tableOid(),
                                field.columnNumber()))
                .toList();
    }

    private static String verb(Preparable statement) {
        return switch (statement) {
            case Query _ -> "SELECT";
            case DataStatement.Insert _ -> "INSERT 0";
            case DataStatement.Update _ -> "UPDATE";
            case DataStatement.Delete _ -> "DELETE";
            case DataStatement.Merge _ -> "MERGE";
        };
    }

    private static boolean writes(Plan plan) {
        if (plan instanceof Insert) {
            return true;
        }
        boolean[] found = {false};
        Plans.visit(
                plan,
                node ->
                        found[0] |=
                                node instanceof Insert
                                        || node instanceof Update
                                        || node instanceof Delete
                                        || node instanceof Merge
                                        || (node instanceof CommonTable table && table.modifies()));
        return found[0];
    }

    private static boolean locks(Plan plan) {
        boolean[] found = {false};
        Plans.visit(plan, node -> found[0] |= node instanceof LockRows);
        return found[0];
    }
}
