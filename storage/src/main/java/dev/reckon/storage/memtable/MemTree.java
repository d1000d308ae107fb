package dev.reckon.storage.memtable;

import dev.reckon.storage.type.RowKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An immutable sorted map from keys to rows: a B+tree that shares its nodes with earlier and later
/// versions of itself.
///
/// [#edit] begins a new version. A write set marks a deleted row with [#DELETED]. Safe for use by
/// many threads.
public final class MemTree {
    /// The row of a key that a write set deletes; told by identity, never by content.
    public static final byte[] DELETED = new byte[0];

    public static final MemTree EMPTY = new MemTree(new Node(0, new Node.Owner()), 0);

    final Node root;
    private final long byteCount;

    MemTree(Node root, long byteCount) {
        this.root = root;
        this.byteCount = byteCount;
    }

    /// Returns the number of entries, [#DELETED] ones included.
    public int count() {
        return root.entryCount;
    }

    public boolean isEmpty() {
        return root.entryCount == 0;
    }

    /// Returns the bytes of all keys and rows, without what the tree itself takes.
    public long byteCount() {
        return byteCount;
    }

    /// Returns the row under a key, null when there is none: no `Optional`, because this is the
    /// first step of every lookup.
    public byte @Nullable [] find(RowKey key) {
        long code = key.code();
        byte[] bytes = key.bytes();
        Node node = root;
        while (node.level > 0) {
            node = node.children[node.childIndex(code, bytes)];
        }
        int index = node.lowerBound(code, bytes);
        return index < node.count && node.compare(index, code, bytes) == 0
                ? node.rows[index]
                : null;
    }

    public boolean contains(RowKey key) {
        return find(key) != null;
    }

    /// Returns how many entries have a key less than `key`.
    public int rank(byte[] key) {
        long code = RowKey.code(key);
        int rank = 0;
        Node node = root;
        while (node.level > 0) {
            int child = node.childIndex(code, key);
            for (int i = 0; i < child; i++) {
                rank += node.children[i].entryCount;
            }
            node = node.children[child];
        }
        return rank + node.lowerBound(code, key);
    }

    /// Returns the first key; empty for an empty tree.
    public Optional<RowKey> firstKey() {
        MemCursor cursor = MemCursor.atRank(this, 0);
        return cursor.isValid() ? Optional.of(cursor.key()) : Optional.empty();
    }

    /// Returns the last key; empty for an empty tree.
    public Optional<RowKey> lastKey() {
        MemCursor cursor = MemCursor.atRank(this, count() - 1);
        return cursor.isValid() ? Optional.of(cursor.key()) : Optional.empty();
    }

    /// Begins a new version of this tree.
    public MemTreeEditor edit() {
        return new MemTreeEditor(this);
    }

    /// Returns a tree with one entry put; to put many, use one [#edit].
    public MemTree with(RowKey key, byte[] row) {
        MemTreeEditor editor = edit();
        editor.put(key, row);
        return editor.tree();
    }

    /// Returns a tree without one key.
    public MemTree without(RowKey key) {
        MemTreeEditor editor = edit();
        editor.remove(key);
        return editor.tree();
    }
}
