package dev.reckon.storage.memtable;

import dev.reckon.storage.type.RowKey;
import java.util.Arrays;

/// A node of a [MemTree]: entries in key order in a leaf, children in key order above.
///
/// A key is its code and, where the code does not say everything, its bytes. Most keys are at most
/// eight bytes long and of one length in a table; such a node has no array of bytes, and half the
/// memory.
///
/// Only the [MemTreeEditor] that owns a node may change it; all others share it as immutable.
final class Node {
    /// How many entries or children a node has at most: large enough for few levels, small enough
    /// that copying a path for one row takes a fraction of a microsecond.
    static final int CAPACITY = 64;

    static final byte[] NO_BYTES = {};
    static final byte[][] NO_ROWS = {};
    static final Node[] NO_CHILDREN = {};

    /// The length of the keys when they vary or are longer than a code.
    private static final int LONG_KEYS = -1;

    private static final int UNKNOWN_LENGTH = -2;

    /// 0 for a leaf.
    final int level;

    /// Who may change this node.
    final Owner owner;

    int count;

    /// Number of entries below; `count` in a leaf.
    int entryCount;

    /// Codes of the entries' keys; above the leaves, of the first key below each child, except that
    /// the first may be greater than that (it is never compared with).
    final long[] codes = new long[CAPACITY];

    /// What all keys have for a length, when it is at most eight; or one of the constants.
    private int keyLength = UNKNOWN_LENGTH;

    private byte[][] keys = NO_ROWS;

    /// The rows of a leaf.
    final byte[][] rows;

    /// The children of an inner node.
    final Node[] children;

    Node(int level, Owner owner) {
        this.level = level;
        this.owner = owner;
        this.rows = level == 0 ? new byte[CAPACITY][] : NO_ROWS;
        this.children = level == 0 ? NO_CHILDREN : new Node[CAPACITY];
    }

    /// Returns a copy that `newOwner` may change.
    Node copy(Owner newOwner) {
        Node copy = new Node(level, newOwner);
        copy.count = count;
        copy.entryCount = entryCount;
        copy.keyLength = keyLength;
        System.arraycopy(codes, 0, copy.codes, 0, count);
        if (keyLength == LONG_KEYS) {
            copy.keys = new byte[CAPACITY][];
            System.arraycopy(keys, 0, copy.keys, 0, count);
        }
        if (level == 0) {
            System.arraycopy(rows, 0, copy.rows, 0, count);
        } else {
            System.arraycopy(children, 0, copy.children, 0, count);
        }
        return copy;
    }

    byte[] keyBytes(int index) {
        if (keyLength == LONG_KEYS) {
            return keys[index];
        }
        byte[] bytes = new byte[keyLength];
        long code = codes[index];
        for (int i = 0; i < keyLength; i++) {
            bytes[i] = (byte) (code >>> (56 - 8 * i));
        }
        return bytes;
    }

    /// Compares the key at `index` with another.
    int compare(int index, long code, byte[] key) {
        int byCode = Long.compareUnsigned(codes[index], code);
        if (byCode != 0) {
            return byCode;
        }
        // Equal codes: the shorter of two keys, one of which is no longer than a code, is a prefix.
        return keyLength == LONG_KEYS
                ? Arrays.compareUnsigned(keys[index], key)
                : Integer.compare(keyLength, key.length);
    }

    /// Returns the index of the first entry whose key is at least `key`, `count` if there is none.
    int lowerBound(long code, byte[] key) {
        int low = 0;
        int high = count;
        long flipped = code ^ Long.MIN_VALUE;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long other = codes[middle] ^ Long.MIN_VALUE;
            if (other < flipped || (other == flipped && compare(middle, code, key) < 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Returns which child of an inner node can hold `key`.
    int childIndex(long code, byte[] key) {
        int low = 1;
        int high = count;
        long flipped = code ^ Long.MIN_VALUE;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long other = codes[middle] ^ Long.MIN_VALUE;
            if (other < flipped || (other == flipped && compare(middle, code, key) <= 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    void insertKey(int index, long code, byte[] key) {
        acceptLength(key.length);
        System.arraycopy(codes, index, codes, index + 1, count - index);
        codes[index] = code;
        if (keyLength == LONG_KEYS) {
            System.arraycopy(keys, index, keys, index + 1, count - index);
            keys[index] = key;
        }
    }

    void setKey(int index, long code, byte[] key) {
        acceptLength(key.length);
        codes[index] = code;
        if (keyLength == LONG_KEYS) {
            keys[index] = key;
        }
    }

    private void removeKey(int index) {
        System.arraycopy(codes, index + 1, codes, index, count - index - 1);
        if (keyLength == LONG_KEYS) {
            System.arraycopy(keys, index + 1, keys, index, count - index - 1);
            keys[count - 1] = NO_BYTES;
        }
    }

    private void acceptLength(int length) {
        if (length == keyLength || keyLength == LONG_KEYS) {
            return;
        }
        if (count == 0 && length <= Long.BYTES) {
            keyLength = length;
            return;
        }
        byte[][] all = new byte[CAPACITY][];
        for (int i = 0; i < count; i++) {
            all[i] = keyBytes(i);
        }
        keys = all;
        keyLength = LONG_KEYS;
    }

    void insertEntry(int index, RowKey key, byte[] row) {
        insertKey(index, key.code(), key.bytes());
        System.arraycopy(rows, index, rows, index + 1, count - index);
        rows[index] = row;
        count++;
        entryCount++;
    }

    void removeEntry(int index) {
        removeKey(index);
        System.arraycopy(rows, index + 1, rows, index, count - index - 1);
        rows[count - 1] = NO_BYTES;
        count--;
        entryCount--;
    }

    void insertChild(int index, Node child) {
        insertKey(index, child.codes[0], child.keyBytes(0));
        System.arraycopy(children, index, children, index + 1, count - index);
        children[index] = child;
        count++;
    }

    void removeChild(int index) {
        removeKey(index);
        System.arraycopy(children, index + 1, children, index, count - index - 1);
        children[count - 1] = this; // No null, and no node kept alive that is not so anyway.
        count--;
    }

    /// Moves the entries from `from` on to a new right neighbour, and returns it.
    Node splitAt(int from) {
        Node right = new Node(level, owner);
        right.append(this, from);
        for (int i = from; i < count; i++) {
            if (level == 0) {
                rows[i] = NO_BYTES;
            } else {
                children[i] = this;
            }
            if (keyLength == LONG_KEYS) {
                keys[i] = NO_BYTES;
            }
        }
        count = from;
        recount();
        return right;
    }

    /// Appends another node's entries from `from` on, all of them greater than this node's.
    void append(Node other, int from) {
        for (int i = from; i < other.count; i++) {
            setKey(
                    count,
                    other.codes[i],
                    other.keyLength == LONG_KEYS ? other.keys[i] : other.keyBytes(i));
            if (level == 0) {
                rows[count] = other.rows[i];
            } else {
                children[count] = other.children[i];
            }
            count++;
        }
        recount();
    }

    private void recount() {
        if (level == 0) {
            entryCount = count;
            return;
        }
        entryCount = 0;
        for (int i = 0; i < count; i++) {
            entryCount += children[i].entryCount;
        }
    }

    /// Who may change a node, told by identity: one edit of one editor.
    static final class Owner {}
}
