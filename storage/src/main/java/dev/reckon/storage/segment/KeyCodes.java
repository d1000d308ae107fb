package dev.reckon.storage.segment;

import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;

/// How the keys of one segment become 64-bit codes: what all of them start with is left out, and
/// the next eight bytes are the code. Immutable; safe for many threads.
final class KeyCodes {
    private static final int CODE_BYTES = Long.BYTES;

    private final byte[] prefix;
    private final int keyByteCount;

    private KeyCodes(byte[] prefix, int keyByteCount) {
        this.prefix = prefix;
        this.keyByteCount = keyByteCount;
    }

    /// Makes the codes of keys from `first` to `last`.
    static KeyCodes between(KeyEncoder encoder, byte[] first, byte[] last) {
        // The code of a single integer is also its column, so nothing is left out of it.
        int common = encoder.isSingleLong() ? 0 : Arrays.mismatch(first, last);
        return new KeyCodes(
                common < 0 ? first : Arrays.copyOf(first, common), encoder.keyByteCount());
    }

    /// Makes the codes of keys that start with `prefix`.
    static KeyCodes of(KeyEncoder encoder, byte[] prefix) {
        return new KeyCodes(prefix, encoder.keyByteCount());
    }

    byte[] prefix() {
        return prefix;
    }

    /// Returns the number of bytes of every key; -1 when it varies.
    int keyByteCount() {
        return keyByteCount;
    }

    /// Returns whether a key can be told from its code alone, so that no two keys share one.
    boolean areWhole() {
        return keyByteCount >= 0 && keyByteCount - prefix.length <= CODE_BYTES;
    }

    /// Returns whether a key starts as all keys here do.
    boolean matches(byte[] key) {
        return key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /// Returns whether `key` is below (-1) or above (1) all keys that start as those here do; 0
    /// when it starts so itself.
    int compareToPrefix(byte[] key) {
        if (prefix.length == 0) {
            return 0;
        }
        int length = Math.min(key.length, prefix.length);
        int order = Arrays.compareUnsigned(key, 0, length, prefix, 0, length);
        if (order == 0 && length < prefix.length) {
            return -1;
        }
        return Integer.signum(order);
    }

    /// Returns the code of a key that [#matches].
    long code(byte[] key) {
        return code(key, prefix.length);
    }

    /// Returns the eight bytes of a key from `offset` on, padded with zeros.
    static long code(byte[] key, int offset) {
        if (offset == 0) {
            return RowKey.code(key);
        }
        long code = 0;
        int count = Math.min(key.length - offset, CODE_BYTES);
        for (int index = 0; index < count; index++) {
            code |= (key[offset + index] & 0xFFL) << (56 - 8 * index);
        }
        return code;
    }

    /// Returns the key of a code, which must be whole.
    byte[] key(long code) {
        byte[] key = Arrays.copyOf(prefix, keyByteCount);
        for (int index = prefix.length; index < keyByteCount; index++) {
            key[index] = (byte) (code >>> (56 - 8 * (index - prefix.length)));
        }
        return key;
    }

    /// Returns whether codes here can be made of codes that leave out `length` bytes.
    boolean canShorten(int length) {
        return length >= prefix.length;
    }

    /// Returns the code here of a key that has the code `code` in `other`, whose prefix is at least
    /// as long.
    long shorten(KeyCodes other, long code) {
        int more = other.prefix.length - prefix.length;
        if (more == 0) {
            return code;
        }
        long front = code(other.prefix, prefix.length);
        return more >= CODE_BYTES ? front : front | code >>> (8 * more);
    }
}
