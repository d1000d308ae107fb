package dev.reckon.sql.modify;

import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Collects what foreign keys demand of a statement's changes, and has it checked at its end, or at
/// the end of the transaction. For one statement.
final class ReferenceChecks implements RowFollowUps {
    private final Target target;
    private final List<Target.ForeignKey> references;
    private final List<Target.ForeignKey> referencedBy;
    private final ForeignKeys foreignKeys;
    private final DeferredChecks deferred;
    private final Optional<QueryEvents> events;

    /// @param isReplica whether nothing is to be checked, for the origin of the data has done so
    /// @param events for the checks that wait for the end of the query; needed for a table with
    ///   foreign keys, of its own or of others to it
    ReferenceChecks(
            Target target,
            boolean isReplica,
            ForeignKeys foreignKeys,
            DeferredChecks deferred,
            Optional<QueryEvents> events) {
        this.target = target;
        this.references = isReplica ? List.of() : target.references();
        this.referencedBy = isReplica ? List.of() : target.referencedBy();
        this.foreignKeys = foreignKeys;
        this.deferred = deferred;
        this.events = events;
    }

    @Override
    public void inserted(Batch rows) {
        if (!references.isEmpty()) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                inserted(rows, rows.row(i));
            }
        }
    }

    @Override
    public void inserted(Batch rows, int row) {
        for (Target.ForeignKey key : references) {
            require(key, values(rows, row, key.columns()));
        }
    }

    @Override
    public void updated(Batch oldRows, Batch newRows, int row) {
        for (Target.ForeignKey key : references) {
            List<Value> values = values(newRows, row, key.columns());
            if (!values.equals(values(oldRows, row, key.columns()))) {
                require(key, values);
            }
        }
        for (Target.ForeignKey key : referencedBy) {
            List<Value> before = values(oldRows, row, key.referencedColumns());
            List<Value> after = values(newRows, row, key.referencedColumns());
            if (!before.equals(after) && before.stream().noneMatch(Value::isNull)) {
                add(key, query -> foreignKeys.referencedChanged(key, before, after, query), false);
            }
        }
    }

    @Override
    public void deleted(Batch rows, int row) {
        for (Target.ForeignKey key : referencedBy) {
            List<Value> before = values(rows, row, key.referencedColumns());
            if (before.stream().noneMatch(Value::isNull)) {
                add(key, query -> foreignKeys.referencedDeleted(key, before, query), false);
            }
        }
    }

    private void require(Target.ForeignKey key, List<Value> values) {
        boolean someNull = values.stream().anyMatch(Value::isNull);
        boolean allNull = values.stream().allMatch(Value::isNull);
        if (allNull || (someNull && !foreignKeys.isMatchFull(key))) {
            return;
        }
        add(key, _ -> foreignKeys.requireReferenced(key, values), true);
    }

    /// @param action gets the query that it is done for, if it is not put off
    private void add(
            Target.ForeignKey key, Consumer<Optional<QueryEvents>> action, boolean canWait) {
        boolean waits =
                (canWait || foreignKeys.actionCanWait(key))
                        && foreignKeys.isDeferred(key, deferred);
        Optional<QueryEvents> query = waits ? Optional.empty() : events;
        var check =
                new DeferredChecks.Check(
                        foreignKeys.oid(key), target.oid(), () -> action.accept(query));
        if (waits) {
            deferred.add(check);
        } else {
            events.orElseThrow().add(check);
        }
    }

    private static List<Value> values(Batch rows, int row, List<Integer> columns) {
        var values = new ArrayList<Value>(columns.size());
        for (int column : columns) {
            ColumnVector vector = rows.column(column);
            values.add(vector.value(row));
        }
        return values;
    }

    @Override
    public void finish() {
        events.ifPresent(QueryEvents::partEnded);
    }
}
