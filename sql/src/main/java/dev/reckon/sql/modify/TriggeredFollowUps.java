package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// The checks of foreign keys, and the AFTER triggers. For one statement.
final class TriggeredFollowUps implements RowFollowUps {
    private final ReferenceChecks references;
    private final TriggerFiring triggers;

    TriggeredFollowUps(ReferenceChecks references, TriggerFiring triggers) {
        this.references = references;
        this.triggers = triggers;
    }

    @Override
    public void inserted(Batch rows) {
        for (int i = 0; i < rows.selectedCount(); i++) {
            inserted(rows, rows.row(i));
        }
    }

    @Override
    public void inserted(Batch rows, int row) {
        after(
                TriggerOperation.INSERT,
                Optional.empty(),
                Optional.of(rows),
                row,
                () -> references.inserted(rows, row));
    }

    @Override
    public void updated(Batch oldRows, Batch newRows, int row) {
        after(
                TriggerOperation.UPDATE,
                Optional.of(oldRows),
                Optional.of(newRows),
                row,
                () -> references.updated(oldRows, newRows, row));
    }

    @Override
    public void deleted(Batch rows, int row) {
        after(
                TriggerOperation.DELETE,
                Optional.of(rows),
                Optional.empty(),
                row,
                () -> references.deleted(rows, row));
    }

    /// The checks have their place among the triggers by the name that PostgreSQL gives its own.
    private void after(
            TriggerOperation operation,
            Optional<Batch> oldRows,
            Optional<Batch> newRows,
            int row,
            Runnable checks) {
        triggers.capture(operation, oldRows, newRows, row);
        triggers.after(operation, oldRows, newRows, row, true);
        checks.run();
        triggers.after(operation, oldRows, newRows, row, false);
    }

    @Override
    public void finish() {
        triggers.afterStatement();
        references.finish();
    }
}
