package dev.reckon.sql.execute;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.execute.buffer.SpillSpace;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.IndexUse;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What operators and expressions of one execution work with: the parameters, what may be read,
/// written and used, and the outer rows and common tables in whose scope they run. Borrows
/// everything. Immutable; safe for use by many threads, but for the transaction, which belongs to
/// the session's thread.
public final class Evaluation {
    private final Resources resources;
    private final Constant[] parameters;
    private final Once once;
    private final @Nullable Binding scope;

    /// What an execution may use.
    ///
    /// @param catalog the objects that the snapshot's definitions describe
    /// @param snapshot what the statement sees
    /// @param transaction what it writes to; absent where nothing is written or locked
    /// @param indexUse how keys are found
    /// @param memory the query's own budget
    /// @param workers helps with long queries
    public record Resources(
            Environment environment,
            Optional<Catalog> catalog,
            Optional<Snapshot> snapshot,
            Optional<Transaction> transaction,
            IndexUse indexUse,
            MemoryBudget memory,
            SpillSpace spillSpace,
            WorkerPool workers) {
        /// Makes resources with the process's own helpers.
        public Resources(
                Environment environment,
                Optional<Catalog> catalog,
                Optional<Snapshot> snapshot,
                Optional<Transaction> transaction,
                IndexUse indexUse,
                MemoryBudget memory,
                SpillSpace spillSpace) {
            this(
                    environment,
                    catalog,
                    snapshot,
                    transaction,
                    indexUse,
                    memory,
                    spillSpace,
                    WorkerPool.shared());
        }
    }

    /// A value of the scope: a chain, innermost first.
    private record Binding(int[] columnIds, Object bound, int row, @Nullable Binding outer) {}

    private record TableRow(long tableId, Batch row) {}

    private static final int[] NO_COLUMNS = {};
    private static final int NO_ID = -1;

    private Evaluation(
            Resources resources, Constant[] parameters, Once once, @Nullable Binding scope) {
        this.resources = resources;
        this.parameters = parameters;
        this.once = once;
        this.scope = scope;
    }

