package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Lending;
import java.util.Arrays;

/// Where the values of a scan's column are decoded to: an array of their own each time, or the same
/// one again, which is faster: memory that is still in the cache needs no zeros first. For one
/// thread.
public final class ColumnMemory {
    private final boolean reusesStrings;
    private final boolean reusesNumbers;
    private byte[] bytes = {};
    private long[] longs = {};
    private double[] doubles = {};

    private ColumnMemory(boolean reusesStrings, boolean reusesNumbers) {
        this.reusesStrings = reusesStrings;
        this.reusesNumbers = reusesNumbers;
    }

    /// Returns memory of which every vector gets its own, unless it is lent.
    public static ColumnMemory of(Lending lending) {
        return new ColumnMemory(lending == Lending.ALL, lending != Lending.NOTHING);
    }

    /// Returns memory of which every vector gets its own.
    public static ColumnMemory owned() {
        return of(Lending.NOTHING);
    }

    /// Returns memory that a vector has until the next one is decoded into it.
    public static ColumnMemory reused() {
        return of(Lending.ALL);
    }

    /// Returns an array of at least `length` bytes, of any content.
    byte[] take(int length) {
        if (!reusesStrings) {
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
        if (reusesStrings) {
            bytes = grown;
        }
        return grown;
    }

    /// Returns an array of at least `length` numbers, of any content.
    long[] longs(int length) {
        if (!reusesNumbers) {
            return new long[length];
        }
        if (longs.length < length) {
            longs = new long[length];
        }
        return longs;
    }

    /// Returns an array of at least `length` numbers, of any content.
    double[] doubles(int length) {
        if (!reusesNumbers) {
            return new double[length];
        }
        if (doubles.length < length) {
            doubles = new double[length];
        }
        return doubles;
    }
}
