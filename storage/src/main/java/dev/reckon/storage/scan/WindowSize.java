package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;

/// How many rows to load at once: as many as are wanted at first, or few, because whoever wants
/// rows in order often wants a few; then more and more. For one thread.
final class WindowSize {
    /// What to begin with when nothing is known.
    static final int USUAL_FIRST = 128;

    private static final int GROWTH = 4;

    private int next;

    /// Begins with `first` rows, or with a batch if that is less.
    WindowSize(int first) {
        next = Math.min(Batch.ROW_COUNT, first);
    }

    int next() {
        int size = next;
        next = Math.min(Batch.ROW_COUNT, GROWTH * size);
        return size;
    }
}
