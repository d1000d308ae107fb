package dev.reckon.storage.segment;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Which rows of a segment are deleted: a bitmap that is changed by making another one, which
/// shares all but the changed parts. Counts and ranks take a few nanoseconds to a microsecond.
///
/// Immutable; safe for many threads. A tree of three levels: leaves of 4,096 positions (one block
/// of a segment), nodes of 256 leaves, and a root.
public final class DeletedPositions {
    static final int LEAF_SHIFT = SegmentFormat.BLOCK_SHIFT;
    static final int LEAF_ROWS = 1 << LEAF_SHIFT;
    private static final int LEAF_WORDS = LEAF_ROWS >>> 6;
    private static final int NODE_SHIFT = 8;
    private static final int NODE_LEAVES = 1 << NODE_SHIFT;
    private static final int NODE_POSITION_SHIFT = LEAF_SHIFT + NODE_SHIFT;

    /// Leaves with at most this many deleted rows are written as a list of offsets.
    private static final int LISTED_MAX = LEAF_WORDS * Long.BYTES / Short.BYTES;

    private static final long[] EMPTY_LEAF = {};
    private static final Node EMPTY_NODE = new Node(new long[NODE_LEAVES][], new int[NODE_LEAVES]);

    static {
        Arrays.fill(EMPTY_NODE.leaves, EMPTY_LEAF);
    }

    /// Nothing is deleted.
    public static final DeletedPositions NONE = new DeletedPositions(new Node[0], new int[0], 0);

    private final Node[] nodes;
    private final int[] counts;
    private final int count;

    private DeletedPositions(Node[] nodes, int[] counts, int count) {
        this.nodes = nodes;
        this.counts = counts;
        this.count = count;
    }

    /// Leaves and how many bits are set in each; an empty array is a leaf without any.
    private record Node(long[][] leaves, int[] counts) {}

    /// Returns the number of deleted positions.
    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public boolean contains(int position) {
        long[] words = words(position >>> LEAF_SHIFT);
        return words.length != 0 && (words[position >>> 6 & LEAF_WORDS - 1] & 1L << position) != 0;
    }

    /// Returns the bitmap of one block of 4,096 positions, which nobody changes; empty when none of
    /// them is deleted.
    public long[] words(int block) {
        int node = block >>> NODE_SHIFT;
        return node < nodes.length ? nodes[node].leaves[block & NODE_LEAVES - 1] : EMPTY_LEAF;
    }

    /// Returns how many positions below `position` are deleted.
    public int countBefore(int position) {
        int node = position >>> NODE_POSITION_SHIFT;
        if (node >= nodes.length) {
            return count;
        }
        int before = 0;
        for (int index = 0; index < node; index++) {
            before += counts[index];
        }
        int leaf = position >>> LEAF_SHIFT & NODE_LEAVES - 1;
        int[] leafCounts = nodes[node].counts;
        for (int index = 0; index < leaf; index++) {
            before += leafCounts[index];
        }
        long[] words = nodes[node].leaves[leaf];
        if (words.length != 0) {
            int word = position >>> 6 & LEAF_WORDS - 1;
            for (int index = 0; index < word; index++) {
                before += Long.bitCount(words[index]);
            }
            before += Long.bitCount(words[word] & ((1L << position) - 1));
        }
        return before;
    }

    /// Returns how many positions in `[first, end)` are not deleted.
    public int liveCount(int first, int end) {
        return end - first - (isEmpty() ? 0 : countBefore(end) - countBefore(first));
    }

