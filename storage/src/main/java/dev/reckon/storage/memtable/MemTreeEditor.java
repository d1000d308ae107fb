package dev.reckon.storage.memtable;

import dev.reckon.storage.type.RowKey;
import org.jspecify.annotations.Nullable;

/// Makes new versions of a [MemTree]: nodes that it made itself it changes in place, all others it
/// copies first. For one thread.
///
/// Keys that come in order are cheap: the way down to the last leaf is remembered.
public final class MemTreeEditor {
    private static final int LEVEL_MAX = 16;

    /// A node with fewer entries is joined with a neighbour.
    private static final int COUNT_MIN = Node.CAPACITY / 4;

    /// Neighbours are joined when together they leave room to grow.
    private static final int JOINED_MAX = Node.CAPACITY * 3 / 4;

    private Node.Owner token = new Node.Owner();
    private Node root;
    private long byteCount;

    /// The owned nodes from the root to the leaf of the last change, and the child taken in each.
    private final Node[] path = new Node[LEVEL_MAX];

    private final int[] childIndexes = new int[LEVEL_MAX];
    private int pathLength;
    private Node leaf;

    MemTreeEditor(MemTree tree) {
        this.root = tree.root;
        this.leaf = tree.root;
        this.byteCount = tree.byteCount();
    }

    /// Returns what has been edited so far; the editor goes on with a version of its own.
    public MemTree tree() {
        MemTree tree = new MemTree(root, byteCount);
        token = new Node.Owner();
        pathLength = 0;
        return tree;
    }

    public int count() {
        return root.entryCount;
    }

    public long byteCount() {
        return byteCount;
    }

    /// Returns the greatest key; there is at least one.
    public RowKey lastKey() {
        return new MemTree(root, byteCount).lastKey().orElseThrow();
    }

    /// Returns the row under a key, null when there is none.
    public byte @Nullable [] find(RowKey key) {
        return new MemTree(root, byteCount).find(key);
    }

    /// Puts a row, and returns the one that it replaces, null when there was none.
    public byte @Nullable [] put(RowKey key, byte[] row) {
        descend(key);
        int index = leaf.lowerBound(key.code(), key.bytes());
        if (index < leaf.count && leaf.compare(index, key.code(), key.bytes()) == 0) {
            byte[] previous = leaf.rows[index];
            leaf.rows[index] = row;
            byteCount += row.length - previous.length;
            return previous;
        }
        byteCount += key.bytes().length + row.length;
        while (leaf.count == Node.CAPACITY) {
            makeRoom(index);
            descend(key);
            index = leaf.lowerBound(key.code(), key.bytes());
        }
        leaf.insertEntry(index, key, row);
        for (int i = 0; i < pathLength - 1; i++) {
            path[i].entryCount++;
        }
        return null;
    }

    /// Puts all entries of a tree whose keys are greater than all here; full nodes are shared with
    /// it, not copied.
    public void append(MemTree tail) {
        append(tail.root);
        byteCount += tail.byteCount();
    }

    private void append(Node node) {
        if (node.level > 0) {
            for (int i = 0; i < node.count; i++) {
                append(node.children[i]);
            }
        } else if (node.count < COUNT_MIN || root.entryCount == 0) {
            for (int i = 0; i < node.count; i++) {
                byteCount -= node.keyBytes(i).length + node.rows[i].length; // Counted by put.
                put(new RowKey(node.keyBytes(i)), node.rows[i]);
            }
        } else {
            appendLeaf(node);
        }
    }

    private void appendLeaf(Node added) {
        goToLast();
        while (pathLength == 1 || path[pathLength - 2].count == Node.CAPACITY) {
            growRight();
            goToLast();
        }
        Node parent = path[pathLength - 2];
        parent.insertChild(parent.count, added);
        for (int i = 0; i < pathLength - 1; i++) {
            path[i].entryCount += added.count;
        }
        pathLength = 0;
    }

    /// Goes to the last leaf, owning all nodes above it.
    private void goToLast() {
        if (root.owner != token) {
            root = root.copy(token);
        }
        Node node = root;
        pathLength = 0;
        path[pathLength++] = node;
        while (node.level > 0) {
            int index = node.count - 1;
            Node child = node.children[index];
            if (child.level > 0 && child.owner != token) {
                child = child.copy(token);
                node.children[index] = child;
            }
            childIndexes[pathLength - 1] = index;
            path[pathLength++] = child;
            node = child;
        }
    }

