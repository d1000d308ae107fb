package dev.reckon.sql.modify;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// Rows kept for a transition table, in batches of the usual size. For one thread.
final class KeptRows {
    private final List<DataType> types;
    private final List<Batch> full = new ArrayList<>();
    private List<VectorBuilder> last = List.of();
    private int lastCount;

    /// @param types of the columns that are kept
    KeptRows(List<DataType> types) {
        this.types = types;
    }

    /// Adds a row of a batch, which may have more columns.
    void add(Batch rows, int row) {
        if (lastCount == 0) {
            last =
                    types.stream()
                            .map(type -> new VectorBuilder(type.physical(), Batch.ROW_COUNT))
                            .toList();
        }
        for (int i = 0; i < last.size(); i++) {
            last.get(i).append(rows.column(i), row);
        }
        lastCount++;
        if (lastCount == Batch.ROW_COUNT) {
            close();
        }
    }

    private void close() {
        if (lastCount > 0) {
            full.add(new Batch(last.stream().map(VectorBuilder::build).toList(), lastCount));
            lastCount = 0;
        }
    }

    /// Returns the rows so far.
    List<Batch> batches() {
        close();
        return full;
    }
}
