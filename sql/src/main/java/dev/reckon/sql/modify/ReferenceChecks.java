package dev.reckon.sql.modify;

import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Collects what foreign keys demand of a statement's changes, and has it checked at its end, or at
/// the end of the transaction. For one statement.
final class ReferenceChecks {
    private final Target target;
    private final ForeignKeys foreignKeys;
    private final DeferredChecks deferred;
    private final List<DeferredChecks.Check> pending = new ArrayList<>();

    ReferenceChecks(Target target, ForeignKeys foreignKeys, DeferredChecks deferred) {
        this.target = target;
        this.foreignKeys = foreignKeys;
        this.deferred = deferred;
    }

    /// Notes the selected rows of a batch.
    void inserted(Batch rows) {
        if (!target.references().isEmpty()) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                inserted(rows, rows.row(i));
            }
        }
    }

    void inserted(Batch rows, int row) {
        for (Target.ForeignKey key : target.references()) {
            require(key, values(rows, row, key.columns()));
        }
    }

    void updated(Batch oldRows, Batch newRows, int row) {
        for (Target.ForeignKey key : target.references()) {
            List<Value> values = values(newRows, row, key.columns());
            if (!values.equals(values(oldRows, row, key.columns()))) {
                require(key, values);
            }
        }
        for (Target.ForeignKey key : target.referencedBy()) {
            List<Value> before = values(oldRows, row, key.referencedColumns());
            List<Value> after = values(newRows, row, key.referencedColumns());
            if (!before.equals(after) && before.stream().noneMatch(Value::isNull)) {
                add(key, () -> foreignKeys.referencedChanged(key, before, after), false);
            }
        }
    }

    void deleted(Batch rows, int row) {
        for (Target.ForeignKey key : target.referencedBy()) {
            List<Value> before = values(rows, row, key.referencedColumns());
            if (before.stream().noneMatch(Value::isNull)) {
                add(key, () -> foreignKeys.referencedDeleted(key, before), false);
            }
        }
    }

    private void require(Target.ForeignKey key, List<Value> values) {
        boolean someNull = values.stream().anyMatch(Value::isNull);
        boolean allNull = values.stream().allMatch(Value::isNull);
        if (allNull || (someNull && !foreignKeys.isMatchFull(key))) {
            return;
        }
        add(key, () -> foreignKeys.requireReferenced(key, values), true);
    }

    private void add(Target.ForeignKey key, Runnable action, boolean canWait) {
        var check = new DeferredChecks.Check(key.name(), target.oid(), action);
        boolean waits =
                (canWait || foreignKeys.actionCanWait(key))
                        && foreignKeys.isDeferred(key, deferred);
        if (waits) {
            deferred.add(check);
        } else {
            pending.add(check);
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

    /// Makes the checks that do not wait for the end of the transaction.
    void finish() {
        List<DeferredChecks.Check> due = List.copyOf(pending);
        pending.clear();
        due.forEach(check -> check.action().run());
    }
}
