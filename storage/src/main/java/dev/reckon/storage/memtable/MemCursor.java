package dev.reckon.storage.memtable;

import dev.reckon.storage.type.RowKey;
import java.util.Optional;

/// Walks over the entries of a [MemTree] in one direction: entry by entry, or leaf by leaf where
/// speed counts. For one thread.
///
/// Leaf by leaf: while [#isValid], the entries of the leaf from [#index] to [#leafEnd] (exclusive;
/// below `index` when the direction is backward) are in [#codes] and [#rows], which nobody changes;
/// then [#nextLeaf].
public final class MemCursor {
    private static final int LEVEL_MAX = 16;

    private final Node[] nodes = new Node[LEVEL_MAX];
    private final int[] indexes = new int[LEVEL_MAX];
    private final boolean backward;
    private int depth;
    private Node leaf;
    private int index;

    private MemCursor(MemTree tree, boolean backward) {
        this.leaf = tree.root;
        this.backward = backward;
    }

    /// Begins at the first key that is at least `lower`, ascending.
    public static MemCursor forward(MemTree tree, byte[] lower) {
        MemCursor cursor = new MemCursor(tree, false);
        cursor.descend(lower);
        if (cursor.index == cursor.leaf.count) {
            cursor.nextLeaf();
        }
        return cursor;
    }

    /// Begins at the last key that is less than `upper` (at the very last without one), descending.
    public static MemCursor backward(MemTree tree, Optional<byte[]> upper) {
        MemCursor cursor = new MemCursor(tree, true);
        if (upper.isPresent()) {
            cursor.descend(upper.get());
            cursor.index--;
            if (cursor.index < 0) {
                cursor.nextLeaf();
            }
        } else {
            cursor.descendToRank(tree.count() - 1);
        }
        return cursor;
    }

    /// Begins at the entry at `rank` (from 0), ascending; at the end when there is none.
    public static MemCursor atRank(MemTree tree, int rank) {
        MemCursor cursor = new MemCursor(tree, false);
        cursor.descendToRank(rank < 0 || rank >= tree.count() ? -1 : rank);
        return cursor;
    }

    private void descend(byte[] key) {
        long code = RowKey.code(key);
        while (leaf.level > 0) {
            int child = leaf.childIndex(code, key);
            push(leaf, child);
        }
        index = leaf.lowerBound(code, key);
    }

    private void descendToRank(int rank) {
        if (rank < 0) {
            while (leaf.level > 0) {
                push(leaf, backward ? 0 : leaf.count - 1);
            }
            index = backward ? -1 : leaf.count;
            return;
        }
        int rest = rank;
        while (leaf.level > 0) {
            int child = 0;
            while (rest >= leaf.children[child].entryCount) {
                rest -= leaf.children[child].entryCount;
                child++;
            }
            push(leaf, child);
        }
        index = rest;
    }

    private void push(Node node, int child) {
        nodes[depth] = node;
        indexes[depth] = child;
        depth++;
        leaf = node.children[child];
    }

    /// Returns whether there is an entry here; false at the end.
    public boolean isValid() {
        return backward ? index >= 0 : index < leaf.count;
    }

    public long code() {
        return leaf.codes[index];
    }

    /// Returns the key's bytes; often a new array.
    public byte[] keyBytes() {
        return leaf.keyBytes(index);
    }

    public RowKey key() {
        return new RowKey(leaf.keyBytes(index));
    }

    /// Compares the key here with another.
    public int compareKey(RowKey other) {
        return leaf.compare(index, other.code(), other.bytes());
    }

    /// Compares the key here with another cursor's.
    public int compareKey(MemCursor other) {
        int byCode = Long.compareUnsigned(code(), other.code());
        return byCode != 0 ? byCode : leaf.compare(index, other.code(), other.keyBytes());
    }

    /// Returns the row, [MemTree#DELETED] in a write set for a key that is deleted.
    public byte[] row() {
        return leaf.rows[index];
    }

    /// Goes to the next entry in the cursor's direction.
    public void next() {
        index += backward ? -1 : 1;
        if (!isValid()) {
            nextLeaf();
        }
    }

    /// Returns the place of this entry in [#codes] and [#rows].
    public int index() {
        return index;
    }

    /// Returns the end of this leaf's entries in the cursor's direction, exclusive: their number
    /// when it goes forward, -1 when it goes backward.
    public int leafEnd() {
        return backward ? -1 : leaf.count;
    }

    /// Returns the codes of the keys of this leaf; nobody changes the array.
    public long[] codes() {
        return leaf.codes;
    }

    /// Returns the rows of this leaf; nobody changes the array.
    public byte[][] rows() {
        return leaf.rows;
    }

    /// Returns the bytes of the key at a place of this leaf.
    public byte[] keyBytes(int leafIndex) {
        return leaf.keyBytes(leafIndex);
    }

    /// Goes to the first entry, in the cursor's direction, of the next leaf.
    public void nextLeaf() {
        int step = backward ? -1 : 1;
        int up = depth - 1;
        while (up >= 0) {
            int next = indexes[up] + step;
            if (next >= 0 && next < nodes[up].count) {
                break;
            }
            up--;
        }
        if (up < 0) {
            index = backward ? -1 : leaf.count;
            return;
        }
        depth = up;
        push(nodes[up], indexes[up] + step);
        while (leaf.level > 0) {
            push(leaf, backward ? leaf.count - 1 : 0);
        }
        index = backward ? leaf.count - 1 : 0;
    }
}
