package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// One source after the other. Rows of windows of which conditions leave few are collected until
/// they are worth a batch.
final class ConcatenatedScan implements RowStream {
    private final List<RowSource> sources;
    private final int columnCount;
    private final WindowSize collectedSize = new WindowSize(WindowSize.USUAL_FIRST);
    private int current;

    /// How many rows of the current source wait, and how many make a batch.
    private int collected;

    private int enough = collectedSize.next();

    /// Whether the source's window comes next, after what was collected.
    private boolean isLoaded;

    ConcatenatedScan(List<RowSource> sources, int columnCount) {
        this.sources = sources;
        this.columnCount = columnCount;
    }

    @Override
    public Optional<Batch> next() {
        while (current < sources.size()) {
            RowSource source = sources.get(current);
            if (!isLoaded && !source.advance(Batch.ROW_COUNT)) {
                current++;
                if (collected > 0) {
                    return Optional.of(takeCollected(source));
                }
                continue;
            }
            if (isLoaded || (collected == 0 && !source.isSparse())) {
                isLoaded = false;
                return Optional.of(source.batch(0, source.count()));
            }
            if (!source.isSparse()) {
                isLoaded = true;
                return Optional.of(takeCollected(source));
            }
            collected += source.count();
            source.keep(0, source.count());
            if (collected >= enough) {
                enough = collectedSize.next();
                return Optional.of(takeCollected(source));
            }
        }
        return Optional.empty();
    }

    private Batch takeCollected(RowSource source) {
        var columns = new ColumnVector[columnCount];
        for (int index = 0; index < columnCount; index++) {
            columns[index] = source.kept(index);
        }
        source.clearKept();
        Batch batch = new Batch(List.of(columns), collected);
        collected = 0;
        return batch;
    }

    @Override
    public long readBlockCount() {
        return RowSource.readBlockCount(sources);
    }

    @Override
    public long skippedBlockCount() {
        return RowSource.skippedBlockCount(sources);
    }
}
