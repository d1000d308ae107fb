package dev.reckon.storage.segment;

import java.util.Arrays;

/// Where the strings of a scan are decoded to: an array of their own each time, or the same one
/// again, which is faster: memory that is still in the cache needs no zeros first. For one thread.
public final class StringMemory {
    private final boolean reused;
    private byte[] bytes = {};

    private StringMemory(boolean reused) {
        this.reused = reused;
    }

    /// Returns memory of which every vector gets its own.
    public static StringMemory owned() {
        return new StringMemory(false);
    }

    /// Returns memory that a vector has until the next one is decoded into it.
    public static StringMemory reused() {
        return new StringMemory(true);
    }

    /// Returns an array of at least `length` bytes, of any content.
    byte[] take(int length) {
        if (!reused) {
            return new byte[length];
        }
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        return bytes;
    }

    /// Returns a longer array that begins with what an array from [#take] holds.
    byte[] grow(byte[] taken, int length) {
        byte[] grown = Arrays.copyOf(taken, length);
        if (reused) {
            bytes = grown;
        }
        return grown;
    }
}
