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
        references.inserted(rows, row);
        triggers.after(TriggerOperation.INSERT, Optional.empty(), Optional.of(rows), row);
    }

    @Override
    public void updated(Batch oldRows, Batch newRows, int row) {
        references.updated(oldRows, newRows, row);
        triggers.after(TriggerOperation.UPDATE, Optional.of(oldRows), Optional.of(newRows), row);
    }

    @Override
    public void deleted(Batch rows, int row) {
        references.deleted(rows, row);
        triggers.after(TriggerOperation.DELETE, Optional.of(rows), Optional.empty(), row);
    }

    @Override
    public void finish() {
        triggers.afterStatement();
        references.finish();
    }
}
