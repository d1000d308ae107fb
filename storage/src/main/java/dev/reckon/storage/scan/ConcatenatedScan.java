package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// One source after the other.
final class ConcatenatedScan implements RowStream {
    private final List<RowSource> sources;
    private int current;

    ConcatenatedScan(List<RowSource> sources) {
        this.sources = sources;
    }

    @Override
    public Optional<Batch> next() {
        while (current < sources.size()) {
            RowSource source = sources.get(current);
            if (source.advance(Batch.ROW_COUNT)) {
                return Optional.of(source.batch(0, source.count()));
            }
            current++;
        }
        return Optional.empty();
    }
}
