package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;

/// How many rows to load at once: few at first, because whoever wants rows in order often wants a
/// few; then more and more. For one thread.
final class WindowSize {
    private static final int FIRST = 128;
    private static final int GROWTH = 4;

    private int next = FIRST;

    int next() {
        int size = next;
        next = Math.min(Batch.ROW_COUNT, GROWTH * size);
        return size;
    }
}
