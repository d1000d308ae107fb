package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.compile.ModificationCompiler;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Update;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/// Compiles the nodes that change data, for one session. For its thread.
///
/// An operator gives one row for each row that it changed: the columns of RETURNING, or none.
public final class Modifications implements ModificationCompiler {
    private final IntToLongFunction rowIds;
    private final ForeignKeys foreignKeys;
    private final Supplier<DeferredChecks> deferred;

    /// @param rowIds returns the first of so many new keys for tables without a primary key
    /// @param deferred returns the checks that wait for the end of the current transaction
    public Modifications(
            IntToLongFunction rowIds, ForeignKeys foreignKeys, Supplier<DeferredChecks> deferred) {
        this.rowIds = rowIds;
        this.foreignKeys = foreignKeys;
        this.deferred = deferred;
    }

    @Override
    public OperatorFactory compile(Plan plan, QueryCompiler queries) {
        return switch (plan) {
            case Insert insert -> new InsertFactory(insert, queries, this);
            case Update update -> new UpdateFactory(update, queries, this);
            case Delete delete -> new DeleteFactory(delete, queries, this);
            case Merge merge -> new MergeFactory(merge, queries, this);
            default -> throw new IllegalArgumentException("changes no data: " + plan);
        };
    }

    long newRowIds(int count) {
        return rowIds.applyAsLong(count);
    }

    /// Begins to write to a table in one execution.
    TableWriter writer(CompiledTarget target, Evaluation evaluation) {
        return new TableWriter(
                target,
                evaluation,
                new ReferenceChecks(target.target, foreignKeys, deferred.get()));
    }

    /// Returns whether checks of a table wait for the end of the transaction.
    public boolean hasDeferredChecks(long tableOid) {
        return deferred.get().hasAnyOf(tableOid);
    }
}
