package dev.reckon.bench.index;

import java.util.Arrays;

/// An ordinary in-memory B+tree of 64 keys a node, linked by references, bulk-loaded in key order.
final class MemoryBTree implements Competitor {
    private static final int NODE_KEYS = 64;

    /// @param keys in a leaf its keys, in an inner node the smallest key of each child, signs
    ///   flipped
    /// @param children empty in a leaf
    /// @param first position of a leaf's first key
    @SuppressWarnings("ArrayRecordComponent")
    private record Node(long[] keys, Node[] children, int first) {}

    private final Node root;
    private final int keyCount;

    MemoryBTree(long[] sorted) {
        this.keyCount = sorted.length;
        Node[] level = new Node[(keyCount + NODE_KEYS - 1) / NODE_KEYS];
        for (int leaf = 0; leaf < level.length; leaf++) {
            int first = leaf * NODE_KEYS;
            long[] keys = Arrays.copyOfRange(sorted, first, Math.min(first + NODE_KEYS, keyCount));
            for (int i = 0; i < keys.length; i++) {
                keys[i] ^= Long.MIN_VALUE;
            }
            level[leaf] = new Node(keys, new Node[0], first);
        }
        while (level.length > 1) {
            Node[] parents = new Node[(level.length + NODE_KEYS - 1) / NODE_KEYS];
            for (int parent = 0; parent < parents.length; parent++) {
                int from = parent * NODE_KEYS;
                Node[] children =
                        Arrays.copyOfRange(level, from, Math.min(from + NODE_KEYS, level.length));
                long[] keys = new long[children.length];
                Arrays.setAll(keys, child -> children[child].keys[0]);
                parents[parent] = new Node(keys, children, 0);
            }
            level = parents;
        }
        this.root = level[0];
    }

    @Override
    public String name() {
        return "in-memory B+tree";
    }

    @Override
    public int lowerBound(long code) {
        long flipped = code ^ Long.MIN_VALUE;
        Node node = root;
        while (node.children.length > 0) {
            node = node.children[Math.max(below(node.keys, flipped) - 1, 0)];
        }
        return node.first + below(node.keys, flipped);
    }

    private static int below(long[] keys, long flipped) {
        int first = 0;
        int length = keys.length;
        while (length > 0) {
            int half = (length + 1) >>> 1;
            first = keys[first + half - 1] < flipped ? first + half : first;
            length -= half;
        }
        return first;
    }

    @Override
    public long byteCount() {
        return keyCount * 8L + (long) keyCount / NODE_KEYS * 72;
    }
}
