package dev.reckon.sql.modify;

import dev.reckon.storage.batch.Batch;

/// What follows from changes of rows, at the end of the query or later. For one statement.
sealed interface RowFollowUps permits ReferenceChecks, TriggeredFollowUps {
    /// Notes the selected rows of a batch.
    void inserted(Batch rows);

    void inserted(Batch rows, int row);

    void updated(Batch oldRows, Batch newRows, int row);

    void deleted(Batch rows, int row);

    /// Says that the statement has changed all rows.
    void finish();
}