    /// Returns the position of the live row that has `rank` live rows before it, whether or not the
    /// segment is so long.
    public int livePosition(int rank) {
        int low = rank;
        int high = rank + count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            // Live rows up to and including `middle`.
            if (liveCount(0, middle + 1) > rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Returns the first deleted position at or after `position`, `Integer.MAX_VALUE` without one.
    public int next(int position) {
        int blockEnd = nodes.length << NODE_SHIFT;
        int word = position >>> 6 & LEAF_WORDS - 1;
        long mask = -1L << position;
        for (int block = position >>> LEAF_SHIFT; block < blockEnd; block++) {
            long[] words = words(block);
            for (; word < words.length; word++) {
                long rest = words[word] & mask;
                if (rest != 0) {
                    return (block << LEAF_SHIFT) + (word << 6) + Long.numberOfTrailingZeros(rest);
                }
                mask = -1L;
            }
            word = 0;
            mask = -1L;
        }
        return Integer.MAX_VALUE;
    }

    /// Begins a change; this bitmap stays as it is.
    public Editor edit() {
        return new Editor(this);
    }

    /// A change of a bitmap. For one thread; of no use after [#build].
    public static final class Editor {
        private Node[] nodes;
        private int[] counts;
        private int count;

        /// Which nodes and leaves are copies of our own already.
        private boolean[] ownNodes;

        private boolean[][] ownLeaves;

        private Editor(DeletedPositions origin) {
            nodes = origin.nodes.clone();
            counts = origin.counts.clone();
            count = origin.count;
            ownNodes = new boolean[nodes.length];
            ownLeaves = new boolean[nodes.length][];
        }

        /// Marks a position deleted, and returns whether it was not.
        @CanIgnoreReturnValue
        public boolean add(int position) {
            int node = position >>> NODE_POSITION_SHIFT;
            int leaf = position >>> LEAF_SHIFT & NODE_LEAVES - 1;
            long[] words = ownWords(node, leaf);
            int word = position >>> 6 & LEAF_WORDS - 1;
            long bit = 1L << position;
            if ((words[word] & bit) != 0) {
                return false;
            }
            words[word] |= bit;
            nodes[node].counts[leaf]++;
            counts[node]++;
            count++;
            return true;
        }

        private long[] ownWords(int node, int leaf) {
            if (node >= nodes.length) {
                int first = nodes.length;
                nodes = Arrays.copyOf(nodes, node + 1);
                Arrays.fill(nodes, first, node + 1, EMPTY_NODE);
                counts = Arrays.copyOf(counts, node + 1);
                ownNodes = Arrays.copyOf(ownNodes, node + 1);
                ownLeaves = Arrays.copyOf(ownLeaves, node + 1);
            }
            if (!ownNodes[node]) {
                nodes[node] = new Node(nodes[node].leaves.clone(), nodes[node].counts.clone());
                ownNodes[node] = true;
                ownLeaves[node] = new boolean[NODE_LEAVES];
            }
            long[][] leaves = nodes[node].leaves;
            if (!ownLeaves[node][leaf]) {
                leaves[leaf] = Arrays.copyOf(leaves[leaf], LEAF_WORDS);
                ownLeaves[node][leaf] = true;
            }
            return leaves[leaf];
        }

        /// Returns the changed bitmap.
        public DeletedPositions build() {
            return new DeletedPositions(nodes, counts, count);
        }
    }

    /// Returns a form for the manifest, whose checksum the caller adds: the number of leaves with
    /// any bit set and, for each, its block, its count and either the offsets of its bits or its
    /// words.
    public byte[] encode() {
        int byteCount = Integer.BYTES;
        for (Node node : nodes) {
            for (int leafCount : node.counts) {
                byteCount += leafCount == 0 ? 0 : 2 * Integer.BYTES + leafBytes(leafCount);
            }
        }
        ByteBuffer target = ByteBuffer.allocate(byteCount);
        write(target);
        return target.array();
    }

    private static int leafBytes(int leafCount) {
        return leafCount <= LISTED_MAX ? leafCount * Short.BYTES : LEAF_WORDS * Long.BYTES;
    }

    private void write(ByteBuffer target) {
        int start = target.position();
        int leaves = 0;
        target.putInt(0);
        for (int node = 0; node < nodes.length; node++) {
            for (int leaf = 0; leaf < NODE_LEAVES; leaf++) {
                int leafCount = nodes[node].counts[leaf];
                if (leafCount != 0) {
                    target.putInt((node << NODE_SHIFT) + leaf);
                    target.putInt(leafCount);
                    writeLeaf(target, nodes[node].leaves[leaf], leafCount);
                    leaves++;
                }
            }
        }
        target.putInt(start, leaves);
    }

    private static void writeLeaf(ByteBuffer target, long[] words, int leafCount) {
        if (leafCount > LISTED_MAX) {
            for (long word : words) {
                target.putLong(word);
            }
            return;
        }
        for (int index = 0; index < LEAF_WORDS; index++) {
            for (long rest = words[index]; rest != 0; rest &= rest - 1) {
                target.putShort((short) ((index << 6) + Long.numberOfTrailingZeros(rest)));
            }
        }
    }

    /// Reads what [#encode] returned.
    ///
    /// @throws IllegalArgumentException when the bytes contradict themselves
    /// @throws java.nio.BufferUnderflowException when they are cut
    public static DeletedPositions decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        Editor editor = NONE.edit();
        int leaves = source.getInt();
        for (int index = 0; index < leaves; index++) {
            int block = source.getInt();
            int leafCount = source.getInt();
            if (block < 0 || block >= 1 << (Integer.SIZE - 1 - LEAF_SHIFT)) {
                throw new IllegalArgumentException("deleted positions of block " + block);
            }
            int before = editor.count;
            readLeaf(source, editor, block << LEAF_SHIFT, leafCount);
            if (editor.count - before != leafCount) {
                throw new IllegalArgumentException(
                        "block %d has %d deleted positions, not %d"
                                .formatted(block, editor.count - before, leafCount));
            }
        }
        return editor.build();
    }

    private static void readLeaf(ByteBuffer source, Editor editor, int first, int leafCount) {
        if (leafCount <= LISTED_MAX) {
            for (int bit = 0; bit < leafCount; bit++) {
                editor.add(first + (source.getShort() & LEAF_ROWS - 1));
            }
            return;
        }
        for (int index = 0; index < LEAF_WORDS; index++) {
            for (long rest = source.getLong(); rest != 0; rest &= rest - 1) {
                editor.add(first + (index << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof DeletedPositions positions) || positions.count != count) {
            return false;
        }
        int length = Math.max(nodes.length, positions.nodes.length);
        for (int block = 0; block < length << NODE_SHIFT; block++) {
            if (!Arrays.equals(words(block), positions.words(block))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return count;
    }

    @Override
    public String toString() {
        return count + " deleted";
    }
}
