package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// The rows of a storage scan that a condition leaves, with what the scan has counted.
///
/// @param rows closes the scan
record FilteredScan(Operator rows, Operator scan) implements Operator {
    @Override
    public Optional<Batch> next() {
        return rows.next();
    }

    @Override
    public long filteredRowCount() {
        return scan.filteredRowCount();
    }

    @Override
    public long readBlockCount() {
        return scan.readBlockCount();
    }

    @Override
    public long skippedBlockCount() {
        return scan.skippedBlockCount();
    }

    @Override
    public void close() {
        rows.close();
    }
}
