package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryBudget;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.WorkerPool;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.IndexUse;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs planned statements for a session. For its thread.
final class QueryRunner {
    private final Session session;

    QueryRunner(Session session) {
        this.session = session;
    }

    /// An execution under way: what must be closed after it.
    record Execution(Operator operator, Snapshot snapshot, MemoryBudget memory)
            implements AutoCloseable {
        @Override
        public void close() {
            try {
                operator.close();
            } finally {
                memory.close();
                snapshot.close();
            }
        }
    }

    /// Runs a statement: a query is read as its result is, a change is made at once.
    Result run(CachedStatement cached, List<Value> parameters) {
        requireParameters(cached, parameters);
        QueryPlan plan = cached.plan().orElseThrow();
        if (plan.writes()) {
            return change(cached, parameters);
        }
        Execution execution = open(cached, parameters);
        QueryPlan opened = cached.plan().orElseThrow();
        var rows = new RowsResult(session, execution, opened.columns().orElse(List.of()));
        session.results().add(rows);
        return rows;
    }

    private static void requireParameters(CachedStatement cached, List<Value> parameters) {
        int expected = cached.plan().orElseThrow().parameterTypes().size();
        if (parameters.size() != expected) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message supplies "
                            + parameters.size()
                            + " parameters, but prepared statement \"\" requires "
                            + expected);
        }
    }

    private Result change(CachedStatement cached, List<Value> parameters) {
        List<Batch> batches = new ArrayList<>();
        long count = 0;
        QueryPlan plan;
        try (Execution execution = open(cached, parameters)) {
            plan = cached.plan().orElseThrow();
            boolean keep = plan.columns().isPresent();
            for (Optional<Batch> batch = execution.operator.next();
                    batch.isPresent();
                    batch = execution.operator.next()) {
                count += batch.get().selectedCount();
                if (keep) {
                    batches.add(batch.get());
                }
            }
        }
        String tag = plan.verb() + " " + count;
        return plan.columns().isPresent()
                ? new FixedRows(plan.columns().get(), batches, tag)
                : new Result.Command(tag);
    }

    /// Runs a statement to its end and counts its rows.
    long count(CachedStatement cached, List<Value> parameters) {
        long count = 0;
        try (Execution execution = open(cached, parameters)) {
            for (Optional<Batch> batch = execution.operator.next();
                    batch.isPresent();
                    batch = execution.operator.next()) {
                count += batch.get().selectedCount();
            }
        }
        return count;
    }

    /// Opens a statement's plan; plans it anew when the catalog has changed, or when its tables
    /// have another size by far.
    ///
    /// The tables that it writes are locked first. So a statement that waits for one whose
    /// definition is being changed goes on with the new one.
    Execution open(CachedStatement cached, List<Value> parameters) {
        WorkerPool.shared().noteStatement();
        QueryPlan plan = cached.plan().orElseThrow();
        Optional<Transaction> transaction = transaction(plan);
        Snapshot snapshot = lockAndSee(plan, transaction);
        try {
            if (isStale(plan, snapshot)) {
                while (isStale(plan, snapshot)) {
                    QueryPlan next = replan(cached, plan, snapshot);
                    if (!next.tables().equals(plan.tables())) {
                        snapshot.close(); // Others must be locked, and may change until they are.
                        snapshot = lockAndSee(next, transaction);
                    }
                    plan = next;
                }
                if (transaction.isEmpty() && plan.needsTransaction()) {
                    throw changedResult();
                }
            } else if (!plan.sizes().areLike(snapshot)) {
                plan = replan(cached, plan, snapshot);
            }
            if (transaction.isPresent()) {
                plan.tables().requireUnchanged(transaction.get(), session);
            }
            new PrivilegeChecks(session).require(plan.accesses());
            Evaluation evaluation = evaluation(plan, parameters, transaction, snapshot);
            Operator rows = plan.factory().open(evaluation);
            return new Execution(
                    plan.accesses().routines().isEmpty()
                            ? rows
                            : new CallingOperator(rows, snapshot, session.routineContext()),
                    snapshot,
                    evaluation.memory());
        } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
        }
    }

    private Snapshot lockAndSee(QueryPlan plan, Optional<Transaction> transaction) {
        transaction.ifPresent(plan.tables()::take);
        return session.transaction().snapshot();
    }

    private boolean isStale(QueryPlan plan, Snapshot snapshot) {
        return snapshot.definitionVersion() != plan.catalogVersion()
                || !plan.searchPath().equals(session.searchPath());
    }

    /// Computes a scalar without columns.
    Value value(Scalar scalar) {
        return value(scalar, List.of(), List.of());
    }

    /// Computes a scalar without columns, of a statement with parameters.
    Value value(Scalar scalar, List<Value> parameters, List<DataType> types) {
        if (scalar instanceof Scalar.Constant constant) {
            return constant.value();
        }
        try (Snapshot snapshot = session.transaction().snapshot()) {
            return QueryCompiler.of(session.planner().modifications())
                    .scalars(List.of())
                    .compile(scalar)
                    .evaluate(
                            new Batch(List.of(), 1),
                            evaluation(
                                    parameters,
                                    types.stream().map(DataType::physical).toList(),
                                    session.transaction().current(),
                                    snapshot))
                    .value(0);
        }
    }

    /// A query in read committed needs no transaction: one snapshot is enough.
    private Optional<Transaction> transaction(QueryPlan plan) {
        SessionTransaction current = session.transaction();
        if (plan.needsTransaction()) {
            requireWritable(plan);
            return Optional.of(current.use());
        }
        return current.canReadWithout() ? Optional.empty() : Optional.of(current.use());
    }

    private void requireWritable(QueryPlan plan) {
        if (plan.writes() && session.transaction().isReadOnly() && changesLasting(plan)) {
            throw new DatabaseException(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    "cannot execute "
                            + plan.verb().split(" ", -1)[0]
                            + " in a read-only transaction");
        }
    }

    /// Returns whether a plan changes a table that is not temporary.
    private boolean changesLasting(QueryPlan plan) {
        Catalog catalog = session.catalog();
        return plan.accesses().all().stream()
                .filter(access ->
                        access.kinds().stream().anyMatch(kind -> "awd".indexOf(kind) >= 0))
                .map(access -> catalog.relation(access.oid()))
                .noneMatch(relation ->
                        relation.isPresent()
                                && catalog.schemaName(relation.get().schemaOid())
                                        .startsWith(Schema.TEMPORARY_PREFIX));
    }

    private QueryPlan replan(CachedStatement cached, QueryPlan old, Snapshot snapshot) {
        if (cached.planner().isPresent()) {
            QueryPlan plan = cached.planner().get().apply(snapshot);
            if (plan.parameterTypes().size() > old.parameterTypes().size()) {
                throw changedResult(); // The values that were given are not enough.
            }
            cached.replan(plan);
            return plan;
        }
        QueryPlan plan =
                session.planner()
                        .plan(
                                cached.preparable(),
                                cached.givenTypes(),
                                cached.parameterCount(),
                                snapshot);
        if (!plan.parameterTypes().equals(old.parameterTypes())
                || !haveSameForm(plan.columns(), old.columns())) {
            throw changedResult();
        }
        cached.replan(plan);
        return plan;
    }

    /// Drivers prepare the statement again when they see this error, which they know by its
    /// routine.
    private static DatabaseException changedResult() {
        return new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED, "cached plan must not change result type")
                .with(ErrorField.ROUTINE, "RevalidateCachedQuery");
    }

    /// Returns whether a client that was told of some columns can read rows of the others.
    private static boolean haveSameForm(
            Optional<List<ResultColumn>> columns, Optional<List<ResultColumn>> told) {
        if (columns.isEmpty() || told.isEmpty()) {
            return columns.isEmpty() == told.isEmpty();
        }
        return columns.get().stream()
                .map(ResultColumn::form)
                .toList()
                .equals(told.get().stream().map(ResultColumn::form).toList());
    }

    private Evaluation evaluation(
            QueryPlan plan,
            List<Value> parameters,
            Optional<Transaction> transaction,
            Snapshot snapshot) {
        return evaluation(parameters, plan.parameterPhysicals(), transaction, snapshot);
    }

    /// Makes what an execution works with.
    Evaluation evaluation(
            List<Value> parameters,
            List<PhysicalType> types,
            Optional<Transaction> transaction,
            Snapshot snapshot) {
        return Evaluation.of(
                resources(
                        Optional.of(session.seeCatalog(snapshot)),
                        Optional.of(snapshot),
                        transaction),
                parameters,
                types);
    }

    /// Returns what scalars without tables are evaluated with.
    Evaluation.Resources resources() {
        return resources(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Evaluation.Resources resources(
            Optional<Catalog> catalog,
            Optional<Snapshot> snapshot,
            Optional<Transaction> transaction) {
        MemoryBudget memory = session.database().memory();
        return new Evaluation.Resources(
                session.environment(),
                catalog,
                snapshot,
                transaction,
                session.settings().isOn("reckon.learned_index")
                        ? IndexUse.LEARNED
                        : IndexUse.BINARY_SEARCH,
                memory.forQuery(memory.byteCountMax() / 2),
                TemporaryFiles::create);
    }
}
