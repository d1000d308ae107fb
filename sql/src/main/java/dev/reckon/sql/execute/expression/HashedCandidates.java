package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Optional;

/// The rows of a subquery by their keys. Immutable once made; safe for use by many threads.
///
/// Its memory is part of the query's budget until the query ends.
///
/// @param table the keys without NULLs
/// @param all the rows, kept where keys have several columns: a NULL in one of them says nothing
///   about the others
/// @param withNull those of them that have a NULL in a key
record HashedCandidates(KeyTable table, long rowCount, boolean hasNull, Batch all, Batch withNull) {
    /// Reads a subquery.
    ///
    /// @param keys over its columns
    static HashedCandidates read(
            OperatorFactory query,
            List<Expression> keys,
            List<DataType> keyTypes,
            List<PhysicalType> types,
            Evaluation evaluation) {
        var table = new KeyTable(keyTypes, false);
        KeyTable.Lookup lookup = table.newLookup();
        boolean keepsRows = keys.size() > 1;
        var all = new RowBuffer(types);
        var withNull = new RowBuffer(types);
        long rowCount = 0;
        boolean hasNull = false;
        MemoryReservation memory = evaluation.memory().open();
        evaluation.checkCancelled();
        try (Operator rows = query.open(evaluation)) {
            for (Optional<Batch> next = rows.next(); next.isPresent(); next = rows.next()) {
                Batch batch = next.get();
                List<ColumnVector> values =
                        keys.stream().map(key -> key.evaluate(batch, evaluation)).toList();
                int[] numbers = new int[batch.selectedCount()];
                lookup.assign(values, batch, numbers);
                int[] selected = new int[numbers.length];
                int count = 0;
                for (int i = 0; i < numbers.length; i++) {
                    selected[count] = batch.row(i);
                    count += numbers[i] < 0 ? 1 : 0;
                }
                hasNull |= count > 0;
                rowCount += numbers.length;
                if (keepsRows) {
                    all.append(batch);
                    withNull.append(batch.select(selected, count));
                }
                memory.resize(table.byteCount() + all.byteCount() + withNull.byteCount());
            }
        }
        return new HashedCandidates(table, rowCount, hasNull, batch(all), batch(withNull));
    }

    private static Batch batch(RowBuffer rows) {
        return new Batch(rows.columns(), rows.rowCount());
    }
}
