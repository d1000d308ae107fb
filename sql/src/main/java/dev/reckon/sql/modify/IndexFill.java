package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.BulkInsert;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fills a new index with the entries of its table's rows.
public final class IndexFill {
    private final Target target;
    private final CompiledTarget compiled;
    private final CompiledIndex index;

    public IndexFill(Target target, Target.IndexTarget index, Modifications modifications) {
        this.target = target;
        QueryCompiler queries = QueryCompiler.of(modifications);
        this.compiled = new CompiledTarget(target, queries);
        this.index = new CompiledIndex(index, target, queries.scalars(target.row()));
    }

    /// Reads the table as the evaluation sees it.
    ///
    /// @throws DatabaseException 23505 when two rows have a key that must be unique
    public void fill(Evaluation evaluation) {
        Optional<TableSnapshot> table = evaluation.snapshot().table(target.table().id());
        if (table.isEmpty() || table.get().rowCount() == 0) {
            return;
        }
        var entries = new BulkInsert.Target(index.index.table().id(), index.index.isUnique());
        BulkInsert insert = evaluation.transaction().bulkInsert(List.of(entries));
        long rowCount = 0;
        try (Cursor rows = table.get().scan(ScanRequest.all(compiled.allColumns))) {
            for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                evaluation.checkCancelled();
                add(batch.get(), insert, rowCount, evaluation);
                rowCount += batch.get().rowCount();
            }
        }
        insert.finish().ifPresent(duplicate -> refuse(duplicate, evaluation));
    }

    private void add(Batch rows, BulkInsert insert, long firstTag, Evaluation evaluation) {
        long[] tags = new long[rows.rowCount()];
        for (int row = 0; row < tags.length; row++) {
            tags[row] = firstTag + row;
        }
        insert.add(0, index.entries(rows, evaluation).selected(rows), tags);
        if (insert.isFull()) {
            insert.write().ifPresent(duplicate -> refuse(duplicate, evaluation));
        }
    }

    private void refuse(BulkInsert.Duplicate duplicate, Evaluation evaluation) {
        throw duplicate(duplicate.row(), 0, evaluation);
    }

    private DatabaseException duplicate(Batch entries, int row, Evaluation evaluation) {
        var names = new ArrayList<String>();
        List<DataType> types = new ArrayList<>();
        var values = new ArrayList<Value>();
        for (int i = 0; i < index.index.values().size(); i++) {
            ColumnSchema column = index.index.table().column(i);
            names.add(column.name());
            types.add(column.type());
            values.add(entries.column(i).value(row));
        }
        var violations = new Violations(target, evaluation.environment());
        return new DatabaseException(
                        SqlState.UNIQUE_VIOLATION,
                        "could not create unique index \"" + index.index.name() + "\"")
                .withDetail("Key " + violations.key(names, types, values) + " is duplicated.")
                .with(ErrorField.SCHEMA, target.schema())
                .with(ErrorField.TABLE, target.name())
                .with(ErrorField.CONSTRAINT, index.index.name());
    }
}