    /// Begins an execution.
    ///
    /// @param parameters the values of `$1`, …
    /// @param parameterTypes how the statement holds each of them
    public static Evaluation of(
            Resources resources, List<Value> parameters, List<PhysicalType> parameterTypes) {
        Constant[] constants = new Constant[parameters.size()];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = new Constant(parameterTypes.get(i), parameters.get(i));
        }
        return new Evaluation(resources, constants, new Once(), null);
    }

    /// Returns this inside the scope of an outer row.
    ///
    /// @param columnIds the ids of the batch's columns in the plan
    /// @param row a physical row of the batch
    public Evaluation withOuterRow(int[] columnIds, Batch batch, int row) {
        return new Evaluation(
                resources, parameters, once, new Binding(columnIds, batch, row, scope));
    }

    /// Returns this inside the scope of a table that several operators share.
    ///
    /// @param id its id in the plan: common tables and work tables have different ones
    public Evaluation withTable(int id, Object table) {
        return new Evaluation(
                resources, parameters, once, new Binding(NO_COLUMNS, table, id, scope));
    }

    /// Returns a table given to [#withTable], the innermost of that id and class.
    public <T> T table(int id, Class<T> type) {
        for (Binding binding = scope; binding != null; binding = binding.outer) {
            if (binding.row == id && type.isInstance(binding.bound)) {
                return type.cast(binding.bound);
            }
        }
        throw new IllegalStateException("no " + type.getSimpleName() + " with id " + id);
    }

    /// Returns this with a filter for the scans that ask for it.
    ///
    /// @param id its id in the plan, unique among runtime filters
    public Evaluation withRuntimeFilter(int id, RuntimeFilter filter) {
        return new Evaluation(
                resources, parameters, once, new Binding(NO_COLUMNS, filter, id, scope));
    }

    /// Returns a filter given to [#withRuntimeFilter]; empty when no join made it.
    public Optional<RuntimeFilter> runtimeFilter(int id) {
        for (Binding binding = scope; binding != null; binding = binding.outer) {
            if (binding.row == id && binding.bound instanceof RuntimeFilter filter) {
                return Optional.of(filter);
            }
        }
        return Optional.empty();
    }

    /// Returns this with one row in place of a table's rows: a row that another transaction changed
    /// is tested again against the statement by running its plan over that row.
    ///
    /// @param row a batch of one row with all of the table's columns, or of none
    public Evaluation withRowOfTable(long tableId, Batch row) {
        return new Evaluation(
                resources,
                parameters,
                once,
                new Binding(NO_COLUMNS, new TableRow(tableId, row), NO_ID, scope));
    }

    /// Returns what [#withRowOfTable] put in place of a table's rows; empty when the table's own
    /// are meant.
    public Optional<Batch> rowOfTable(long tableId) {
        for (Binding binding = scope; binding != null; binding = binding.outer) {
            if (binding.bound instanceof TableRow(long id, Batch row) && id == tableId) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /// Returns whether [#withRowOfTable] put a row in place of any table's rows.
    public boolean hasRowOfTable() {
        for (Binding binding = scope; binding != null; binding = binding.outer) {
            if (binding.bound instanceof TableRow) {
                return true;
            }
        }
        return false;
    }

    /// Returns a column's value in the outer row that has it, in `rowCount` rows.
    public ColumnVector outerValue(int columnId, int rowCount) {
        return findOuterValue(columnId, rowCount)
                .orElseThrow(
                        () -> new IllegalStateException("no outer column with id " + columnId));
    }

    /// Returns what [#outerValue] does; empty when no outer row has the column.
    public Optional<ColumnVector> findOuterValue(int columnId, int rowCount) {
        for (Binding binding = scope; binding != null; binding = binding.outer) {
            int[] ids = binding.columnIds;
            for (int column = 0; column < ids.length; column++) {
                if (ids[column] == columnId && binding.bound instanceof Batch batch) {
                    return Optional.of(
                            ConstantVectors.repeat(batch.column(column), binding.row, rowCount));
                }
            }
        }
        return Optional.empty();
    }

    /// Returns what `compute` computes, at the first call for a key in the execution, whatever the
    /// scope: for what depends on parameters only.
    ///
    /// @param key compared by identity
    public <T> T once(Object key, Class<T> type, Supplier<T> compute) {
        return type.cast(once.value(key, compute));
    }

    /// Returns a parameter of the statement in `rowCount` rows.
    ///
    /// @param index from 0
    public ColumnVector parameter(int index, int rowCount) {
        return parameters[index].vector(rowCount);
    }

    /// Returns a parameter's value.
    ///
    /// @param index from 0
    public Value parameter(int index) {
        return parameters[index].value();
    }

    public Environment environment() {
        return resources.environment;
    }

    /// Returns what the statement sees.
    public Snapshot snapshot() {
        return resources.snapshot.orElseThrow(
                () -> new IllegalStateException("no snapshot to read from"));
    }

    /// Returns the objects that the snapshot's definitions describe.
    public Catalog catalog() {
        return resources.catalog.orElseThrow(() -> new IllegalStateException("no catalog"));
    }

    /// Returns what the statement writes to.
    public Transaction transaction() {
        return resources.transaction.orElseThrow(
                () -> new IllegalStateException("no transaction to write to"));
    }

    public IndexUse indexUse() {
        return resources.indexUse;
    }

    /// Returns the query's memory budget.
    public MemoryBudget memory() {
        return resources.memory;
    }

    public SpillSpace spillSpace() {
        return resources.spillSpace;
    }

    /// Returns the threads that help with long queries.
    public WorkerPool workers() {
        return resources.workers;
    }

    /// Fails with 57014 when the statement was cancelled or has run out of time; operators call it
    /// once a batch.
    public void checkCancelled() {
        resources.environment.checkCancelled();
    }
}
