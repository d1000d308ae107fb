package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;
import java.util.List;

/// The rows that a statement changed, as a trigger of it reads them by a name: before the change,
/// or after it. Immutable.
///
/// @param name given by REFERENCING
/// @param isNew whether it is the `NEW TABLE`
/// @param rows with the columns of the trigger's relation
public record TransitionTable(String name, boolean isNew, List<Batch> rows) {
    public TransitionTable {
        rows = List.copyOf(rows);
    }
}
