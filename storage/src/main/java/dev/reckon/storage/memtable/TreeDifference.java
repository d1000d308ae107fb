package dev.reckon.storage.memtable;

import org.jspecify.annotations.Nullable;

/// Walks over what changed between two versions of a [MemTree], in key order, without looking into
/// the nodes that both share. For one thread.
///
/// A row counts as changed when it is another array, whatever its content: who wants to keep a row
/// keeps its array.
public final class TreeDifference {
    private final Walk older;
    private final Walk newer;
    private byte[] key = Node.NO_BYTES;
    private byte @Nullable [] before;
    private byte @Nullable [] after;

    public TreeDifference(MemTree older, MemTree newer) {
        this.older = new Walk(older.root);
        this.newer = new Walk(newer.root);
    }

    /// Goes to the next difference, and returns whether there is one.
    @SuppressWarnings("ReferenceEquality") // A row is kept by keeping its array.
    public boolean next() {
        while (true) {
            if (older.isAtEnd() || newer.isAtEnd()) {
                return lastOnes();
            }
            if (older.isAtNode() || newer.isAtNode()) {
                openNodes();
                continue;
            }
            int order = older.compareTo(newer);
            if (order == 0) {
                byte[] olderRow = older.row();
                byte[] newerRow = newer.row();
                key = older.keyBytes();
                older.skip();
                newer.skip();
                if (olderRow != newerRow) {
                    before = olderRow;
                    after = newerRow;
                    return true;
                }
            } else if (order < 0) {
                return removed();
            } else {
                return added();
            }
        }
    }

    /// Both stand before a node, or one of them does: skips a shared node, opens others.
    private void openNodes() {
        if (older.isAtNode() && newer.isAtNode() && older.node() == newer.node()) {
            older.skip();
            newer.skip();
            return;
        }
        int olderLevel = older.isAtNode() ? older.node().level : -1;
        int newerLevel = newer.isAtNode() ? newer.node().level : -1;
        if (olderLevel >= newerLevel) {
            older.open();
        }
        if (newerLevel >= olderLevel) {
            newer.open();
        }
    }

    private boolean lastOnes() {
        while (!older.isAtEnd()) {
            if (!older.isAtNode()) {
                return removed();
            }
            older.open();
        }
        while (!newer.isAtEnd()) {
            if (!newer.isAtNode()) {
                return added();
            }
            newer.open();
        }
        return false;
    }

    private boolean removed() {
        key = older.keyBytes();
        before = older.row();
        after = null;
        older.skip();
        return true;
    }

    private boolean added() {
        key = newer.keyBytes();
        before = null;
        after = newer.row();
        newer.skip();
        return true;
    }

    /// Returns the key of this difference.
    public byte[] key() {
        return key;
    }

    /// Returns the row in the older tree, null when it had none.
    public byte @Nullable [] before() {
        return before;
    }

    /// Returns the row in the newer tree, null when it has none.
    public byte @Nullable [] after() {
        return after;
    }

    /// A place in a tree: before a whole node, or before an entry of a leaf.
    private static final class Walk {
        private static final int LEVEL_MAX = 17;

        private final Node[] nodes = new Node[LEVEL_MAX];
        private final int[] indexes = new int[LEVEL_MAX];
        private int depth = 1;

        Walk(Node root) {
            Node above = new Node(root.level + 1, new Node.Owner());
            above.children[0] = root;
            above.count = 1;
            nodes[0] = above;
        }

        private Node top() {
            return nodes[depth - 1];
        }

        boolean isAtEnd() {
            return depth == 0;
        }

        boolean isAtNode() {
            return depth > 0 && top().level > 0;
        }

        Node node() {
            return top().children[indexes[depth - 1]];
        }

        byte[] row() {
            return top().rows[indexes[depth - 1]];
        }

        byte[] keyBytes() {
            return top().keyBytes(indexes[depth - 1]);
        }

        int compareTo(Walk other) {
            Node otherLeaf = other.top();
            int otherIndex = other.indexes[other.depth - 1];
            int index = indexes[depth - 1];
            int byCode = Long.compareUnsigned(top().codes[index], otherLeaf.codes[otherIndex]);
            return byCode != 0
                    ? byCode
                    : top().compare(
                                    index,
                                    otherLeaf.codes[otherIndex],
                                    otherLeaf.keyBytes(otherIndex));
        }

        /// Goes past the node or entry here.
        void skip() {
            indexes[depth - 1]++;
            while (depth > 0 && indexes[depth - 1] >= top().count) {
                depth--;
                if (depth > 0) {
                    indexes[depth - 1]++;
                }
            }
        }

        /// Goes before the first child or entry of the node here.
        void open() {
            Node node = node();
            if (node.count == 0) {
                skip();
                return;
            }
            nodes[depth] = node;
            indexes[depth] = 0;
            depth++;
        }
    }
}
