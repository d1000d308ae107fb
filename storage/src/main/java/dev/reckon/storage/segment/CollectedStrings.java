package dev.reckon.storage.segment;

import dev.reckon.storage.batch.BytesVector;
import java.util.Arrays;

/// Strings that are put one after the other into an array, which grows. For one thread.
final class CollectedStrings {
    /// The array grows by more than this only in proportion to what is in it.
    private static final int ROOM_MAX = 1 << 16;

    private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

    private final int[] starts;
    private final int[] ends;
    private int rowCount;
    private byte[] bytes = {};
    private int used;

    /// Makes room for the places of `capacity` strings.
    CollectedStrings(int capacity) {
        starts = new int[capacity];
        ends = new int[capacity];
    }

    /// Returns where the next string begins; after it there is room for `room` bytes.
    int reserve(int room) {
        return reserve(room, starts.length - rowCount);
    }

    /// Returns where bytes begin that strings share; after it there is room for `room` bytes.
    int reserveShared(int room) {
        return reserve(room, 1);
    }

    /// @param count how many times so much room may be needed
    private int reserve(int room, int count) {
        if (bytes.length - used < room) {
            long some = Math.max(room, ROOM_MAX + (long) (used >>> 1));
            long wanted = used + Math.min((long) room * count, some);
            int least = Math.addExact(used, room);
            bytes = Arrays.copyOf(bytes, (int) Math.max(least, Math.min(wanted, ARRAY_MAX)));
        }
        return used;
    }

    /// Returns the array, until room is reserved again.
    byte[] bytes() {
        return bytes;
    }

    /// Adds the string between what [#reserve] returned and `end`.
    void add(int end) {
        addShared(used, end);
        used = end;
    }

    /// Adds a string of some bytes that others may share.
    void addShared(int start, int end) {
        starts[rowCount] = start;
        ends[rowCount++] = end;
    }

    /// Says that the array is in use up to `end`.
    void use(int end) {
        used = end;
    }

    BytesVector vector(long[] nulls) {
        return new BytesVector(bytes, starts, ends, nulls, rowCount);
    }
}
