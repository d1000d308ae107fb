package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// The rows of one source in key order.
final class OrderedScan implements RowStream {
    private final RowSource source;
    private final WindowSize windowSize;

    OrderedScan(RowSource source, WindowSize windowSize) {
        this.source = source;
        this.windowSize = windowSize;
    }

    @Override
    public Optional<Batch> next() {
        return source.advance(windowSize.next())
                ? Optional.of(source.batch(0, source.count()))
                : Optional.empty();
    }

    @Override
    public long readBlockCount() {
        return source.readBlockCount();
    }

    @Override
    public long skippedBlockCount() {
        return source.skippedBlockCount();
    }
}
