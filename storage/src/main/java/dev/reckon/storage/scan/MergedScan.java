package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// The rows of several sources in key order: the least row of all comes next, taken from a binary
/// heap of sources. Where one source has many rows before any other's next, they are handed on as
/// they are.
final class MergedScan implements RowStream {
    /// Runs of this many rows are not worth copying together with others.
    private static final int LONG_RUN = 256;

    private final KeyOrder order;

    /// Each source loads no fewer rows than this at once.
    private static final int WINDOW_ROWS_MIN = 32;

    private final WindowSize windowSize;

    /// The sources that have rows left; the least row is in the first, and each source's row is
    /// before those of the two at `2 i + 1` and `2 i + 2`.
    private final RowSource[] heap;

    /// The number of each source of the heap in the list that the collector has.
    private final int[] origins;

    /// The next row of each source of the heap, in its window.
    private final int[] next;

    private int sourceCount;

    /// How many rows to hand out at once.
    private int size;

    /// How many rows each source loads at once: together they make a batch.
    private int windowRows;

    private final List<RowSource> sources;
    private final RowCollector collector;

    MergedScan(List<RowSource> sources, KeyOrder order, int columnCount, WindowSize windowSize) {
        this.order = order;
        this.windowSize = windowSize;
        this.sources = sources;
        this.heap = new RowSource[sources.size()];
        this.origins = new int[sources.size()];
        this.next = new int[sources.size()];
        this.collector = new RowCollector(sources, columnCount);
        size = windowSize.next();
        windowRows = windowRows(sources.size());
        for (int origin = 0; origin < heap.length; origin++) {
            RowSource source = sources.get(origin);
            source.mergeBy(order);
            if (source.advance(windowRows)) {
                origins[sourceCount] = origin;
                heap[sourceCount++] = source;
            }
        }
        for (int index = sourceCount / 2 - 1; index >= 0; index--) {
            sink(index);
        }
    }

    private int windowRows(int count) {
        return Math.max(WINDOW_ROWS_MIN, size / count);
    }

    @Override
    public Optional<Batch> next() {
        while (sourceCount > 0 && collector.rowCount() < size) {
            RowSource least = heap[0];
            int start = next[0];
            int end = runEnd();
            if (end - start >= Math.min(LONG_RUN, windowRows)
                    || (sourceCount == 1 && collector.isEmpty())) {
                if (!collector.isEmpty()) {
                    break;
                }
                Batch run = least.batch(start, end);
                advance(end);
                return Optional.of(run);
            }
            int taken = Math.min(end, start + size - collector.rowCount());
            collector.add(origins[0], start, taken);
            advance(taken);
        }
        size = windowSize.next();
        windowRows = windowRows(Math.max(sourceCount, 1));
        return collector.isEmpty() ? Optional.empty() : Optional.of(collector.take());
    }

    /// Returns the end of the rows of the first source that come before those of all others.
    private int runEnd() {
        RowSource least = heap[0];
        int count = least.count();
        if (sourceCount == 1) {
            return count;
        }
        int second = sourceCount > 2 && comesBefore(2, 1) ? 2 : 1;
        RowSource other = heap[second];
        int otherRow = next[second];
        // The row at `low` comes first; that at `high` doesn't, or is the end.
        int low = next[0];
        int step = 1;
        int high = low + step;
        while (high < count && order.compare(least, high, other, otherRow) < 0) {
            low = high;
            step *= 2;
            high = low + step;
        }
        high = Math.min(high, count);
        while (low + 1 < high) {
            int middle = (low + high) >>> 1;
            if (order.compare(least, middle, other, otherRow) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + 1;
    }

    private boolean comesBefore(int left, int right) {
        return order.compare(heap[left], next[left], heap[right], next[right]) < 0;
    }

    /// Goes to a row of the first source, or to its next window, and restores the heap.
    private void advance(int row) {
        next[0] = row;
        if (row == heap[0].count()) {
            next[0] = 0;
            if (!heap[0].advance(windowRows)) {
                sourceCount--;
                heap[0] = heap[sourceCount];
                origins[0] = origins[sourceCount];
                next[0] = next[sourceCount];
            }
        }
        sink(0);
    }

    private void sink(int from) {
        int index = from;
        while (true) {
            int child = 2 * index + 1;
            if (child >= sourceCount) {
                return;
            }
            if (child + 1 < sourceCount && comesBefore(child + 1, child)) {
                child++;
            }
            if (!comesBefore(child, index)) {
                return;
            }
            swap(index, child);
            index = child;
        }
    }

    private void swap(int left, int right) {
        RowSource source = heap[left];
        int origin = origins[left];
        int row = next[left];
        heap[left] = heap[right];
        origins[left] = origins[right];
        next[left] = next[right];
        heap[right] = source;
        origins[right] = origin;
        next[right] = row;
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
