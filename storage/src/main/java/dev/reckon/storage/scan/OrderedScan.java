package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// The rows of one source, or of none, in key order.
final class OrderedScan implements RowStream {
    private final List<RowSource> sources;
    private final WindowSize windowSize = new WindowSize();

    OrderedScan(List<RowSource> sources) {
        this.sources = sources;
    }

    @Override
    public Optional<Batch> next() {
        if (sources.isEmpty() || !sources.getFirst().advance(windowSize.next())) {
            return Optional.empty();
        }
        RowSource source = sources.getFirst();
        return Optional.of(slice(source, 0, source.count()));
    }

    /// Returns the rows `[start, end)` of a window, counted in the order of the scan.
    static Batch slice(RowSource source, int start, int end) {
        Batch batch = source.batch();
        int count = end - start;
        int[] rows = source.rows();
        boolean ascending = rows.length < 2 || rows[0] < rows[1];
        if (ascending && count == batch.selectedCount()) {
            return batch;
        }
        int[] wanted = java.util.Arrays.copyOfRange(rows, start, end);
        if (ascending) {
            return batch.select(wanted, count);
        }
        return new Batch(
                batch.columns().stream().map(column -> column.gather(wanted, count)).toList(),
                count);
    }
}