    /// Makes room for another child above the last leaf: a new root, or a new last node below the
    /// lowest one that has room.
    private void growRight() {
        int full = pathLength - 2;
        while (full >= 0 && path[full].count == Node.CAPACITY) {
            full--;
        }
        if (full < 0) {
            Node grown = new Node(root.level + 1, token);
            grown.insertChild(0, root);
            grown.entryCount = root.entryCount;
            root = grown;
            return;
        }
        // The node below has no room: its last child moves to a neighbour.
        Node right = path[full + 1].splitAt(Node.CAPACITY - 1);
        path[full].insertChild(path[full].count, right);
    }

    /// Removes a key, and returns its row, null when there was none.
    public byte @Nullable [] remove(RowKey key) {
        if (find(key) == null) {
            return null;
        }
        descend(key);
        int index = leaf.lowerBound(key.code(), key.bytes());
        byte[] previous = leaf.rows[index];
        byteCount -= key.bytes().length + previous.length;
        leaf.removeEntry(index);
        for (int i = 0; i < pathLength - 1; i++) {
            path[i].entryCount--;
        }
        if (leaf.count < COUNT_MIN) {
            shrink();
        }
        return previous;
    }

    /// Goes to the leaf that can hold `key`, owning all nodes on the way.
    private void descend(RowKey key) {
        if (pathLength > 0 && leafCovers(key)) {
            return;
        }
        if (root.owner != token) {
            root = root.copy(token);
        }
        Node node = root;
        pathLength = 0;
        path[pathLength++] = node;
        while (node.level > 0) {
            int index = node.childIndex(key.code(), key.bytes());
            Node child = node.children[index];
            if (child.owner != token) {
                child = child.copy(token);
                node.children[index] = child;
            }
            childIndexes[pathLength - 1] = index;
            path[pathLength++] = child;
            node = child;
        }
        leaf = node;
    }

    private boolean leafCovers(RowKey key) {
        int last = leaf.count - 1;
        if (last < 0 || leaf.compare(0, key.code(), key.bytes()) > 0) {
            return false;
        }
        return leaf.compare(last, key.code(), key.bytes()) >= 0 || isRightmost();
    }

    private boolean isRightmost() {
        for (int i = 0; i < pathLength - 1; i++) {
            if (childIndexes[i] != path[i].count - 1) {
                return false;
            }
        }
        return true;
    }

    /// Splits the full leaf and every full node above it, from the root down, so that an entry can
    /// be inserted. The way down must be found again.
    private void makeRoom(int insertIndex) {
        // Keys in ascending order leave full nodes behind, not half full ones.
        boolean appending = insertIndex == Node.CAPACITY && isRightmost();
        int from = appending ? Node.CAPACITY - 1 : Node.CAPACITY / 2;
        if (root.count == Node.CAPACITY) {
            Node right = root.splitAt(from);
            Node grown = new Node(root.level + 1, token);
            grown.insertChild(0, root);
            grown.insertChild(1, right);
            grown.entryCount = root.entryCount + right.entryCount;
            root = grown;
            pathLength = 0;
            return;
        }
        for (int depth = 1; depth < pathLength; depth++) {
            if (path[depth].count == Node.CAPACITY) {
                Node right = path[depth].splitAt(from);
                path[depth - 1].insertChild(childIndexes[depth - 1] + 1, right);
                break;
            }
        }
        pathLength = 0;
    }

    /// Joins the small leaf with a neighbour, and so on upwards.
    private void shrink() {
        for (int depth = pathLength - 1; depth > 0; depth--) {
            Node node = path[depth];
            if (node.count >= COUNT_MIN) {
                break;
            }
            Node parent = path[depth - 1];
            int index = childIndexes[depth - 1];
            if (node.count == 0) {
                parent.removeChild(index);
            } else if (!joinWithNext(parent, index)) {
                joinWithNext(parent, index - 1);
            }
        }
        while (root.level > 0 && root.count <= 1) {
            root = root.count == 1 ? root.children[0] : new Node(0, token);
        }
        pathLength = 0;
    }

    /// Joins two children when they leave room to grow, and returns whether it did.
    private boolean joinWithNext(Node parent, int index) {
        if (index < 0 || index + 1 >= parent.count) {
            return false;
        }
        Node left = parent.children[index];
        Node right = parent.children[index + 1];
        if (left.count + right.count > JOINED_MAX) {
            return false;
        }
        if (left.owner != token) {
            left = left.copy(token);
            parent.children[index] = left;
        }
        int joint = left.count;
        left.append(right, 0);
        if (left.level > 0) {
            // The right node's own first key may be greater than what is below it.
            left.setKey(joint, parent.codes[index + 1], parent.keyBytes(index + 1));
        }
        parent.removeChild(index + 1);
        return true;
    }
}
