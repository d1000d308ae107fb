package dev.reckon.bench.index;

/// The keys in the order of a breadth-first walk of a complete binary tree: the first levels share
/// cache lines, and a step is one comparison without a branch.
///
/// Source: P. Khuong and P. Morin, "Array Layouts for Comparison-Based Searching" (2017).
final class Eytzinger implements Competitor {
    private final int keyCount;
    private final long[] keys;
    private final int[] positions;

    Eytzinger(long[] sorted) {
        this.keyCount = sorted.length;
        this.keys = new long[keyCount + 1];
        this.positions = new int[keyCount + 1];
        positions[0] = keyCount;
        fill(sorted, 0, 1);
    }

    private int fill(long[] sorted, int from, int node) {
        if (node > keyCount) {
            return from;
        }
        int next = fill(sorted, from, 2 * node);
        keys[node] = sorted[next] ^ Long.MIN_VALUE;
        positions[node] = next;
        return fill(sorted, next + 1, 2 * node + 1);
    }

    @Override
    public String name() {
        return "Eytzinger";
    }

    @Override
    public int lowerBound(long code) {
        long flipped = code ^ Long.MIN_VALUE;
        int node = 1;
        while (node <= keyCount) {
            node = 2 * node + (keys[node] < flipped ? 1 : 0);
        }
        // Back up to where the walk last turned left.
        return positions[node >>> (Integer.numberOfTrailingZeros(~node) + 1)];
    }

    @Override
    public long byteCount() {
        return 12L * keyCount;
    }
}
